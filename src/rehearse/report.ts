import type { Duration } from "../base/time.ts";
import type { RehearsalFinding } from "./findings.ts";
import { handOver } from "./findings.ts";
import { describeFailure, type Failure } from "./events.ts";
import { isSame, type Outcome } from "./outcome.ts";
import type { Effect, Rehearsal, Rehearsed, Spread } from "./rehearse.ts";
import { serverLines, serviceReloadLines, virtualServerLines } from "./servers/report.ts";
import type { Service } from "./services.ts";
import { alignColumns } from "./table.ts";
import { Names, printOwners, printTime } from "./wording.ts";

/** A rehearsal for people, without a final line end. */
export function printRehearsal(rehearsal: Rehearsal, findings: readonly RehearsalFinding[]): string {
  const names = new Names(rehearsal.plan);
  // Virtual servers can be rehearsed alone.
  const hasAddresses = rehearsal.services.length > 0;
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["Network", networkLines(rehearsal)],
    ["Start", startLines(rehearsal)],
    ["Events", hasAddresses ? rehearsal.events.flatMap((event) => eventLines(event, names)) : []],
    ["Reload, one node after the other", reloadLines(rehearsal, names)],
    ["Two failures", pairLines(rehearsal)],
    ["Reload of virtual servers", serviceReloadLines(rehearsal)],
    ["Virtual servers", virtualServerLines(rehearsal)],
    ["Real servers that fail", serverLines(rehearsal)],
    [
      "Interruption by the worst single failure, and until an address leaves a node whose tracking fails",
      hasAddresses ? interruptionLines(rehearsal) : [],
    ],
    ["Findings", findingLines(findings)],
  ];
  return parts
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n"))
    .join("\n\n");
}

function networkLines({ plan: { network }, services }: Rehearsal): readonly string[] {
  const ports = network.segments.map(({ name, ports: members }) => {
    const described = members.map(({ node, interface: link }) => {
      const own = network.nodes.get(node)?.addresses.find((each) => each.interface === link);
      const shown = own === undefined ? "" : ` ${own.prefix.address.toString()}${own.invented ? " (assumed)" : ""}`;
      return `${node}:${link}${shown}`;
    });
    return `segment ${name}: ${described.join(", ")}`;
  });
  return [...ports, ...services.map(describeService)];
}

/** "192.0.2.10 (VI_1)", with the names of each node where they differ. */
function describeService({ addresses, instances }: Service): string {
  const names = new Set(instances.values());
  const holders =
    names.size === 1
      ? Array.from(names).join("")
      : Array.from(instances, ([node, instance]) => `${instance} on ${node}`).join(", ");
  return `${addresses.slice(0, shownAddresses).join(", ")}${more(addresses.length)} (${holders})`;
}

/** Of addresses that go together. */
const shownAddresses = 5;

function more(count: number): string {
  return count > shownAddresses ? ` and ${count - shownAddresses} more` : "";
}

function startLines({ starts, services }: Rehearsal): readonly string[] {
  if (services.length === 0) return [];
  return starts.map(({ order, outcomes }) => {
    const owners = outcomes.map(({ service, after }) => `${service.label} ${printOwners(after)}`);
    return `${order.join(", ")}: ${owners.join("; ")}`;
  });
}

function eventLines({ text, effects, back }: Rehearsed, names: Names): readonly string[] {
  const failed = effects.filter(({ outcome }) => hasMoved(outcome));
  const returned = back.outcomes.filter(hasMoved);
  return [
    ...headed(
      text,
      failed.map((effect) => effectLine(effect, names)),
    ),
    ...(failed.length + returned.length === 0
      ? []
      : headed(
          back.text,
          returned.map((each) => outcomeLine(each, names)),
        )),
  ];
}

function headed(text: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${text}: nothing moves`] : [text, ...lines.map((line) => `  ${line}`)];
}

function hasMoved({ changes }: Outcome): boolean {
  return changes > 0;
}

/** "192.0.2.10 node1 -> node2, nobody for 3.609 s (3.1 s on average): no advert from node1 for 3.6 s" */
function effectLine({ outcome, nobody, settledAfter }: Effect, names: Names): string {
  const gap = nobody.worst === 0 ? "" : `, nobody for up to ${printSpread(nobody)}`;
  const settled = nobody.worst === 0 && settledAfter.worst > 0 ? `, after up to ${printSpread(settledAfter)}` : "";
  return `${ends(outcome)}${outcome.after.length === 0 ? "" : `${gap}${settled}`}${together(outcome)}${reason(outcome, names)}`;
}

function outcomeLine(outcome: Outcome, names: Names): string {
  const { nobody, settledAfter, before } = outcome;
  const gap = nobody === 0 || before.length === 0 ? "" : `, nobody for ${printTime(nobody)}`;
  const settled = settledAfter === undefined || settledAfter === 0 ? "" : `, after ${printTime(settledAfter)}`;
  return `${ends(outcome)}${settled}${gap}${together(outcome)}${reason(outcome, names)}`;
}

function ends({ service, before, after }: Outcome): string {
  if (isSame(before, after)) return `${service.label} again with ${printOwners(after)}`;
  return `${service.label} ${printOwners(before)} -> ${printOwners(after)}`;
}

function together({ several }: Outcome): string {
  return several > handOver ? `, two for ${printTime(several)}` : "";
}

function reason({ why }: Outcome, names: Names): string {
  return why === undefined ? "" : ` (${names.printCause(why)})`;
}

function printSpread({ worst, expected }: Spread): string {
  return `${printTime(worst)}, ${printTime(expected)} on average`;
}

function reloadLines({ reloads }: Rehearsal, names: Names): readonly string[] {
  return reloads.flatMap(({ node, outcomes }) =>
    headed(
      `${node} reloads`,
      outcomes.filter(hasMoved).map((outcome) => outcomeLine(outcome, names)),
    ),
  );
}

function pairLines(rehearsal: Rehearsal): readonly string[] {
  const { pairs, pairsLeftOut } = rehearsal;
  if (pairs.length === 0) return [];
  const left = pairsLeftOut === 0 ? "" : `, ${pairsLeftOut} were left out`;
  // The other way round it is told once; a daemon that stops is a node that dies more gently.
  const told = new Set<string>();
  const lines = pairs.flatMap(({ failures, outcomes }) => {
    const key = failures.map(describeFailure).toSorted().join(", ");
    if (told.has(key) || failures.some(({ kind }) => kind === "daemon")) return [];
    const lost = outcomes.filter(({ before, after }) => before.length > 0 && after.length === 0);
    if (lost.length === 0 || leavesNobody(rehearsal, failures)) return [];
    told.add(key);
    return [
      `${failures.map(describeFailure).join(", then ")}: nobody holds ${lost.map(({ service }) => service.label).join(", ")}`,
    ];
  });
  const after = lines.length === 0 ? "none costs an address that some node could have" : "these cost an address:";
  return [`${pairs.length} pairs were tried${left}; ${after}`, ...lines];
}

/** Every node is off the network: there is nothing to learn from that. */
function leavesNobody({ plan: { nodes } }: Rehearsal, failures: readonly Failure[]): boolean {
  const isOff = (name: string): boolean =>
    failures.some(({ kind, node }) => node === name && kind !== "tracked" && kind !== "maintenance");
  return nodes.every(({ name }) => isOff(name));
}

function interruptionLines(rehearsal: Rehearsal): readonly string[] {
  const rows = rehearsal.services.map((service, index) => {
    const worst = worstEvent(rehearsal, index);
    const [length, average] = worst === undefined ? ["-", "-"] : printWorst(worst.effect);
    const moved = slowestMove(rehearsal, index);
    const slowest = moved === undefined ? "-" : printTime(moved);
    return [service.label, length, average, slowest, worst?.event.text ?? "no failure moves it"];
  });
  return alignColumns([["address", "worst", "expected", "by tracking", "worst when"], ...rows]);
}

function printWorst({ outcome, nobody }: Effect): readonly [string, string] {
  return outcome.after.length === 0 ? ["lasting", "-"] : [printTime(nobody.worst), printTime(nobody.expected)];
}

/** How long something that is tracked can be bad before the address is elsewhere; undefined: nothing moves it. */
export function slowestMove({ events }: Rehearsal, index: number): Duration | undefined {
  const moves = events
    .filter(({ failure }) => failure.kind === "tracked")
    .flatMap(({ effects }) => effects.slice(index, index + 1))
    .filter(({ outcome }) => outcome.after.length > 0 && !isSame(outcome.before, outcome.after))
    .map(({ settledAfter }) => settledAfter.worst);
  return moves.reduce<Duration | undefined>(
    (most, each) => (most === undefined || each > most ? each : most),
    undefined,
  );
}

/** What leaves nobody is worst, then what takes longest. */
export function worstEvent(
  { events }: Rehearsal,
  index: number,
): { readonly event: Rehearsed; readonly effect: Effect } | undefined {
  const all = events.flatMap((event) => event.effects.slice(index, index + 1).map((effect) => ({ event, effect })));
  const moved = all.filter(({ effect: { outcome } }) => outcome.changes > 0);
  const [first, ...others] = moved;
  if (first === undefined) return undefined;
  return others.reduce((worst, each) => (badness(each.effect) > badness(worst.effect) ? each : worst), first);
}

function badness({ outcome, nobody }: Effect): number {
  return outcome.after.length === 0 ? Number.POSITIVE_INFINITY : nobody.worst;
}

function findingLines(findings: readonly RehearsalFinding[]): readonly string[] {
  if (findings.length === 0) return ["none"];
  return findings.flatMap(({ severity, text, cure }) => [
    `${severity}: ${text}`,
    ...(cure === undefined ? [] : [`  = ${cure}`]),
  ]);
}
