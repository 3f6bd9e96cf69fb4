import { close as closeLater, readdirSync, readFileSync, readlinkSync } from "node:fs";

import { close, pidfdGetDescriptor, pidfdOpen } from "./ffi.ts";

/** A share in sockets of another process. */
export type PacketSocketHold = {
  /** How many there are. */
  readonly count: number;
  /** Gives it up, elsewhere than on this thread: closing the last share takes the time that it has saved before. */
  release(): void;
};

/** More than a process of this program ever has. */
const holdLimit = 16;

/**
 * Shares the packet sockets of a process, so that they stay open when it dies. Closing one for good takes the kernel 15
 * to 30 ms, in which it waits for all processors (packet(7) does not say so; measured), and which whoever waits for the
 * end of the process waits for as well. Where that is not allowed (ptrace(2), "Ptrace access mode checking") it holds
 * nothing, and the process takes as long to die.
 */
export function holdPacketSockets(pid: number): PacketSocketHold {
  const held = share(pid, packetDescriptors(pid).slice(0, holdLimit));
  return {
    count: held.length,
    release: () => {
      for (const descriptor of held.splice(0)) closeLater(descriptor, () => undefined);
    },
  };
}

function share(pid: number, descriptors: readonly number[]): number[] {
  const process = descriptors.length === 0 ? -1 : pidfdOpen(pid);
  if (process < 0) return [];
  const shared = descriptors.map((descriptor) => pidfdGetDescriptor(process, descriptor)).filter((own) => own >= 0);
  close(process);
  return shared;
}

/** Descriptors of a process; none when it has ended or is none of ours. */
function packetDescriptors(pid: number): readonly number[] {
  try {
    const inodes = packetSockets(pid);
    const directory = `/proc/${pid}/fd`;
    return readdirSync(directory)
      .filter((name) => inodes.has(target(`${directory}/${name}`)))
      .map(Number);
  } catch {
    return [];
  }
}

/** Of its network namespace, as /proc names them: "socket:[4711]". The inode is the last of the columns. */
function packetSockets(pid: number): ReadonlySet<string> {
  const [, ...lines] = readFileSync(`/proc/${pid}/net/packet`, "latin1").trimEnd().split("\n");
  return new Set(lines.map((line) => `socket:[${line.slice(line.lastIndexOf(" ") + 1)}]`));
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
