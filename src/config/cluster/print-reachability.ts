import { unreachable } from "../../base/assert.ts";
import type { Outcome } from "./contest.ts";
import { nodeLabels, printList } from "./labels.ts";
import type { Case, Happening, NodeStanding, Reachability, UnitReachability } from "./reachability.ts";
import { movesNobody } from "./remedy.ts";
import { failureVerb } from "./tracker-words.ts";

/**
 * Who is master when, for people, without a final line end:
 *
 *     VI_1 192.0.2.1: node1 (102) / node2 (92)
 *       chk_nginx fails on node1 → nobody moves: node1 100, node2 92
 *       node1 dies → node2
 */
export function printReachability(reachability: Reachability): string {
  const names = new Set(reachability.flatMap(({ standings }) => standings.map(({ node }) => node)));
  const paths = Array.from(names);
  const labels = nodeLabels(paths);
  const short = new Map(paths.map((path, index) => [path, labels[index] ?? path]));
  const label = (node: string): string => short.get(node) ?? node;
  return reachability.flatMap((unit) => printUnit(unit, label)).join("\n");
}

type Label = (node: string) => string;

function printUnit({ name, routers, standings, start, stable, cases }: UnitReachability, label: Label): string[] {
  const addresses = printList(routers.flatMap((router) => router.addresses));
  const head = [name, ...(addresses === "" ? [] : [addresses])].join(" ");
  const byRank = standings.toSorted((a, b) => rank(b) - rank(a));
  const nodes = byRank.map((entry) => `${label(entry.node)} (${printStanding(entry)})`).join(" / ");
  return [
    `${head}: ${nodes}`,
    ...(start.kind === "master" ? [] : [`  all nodes start → ${printOutcome(start, label)}`]),
    ...(stable.length > 1 ? [`  whoever is master stays: ${stable.map(label).join(" or ")}`] : []),
    ...cases.map((each) => `  ${printHappening(each.happening, label)} → ${printResult(each, label)}`),
  ];
}

function printHappening(happening: Happening, label: Label): string {
  switch (happening.kind) {
    case "tracker-fails":
      return `${happening.tracker.name} ${failureVerb(happening.tracker)} on ${label(happening.node)}`;
    case "tracker-fails-everywhere":
      return `${happening.tracker.name} ${failureVerb(happening.tracker)} on every node`;
    case "weights-fail":
      return `all that has a weight fails on ${label(happening.node)}`;
    case "node-dies":
      return `${label(happening.node)} dies`;
    default:
      return unreachable(happening);
  }
}

function printResult(each: Case, label: Label): string {
  const outcome = movesNobody(each) ? "nobody moves" : printOutcome(each.after, label);
  if (each.happening.kind === "node-dies") return outcome;
  const standings = each.standings.map((entry) => `${label(entry.node)} ${printStanding(entry)}`).join(", ");
  return `${outcome}: ${standings}`;
}

function printOutcome(outcome: Outcome, label: Label): string {
  switch (outcome.kind) {
    case "master":
      return label(outcome.node);
    case "tie":
      return `${outcome.nodes.map(label).join(" or ")}, by the higher address`;
    case "contested":
      return `${outcome.nodes.map(label).join(" and ")} in turn`;
    case "split":
      return `${printList(outcome.nodes.map(label))} at once, for they do not hear each other`;
    case "nobody":
      return "nobody";
    default:
      return unreachable(outcome);
  }
}

/** "100", "fault"; of virtual routers that move together "100 and 90". */
export function printStanding({ standing }: NodeStanding): string {
  if (typeof standing === "string") return standing;
  return printList(Array.from(new Set(standing), String));
}

function rank({ standing }: NodeStanding): number {
  return typeof standing === "string" ? 0 : Math.min(...standing);
}
