import { IpAddress } from "../base/ip-address.ts";
import { instant, type Duration, type Instant } from "../base/time.ts";
import { Bulletin } from "./bulletin.ts";
import type { LabNode } from "./node.ts";
import { usualPatience } from "./program.ts";

/** A node got or lost an address; `time` is when that node's `ip monitor` read it from the kernel. */
export type OwnershipChange = {
  readonly time: Instant;
  readonly node: string;
  readonly interface: string;
  /** In its usual short form. */
  readonly address: string;
  readonly held: boolean;
};

/**
 * Who holds which address, known from `ip monitor address` on each node without asking again. It knows of what has
 * changed since the watch began and nothing of addresses from before, so begin it before the daemons start.
 */
export class Owners {
  readonly #bulletin = new Bulletin();
  readonly #timeline: OwnershipChange[] = [];
  readonly #listeners = new Set<(change: OwnershipChange) => void>();
  /** By address: "node interface" of each place that has it. */
  readonly #places = new Map<string, Set<string>>();

  /** Begins to watch; whatever happens after it has resolved is seen. */
  static async watch(nodes: readonly LabNode[]): Promise<Owners> {
    const owners = new Owners();
    await Promise.all(nodes.map(async (node) => owners.#watchNode(node)));
    return owners;
  }

  /** Tells of every change from now on. */
  onChange(listener: (change: OwnershipChange) => void): void {
    this.#listeners.add(listener);
  }

  /** The names of the nodes that hold the address now. */
  holders(address: string): readonly string[] {
    const places = this.#places.get(usualForm(address)) ?? [];
    return [...new Set([...places].map((place) => place.split(" ")[0] ?? ""))].sort();
  }

  /** Every change so far, of one address or of all. */
  timeline(address?: string): readonly OwnershipChange[] {
    if (address === undefined) return this.#timeline;
    return this.#timeline.filter((change) => change.address === usualForm(address));
  }

  /**
   * Waits until exactly one node holds the address, and which. Resolves with the time of the change that made it so.
   * Rejects with OverdueError.
   */
  async awaitOwner(address: string, node: string, within: Duration = usualPatience): Promise<Instant> {
    return this.awaitHolders(address, [node], within);
  }

  /** The same for any set of nodes, such as none. */
  async awaitHolders(address: string, nodes: readonly string[], within: Duration = usualPatience): Promise<Instant> {
    const wanted = [...nodes].sort().join(" ");
    return this.#bulletin.until(
      () => {
        if (this.holders(address).join(" ") !== wanted) return undefined;
        return this.timeline(address).at(-1)?.time ?? instant(0);
      },
      within,
      () => `${address} held by [${wanted}], it is by [${this.holders(address).join(" ")}]`,
    );
  }

  /** Waits until the address has come or gone so many times. Rejects with OverdueError. */
  async awaitChanges(
    address: string,
    count: number,
    within: Duration = usualPatience,
  ): Promise<readonly OwnershipChange[]> {
    return this.#bulletin.until(
      () => {
        const changes = this.timeline(address);
        return changes.length < count ? undefined : changes;
      },
      within,
      () => `${count} changes of ${address}, there are ${this.timeline(address).length}`,
    );
  }

  async #watchNode(node: LabNode): Promise<void> {
    // ip(8) does not say when it has begun: change something until it tells.
    const marker = "127.255.255.254";
    const monitor = node.spawn(["ip", "-tshort", "monitor", "address"]);
    const begun = monitor.awaitLine(new RegExp(`\\b${marker}/`, "u"));
    monitor.onLine((line) => {
      const change = parseMonitorLine(node.name, line.text);
      if (change !== undefined && change.interface !== "lo") this.#record(change);
    });
    const touch = [`address add ${marker}/32 dev lo`, `address delete ${marker}/32 dev lo`];
    const touched = async (): Promise<boolean> => node.namespace.configure(touch).then(() => false);
    const told = begun.then(() => true);
    while (!(await Promise.race([told, touched()]))) continue;
  }

  #record(change: OwnershipChange): void {
    const places = this.#places.get(change.address) ?? new Set();
    this.#places.set(change.address, places);
    const place = `${change.node} ${change.interface}`;
    if (places.has(place) === change.held) return;
    if (change.held) places.add(place);
    else places.delete(place);
    this.#timeline.push(change);
    for (const listener of this.#listeners) listener(change);
    this.#bulletin.announce();
  }
}

/**
 * Reads "[2025-01-31T12:00:00.123456] Deleted 2: eth0    inet 192.0.2.1/24 scope global eth0", the form of
 * `ip -ts monitor address`; undefined for lines of another kind.
 */
export function parseMonitorLine(node: string, text: string): OwnershipChange | undefined {
  const match = /^\[(\S+)\.(\d{6})\] (Deleted )?\d+: (\S+)\s+inet6? ([\d.a-f:]+)(?: peer \S+|\/)/u.exec(text);
  if (match === null) return undefined;
  const [, second = "", fraction = "", deleted, name = "", address = ""] = match;
  const time = instant(Date.parse(`${second}Z`) * 1_000 + Number(fraction));
  return { time, node, interface: name, address: usualForm(address), held: deleted === undefined };
}

function usualForm(address: string): string {
  return IpAddress.of(address).toString();
}
