import { mkdirSync } from "node:fs";

import { IpAddress } from "../base/ip-address.ts";
import { privateFiles } from "./files.ts";
import { runCommand } from "./command.ts";
import { descendants } from "./process-tree.ts";
import { Program } from "./program.ts";

/** An address that an interface of a namespace has. `address` is in its usual short form. */
export type HeldAddress = { readonly interface: string; readonly address: string; readonly length: number };

/**
 * A network, mount and process namespace that lives as long as its anchor, a process that waits for the end of its
 * standard input. So nothing is left when the program that opened it ends in whatever way: the pipe closes, the
 * anchor, which is process 1 inside, ends, and the kernel ends everything else in there and frees the rest.
 * Orphans are reaped, as the anchor ignores SIGCHLD.
 */
export class NetworkNamespace {
  readonly #anchor: Program;
  readonly #pid: number;

  private constructor(anchor: Program, pid: number) {
    this.#anchor = anchor;
    this.#pid = pid;
  }

  /**
   * Opens a namespace whose /run is empty and its own. `etcKeepalived` is a directory that appears there as
   * /etc/keepalived, also on a machine without one. `scratch` is an empty directory to mount on. Rejects with
   * CommandError.
   */
  static async open(scratch: string, etcKeepalived: string): Promise<NetworkNamespace> {
    mkdirSync(etcKeepalived, { recursive: true, mode: 0o755 });
    mkdirSync(scratch, { recursive: true, mode: 0o755 });
    const script = `${privateFiles}; echo anchored; exec env --ignore-signal=CHLD cat`;
    const unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const anchor = new Program([...unshare, "sh", "-c", script, "anchor", etcKeepalived, scratch]);
    await anchor.awaitLine(/^anchored$/u);
    const namespace = new NetworkNamespace(anchor, anchor.pid ?? 0);
    await namespace.configure(["link set dev lo up"]);
    return namespace;
  }

  /** What `ip link ... netns` and `nsenter --net` take for this namespace, as seen from outside. */
  get path(): string {
    return `/proc/${this.#pid}/ns/net`;
  }

  /** A process in here, as seen from outside: what `nsenter --target` takes. Undefined when all has ended. */
  get inhabitant(): number | undefined {
    return descendants(this.#pid)[0];
  }

  /** The command that runs `command` in here: its network, its files, its processes. */
  command(command: readonly string[]): readonly string[] {
    const own = `/proc/${this.#pid}/ns`;
    const enter = ["nsenter", `--net=${own}/net`, `--mount=${own}/mnt`, `--pid=${own}/pid_for_children`, "--"];
    return [...enter, ...command];
  }

  /** Runs a command in here to its end; its standard output. Rejects with CommandError. */
  async run(command: readonly string[], input = ""): Promise<string> {
    return runCommand(this.command(command), input);
  }

  /** Starts a command in here. It ends with the namespace at the latest. */
  spawn(command: readonly string[], options: { readonly binary?: boolean } = {}): Program {
    return new Program(this.command(command), options);
  }

  /** Executes lines of ip(8), without the word ip, in order up to the first that fails. Rejects with CommandError. */
  async configure(lines: readonly string[]): Promise<void> {
    // Only the network is entered: the other end of a veth pair is named by its path in the outer /proc.
    await runCommand(["nsenter", `--net=${this.path}`, "ip", "-batch", "-"], `${lines.join("\n")}\n`);
  }

  /** Sets kernel parameters, written as in sysctl(8) with slashes: "net/ipv6/conf/all/accept_dad=0". */
  async setParameters(settings: readonly string[]): Promise<void> {
    const script = 'for each; do echo "${each#*=}" >"/proc/sys/${each%%=*}" || exit 1; done';
    await this.run(["sh", "-c", script, "sh", ...settings]);
  }

  /** What the interfaces other than loopback have now. */
  async addresses(): Promise<readonly HeldAddress[]> {
    const interfaces: unknown = JSON.parse(await this.run(["ip", "-json", "address", "show"]));
    return (Array.isArray(interfaces) ? interfaces : []).flatMap(readInterface);
  }

  /** Ends everything in here at one moment; all of it has ended when this resolves. */
  async close(): Promise<void> {
    this.#anchor.input.end();
    await this.#anchor.ended;
  }
}

type InterfaceDocument = {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number }[];
};

function readInterface(document: InterfaceDocument): readonly HeldAddress[] {
  if (document.ifname === "lo") return [];
  return document.addr_info.map((each) => ({
    interface: document.ifname,
    address: IpAddress.of(each.local).toString(),
    length: each.prefixlen,
  }));
}
