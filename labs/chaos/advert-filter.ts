import type { Topology } from "../../src/lab/index.ts";
import type { NodeName } from "./plan.ts";

/** From whom to whom. */
export type Way = readonly [from: NodeName, to: NodeName];

const table = `
table bridge chaos {
  set blocked { type ether_addr . ifname; }
  chain forward {
    type filter hook forward priority 0;
    ether saddr . oifname @blocked ether type ip ip protocol 112 drop
    ether saddr . oifname @blocked ether type ip6 ip6 nexthdr 112 drop
  }
}
`;

/** The switch keeps back the adverts of some nodes for some others; sender and receiver do not notice anything. */
export class AdvertFilter {
  readonly #lab: Topology;
  /** Two troubles may block the same way: it is open again when both are over. */
  readonly #blocked = new Map<string, number>();
  /** Changes are made one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(lab: Topology) {
    this.#lab = lab;
  }

  static async open(lab: Topology): Promise<AdvertFilter> {
    await lab.runOnSwitches(["nft", "-f", "-"], table);
    return new AdvertFilter(lab);
  }

  async block(ways: readonly Way[]): Promise<void> {
    await this.#change(
      "add",
      ways.filter((way) => this.#count(way, 1) === 1),
    );
  }

  async unblock(ways: readonly Way[]): Promise<void> {
    await this.#change(
      "delete",
      ways.filter((way) => this.#count(way, -1) === 0),
    );
  }

  #count(way: Way, by: 1 | -1): number {
    const key = way.join(" ");
    const count = (this.#blocked.get(key) ?? 0) + by;
    this.#blocked.set(key, count);
    return count;
  }

  async #change(verb: "add" | "delete", ways: readonly Way[]): Promise<void> {
    if (ways.length === 0) return;
    const elements = ways.map(([from, to]) => {
      return `${this.#lab.node(from).mac("eth0")} . "${this.#lab.node(to).port("eth0")}"`;
    });
    const command = `${verb} element bridge chaos blocked { ${elements.join(", ")} }\n`;
    const made = this.#last.then(async () => this.#lab.runOnSwitches(["nft", "-f", "-"], command));
    this.#last = made;
    await made;
  }
}
