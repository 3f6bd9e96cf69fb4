import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

import { enterNetworkNamespace } from "../../src/platform/linux/network-namespace.ts";
import { NetworkHome } from "../network-home.ts";

/**
 * Two network namespaces, "near" and "far", with a veth pair between them that is called lan0 at both ends. This
 * process is in the near one until `close`. They live as long as their anchors, which end with this process.
 */
export class LinuxWorld {
  readonly #anchors: readonly ChildProcess[];
  readonly #home: NetworkHome;
  readonly #near: string;
  readonly #far: string;

  private constructor(home: NetworkHome, anchors: readonly ChildProcess[]) {
    this.#home = home;
    this.#anchors = anchors;
    const [near, far] = anchors;
    this.#near = `/proc/${near?.pid}/ns/net`;
    this.#far = `/proc/${far?.pid}/ns/net`;
  }

  static async open(): Promise<LinuxWorld> {
    const world = new LinuxWorld(new NetworkHome(), [await anchor(), await anchor()]);
    world.#configure();
    return world;
  }

  /** Does something in the far namespace. */
  inFar<T>(action: () => T): T {
    enterNetworkNamespace(this.#far);
    try {
      return action();
    } finally {
      enterNetworkNamespace(this.#near);
    }
  }

  close(): void {
    this.#home.return();
    for (const each of this.#anchors) each.stdin?.end();
  }

  #configure(): void {
    enterNetworkNamespace(this.#far);
    ip("link set lo up");
    enterNetworkNamespace(this.#near);
    ip("link set lo up");
    ip(`link add lan0 type veth peer name lan0 netns ${this.#anchors[1]?.pid}`);
    this.#setUpEnd("192.0.2.1/24", "fe80::1/64");
    this.inFar(() => this.#setUpEnd("192.0.2.2/24", "fe80::2/64"));
  }

  /** Only the addresses that are given: no automatic link-local one, and no detection of duplicates. */
  #setUpEnd(ipv4: string, ipv6: string): void {
    ip("link set lan0 addrgenmode none");
    ip("link set lan0 up");
    ip(`address add ${ipv4} dev lan0`);
    ip(`address add ${ipv6} dev lan0 nodad`);
  }
}

/** Runs ip(8) where this process is. */
export function ip(words: string): string {
  return execFileSync("ip", words.split(" "), { encoding: "utf8" });
}

/** Runs many lines of ip(8), without the word ip. */
export function ipBatch(lines: readonly string[]): void {
  execFileSync("ip", ["-batch", "-"], { input: `${lines.join("\n")}\n` });
}

async function anchor(): Promise<ChildProcess> {
  const child = spawn("unshare", ["--net", "sh", "-c", "echo ready; exec cat"], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}
