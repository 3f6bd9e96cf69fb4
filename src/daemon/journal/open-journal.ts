import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { ProcessRunner } from "../../platform/ports.ts";
import { SystemException } from "../../platform/ports.ts";
import { createSharedMemory, endProcess, holdPacketSockets, monotonicClock } from "../../platform/linux/index.ts";
import type { KnownPeers } from "../../vrrp/recollection.ts";
import { errorCode } from "../error-code.ts";
import { currentNetwork, ownIdentity } from "../process-identity.ts";
import { Beats, beatsSize } from "./beats.ts";
import { PeersFile, peersFileName, type PeersFileSource } from "./peers-file.ts";
import { recorded } from "./programs.ts";
import { readPeers } from "./read-peers.ts";
import { type EndProcess, findOwner, succeed, type Succession } from "./succession.ts";
import { VrrpJournal } from "./vrrp-journal.ts";

const beatsPrefix = "vrrp.beats.";

export type OpenedJournal = {
  readonly journal: VrrpJournal;
  /** Ends the process before this one where it still serves, and tells what it has left. */
  readonly succeed: () => Succession | undefined;
  /** Keeps whom instances have heard for the process after this one. */
  readonly keepPeers: (source: PeersFileSource) => PeersFile;
  /** Whom those of the process before this one have heard, some at a time; before they are kept anew. Never rejects. */
  readonly recallPeers: (heard: (peers: readonly KnownPeers[]) => void) => Promise<void>;
  /** Starts what whoever comes after this process shall end. */
  readonly record: (processes: ProcessRunner) => ProcessRunner;
};

/**
 * Begins a journal in the state directory, where the process before this one may have left its own. Undefined when that
 * cannot be had, which `trouble` is told: then the process that replaces this one starts anew.
 */
export function openJournal(directory: string, trouble: (message: string) => void): OpenedJournal | undefined {
  const writer = ownIdentity();
  const beatsFile = `${beatsPrefix}${writer.pid}.${writer.startTime}`;
  const owner = findOwner(directory);
  if (owner !== undefined) {
    trouble(`State directory ${directory} is that of process ${owner}: name another with --state-dir`);
    return undefined;
  }
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const network = currentNetwork();
    const beats = new Beats(createSharedMemory(join(directory, beatsFile), beatsSize));
    const journal = new VrrpJournal({ directory, writer, network, beatsFile }, beats, trouble);
    return {
      journal,
      succeed: () => {
        const succession = succeed(directory, network, () => monotonicClock.now(), endQuickly);
        setImmediate(() => removeOthers(directory, beatsFile));
        return succession;
      },
      keepPeers: (source) => new PeersFile({ directory, writer, network }, source, trouble),
      recallPeers: async (heard) => readPeers({ directory, writer, network }, heard),
      record: (processes) => recorded(processes, beats, writer),
    };
  } catch (error) {
    const code = error instanceof SystemException ? error.error.code : errorCode(error);
    trouble(
      `Cannot use ${directory} (${code}): whoever replaces this process starts anew; name another with --state-dir`,
    );
    return undefined;
  }
}

/** Without what the kernel waits for when a process has died. */
function endQuickly(...[pid, isRight, within]: Parameters<EndProcess>): boolean {
  const hold = holdPacketSockets(pid);
  const hasEnded = endProcess(pid, isRight, within);
  setImmediate(() => hold.release());
  return hasEnded;
}

/** Beats of processes that have ended, and what they were writing, once the journal names ours. */
function removeOthers(directory: string, ours: string): void {
  for (const name of readdirSync(directory)) {
    const isDraft = name.startsWith(peersFileName) && name !== peersFileName;
    if (isDraft || (name.startsWith(beatsPrefix) && name !== ours)) rmSync(join(directory, name), { force: true });
  }
}
