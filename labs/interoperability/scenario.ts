import { readFileSync } from "node:fs";

import { seconds, type Duration } from "../../src/base/time.ts";
import type { LabNode } from "../../src/lab/index.ts";

/** The protocol in use. IPv6 is version 3 always. */
export type Variant = "v2" | "v3" | "v3 over IPv6";

export type NodeName = "node1" | "node2";
export const nodeNames: readonly [NodeName, NodeName] = ["node1", "node2"];

/** One virtual router and the addresses that move together with it. */
export type Router = {
  readonly vrid: number;
  readonly addresses: readonly string[];
  /** Who holds them when both nodes are well, node1 having been started first. */
  readonly home: NodeName;
  /** The lower of the two priorities, which has the longer skew. */
  readonly priority: number;
};

/** Two nodes, their files, and what is to be expected of them. */
export type Scenario = {
  readonly name: string;
  readonly variant: Variant;
  readonly interface: string;
  readonly interval: Duration;
  /** Of the adverts. Unicast over IPv6 has the kernel's hop limit, as nobody checks it (RFC 5798 knows no unicast). */
  readonly referenceTtl: number;
  /** The nodes' own addresses. */
  readonly addresses: Readonly<Record<NodeName, readonly string[]>>;
  readonly configurations: Readonly<Record<NodeName, string>>;
  readonly routers: readonly Router[];
  /** Addresses go home when their node returns (no `nopreempt`). */
  readonly preempts: boolean;
  /** Scripts and flag files that the configuration refers to. */
  readonly prepare: (node: LabNode) => void;
  /** Takes a router away from a node, if the scenario has a switch for that, and allows it there again. */
  readonly maintenance?: {
    readonly begin: (node: LabNode, router: Router) => void;
    readonly end: (node: LabNode, router: Router) => void;
  };
};

/** The configuration as it is given to users. */
export function example(path: string): string {
  return readFileSync(new URL(`../../examples/${path}`, import.meta.url), "utf8");
}

/**
 * The configuration in a variant: version 2 as written; version 3 without authentication, which it does not have,
 * and every tenth of a second. `ipv6` gives addresses to put in the place of others.
 */
export function inVariant(text: string, variant: Variant, ipv6: Readonly<Record<string, string>>): string {
  if (variant === "v2") return text;
  const third = text
    .replaceAll(/^(vrrp_instance .*\{)$/gmu, "$1\n    version 3")
    .replaceAll(/^ *authentication \{[^}]*\}\n/gmu, "")
    .replaceAll("advert_int 1", "advert_int 0.1");
  if (variant === "v3") return third;
  return Object.entries(ipv6).reduce((result, [from, to]) => result.replaceAll(from, to), third);
}

/** One second, or the shortest that leaves room for the noise of a busy machine. */
export function shortestInterval(variant: Variant): Duration {
  return variant === "v2" ? seconds(1) : seconds(0.1);
}
