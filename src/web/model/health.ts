import type { Cluster, Router } from "./cluster.ts";
import { hearing } from "./node-view.ts";
import { printAge, printCount, printList, printSome } from "./words.ts";

/** `level` says how much it matters, `sentence` what it is. */
export type Health = { readonly level: "unknown" | "good" | "attention" | "bad"; readonly sentence: string };

/** How the cluster is, in one sentence: the worst first. */
export function assess(cluster: Cluster, now: number): Health {
  const { nodes, routers } = cluster;
  if (nodes.every(({ view }) => view.document === undefined)) return beforeTheFirst(cluster);
  const several = routers.filter(({ condition }) => condition.kind === "several");
  if (several.length > 0) {
    const [first] = several;
    const who = first?.condition.kind === "several" ? printList(first.condition.by) : "";
    return { level: "bad", sentence: `Two masters: ${who} both hold ${nameSome(several)}.` };
  }
  const without = routers.filter(({ condition }) => condition.kind === "nobody");
  if (without.length > 0) return { level: "bad", sentence: `${subject(without, routers)} held by nobody.` };
  const unknown = routers.filter(({ condition }) => condition.kind === "unknown");
  const silent = nodes.filter((node) => !node.isHeard);
  if (unknown.length > 0) {
    return { level: "bad", sentence: `Nobody can say who holds ${nameSome(unknown)}: ${silence(silent, now)}.` };
  }
  const good = holding(cluster);
  if (silent.length > 0) return { level: "attention", sentence: `${good}, but ${silence(silent, now)}.` };
  const down = nodes.flatMap(({ view }) => (view.document?.services ?? []).filter(({ quorum }) => quorum === "down"));
  if (down.length > 0) {
    return { level: "bad", sentence: `${good}, but ${printList(down.map(({ name }) => name))} has no quorum.` };
  }
  // What an operator wants so is told when nothing is broken.
  for (const [what, isMeant] of withheld) {
    const some = routers.filter(({ parts }) => parts.some(isMeant));
    if (some.length === 0) continue;
    const places = some.flatMap(({ parts }) => parts.filter(isMeant).map(({ node }) => node.name));
    const where = printList([...new Set(places)]);
    return { level: "attention", sentence: `${good}, but ${nameSome(some)} ${isAre(some)} ${what} on ${where}.` };
  }
  if (cluster.warnings.length > 0) {
    return { level: "attention", sentence: `${good}, with ${printSome(cluster.warnings.length, "warning")}.` };
  }
  return { level: "good", sentence: `${good}.` };
}

type Part = Router["parts"][number];

const withheld: readonly (readonly [string, (part: Part) => boolean])[] = [
  ["in fault", ({ instance }) => instance.state === "fault" && instance.maintenance === undefined],
  ["in maintenance", ({ instance }) => instance.state === "fault" && instance.maintenance !== undefined],
];

/** What is said as long as nobody has answered. */
export function beforeTheFirst({ nodes }: Cluster): Health {
  const problem = nodes.find(({ view }) => view.problem !== undefined)?.view.problem;
  return problem === undefined
    ? { level: "unknown", sentence: "Asking how it is …" }
    : { level: "unknown", sentence: `No answer yet: ${problem}.` };
}

/** "All 4 addresses are held: node1 has 3, node2 has 1" */
function holding({ routers, nodes }: Cluster): string {
  const addresses = routers.flatMap((router) => router.addresses);
  if (routers.length === 0) return nodes.length === 1 ? "The daemon runs, without virtual routers" : "All nodes run";
  const all = addresses.length === 1 ? "The address is held" : `All ${printCount(addresses.length)} addresses are held`;
  const counts = new Map<string, number>();
  for (const { condition, addresses: own } of routers) {
    if (condition.kind !== "held" && condition.kind !== "elsewhere") continue;
    counts.set(condition.by, (counts.get(condition.by) ?? 0) + own.length);
  }
  const shares = [...counts];
  if (shares.length === 1) return `${all} by ${shares[0]?.[0] ?? ""}`;
  if (shares.length > 4) return `${all} by ${shares.length} nodes`;
  return `${all}: ${shares.map(([name, count]) => `${name} has ${printCount(count)}`).join(", ")}`;
}

function silence(nodes: Cluster["nodes"], now: number): string {
  const parts = nodes.map(({ name, view }) => {
    const heard = hearing(view, now);
    if (heard.kind === "stale") return `${name} has not been heard for ${printAge(heard.since)}`;
    return `${name} does not answer`;
  });
  return parts.length === 0 ? "nobody has told" : printList(parts);
}

function nameSome(routers: readonly Router[]): string {
  return printList(routers.map(({ name }) => name));
}

function isAre(routers: readonly unknown[]): string {
  return routers.length === 1 ? "is" : "are";
}

function subject(some: readonly Router[], all: readonly Router[]): string {
  if (some.length <= 3) return `${nameSome(some)} ${isAre(some)}`;
  return `${printCount(some.length)} of ${printCount(all.length)} virtual routers are`;
}
