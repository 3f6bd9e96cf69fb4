import { type Duration, toSeconds } from "../base/time.ts";
import { printCause } from "../status/cause.ts";
import type { Cause } from "../vrrp/events.ts";
import type { ClusterPlan } from "./cluster-plan.ts";

/** "3.609 s", to a millisecond. */
export function printTime(duration: Duration): string {
  return `${String(Number(toSeconds(duration).toFixed(3)))} s`;
}

/** "node1", "node1 and node2", "nobody". */
export function printOwners(owners: readonly string[]): string {
  return owners.length === 0 ? "nobody" : owners.join(" and ");
}

/** Causes in words, with the names of nodes in place of their addresses. */
export class Names {
  readonly #names: ReadonlyMap<string, string>;

  constructor({ network }: ClusterPlan) {
    const named = Array.from(network.nodes, ([name, { addresses }]) =>
      addresses.map(({ prefix }) => [prefix.address.toString(), name] as const),
    );
    this.#names = new Map(named.flat());
  }

  printCause(cause: Cause): string {
    return this.translate(printCause(cause));
  }

  /** A line with names in place of addresses. */
  translate(text: string): string {
    return text
      .split(" ")
      .map((word) => this.#names.get(word) ?? word)
      .join(" ");
  }
}
