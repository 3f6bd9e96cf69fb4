import type { CauseLink, EventRecord } from "../../status/live/event-record.ts";
import { toOwnTime } from "./clock.ts";
import type { Cluster } from "./cluster.ts";
import { readTransition } from "./instance-now.ts";

/** An address has gone from one node to another. The time is the page's own, in microseconds. */
export type Handover = {
  /** Of the router. */
  readonly router: string;
  readonly name: string;
  readonly kind: HandoverKind;
  /** The name of a node; undefined: nobody that is known was master before. */
  readonly from: string | undefined;
  readonly to: string;
  readonly at: number;
  /** Microseconds without a master, as far as both have told. */
  readonly gap: number | undefined;
  readonly causes: readonly CauseLink[];
  /** By which the new master has told. */
  readonly record: EventRecord;
  /** By which the old one has told that it goes; undefined: it has not. */
  readonly farewell: EventRecord | undefined;
};

export type HandoverKind = "fail-over" | "hand-over" | "take-over by priority" | "start" | "return";

type Change = {
  readonly router: string;
  readonly name: string;
  readonly node: string;
  readonly at: number;
  readonly record: EventRecord;
  readonly isMaster: boolean;
};

type Reign = {
  readonly node: string;
  readonly endedAt: number | undefined;
  readonly farewell: EventRecord | undefined;
};

/** Every one that the records tell of, in order. */
export function findHandovers(cluster: Cluster): readonly Handover[] {
  const reigns = new Map<string, Reign>();
  const found: Handover[] = [];
  for (const { router, name, node, at, record, isMaster } of masterChanges(cluster)) {
    const before = reigns.get(router);
    if (!isMaster) {
      // Also the end of a reign whose beginning nobody remembers.
      if (before === undefined || before.node === node) reigns.set(router, { node, endedAt: at, farewell: record });
      continue;
    }
    reigns.set(router, { node, endedAt: undefined, farewell: undefined });
    const cause = record.causes[0];
    found.push({
      router,
      name,
      kind: kindOf(cause, before, node),
      from: before?.node,
      to: node,
      at,
      gap: gapBefore(cause, before, at),
      causes: record.causes,
      record,
      farewell: before?.farewell,
    });
  }
  return found;
}

function masterChanges({ nodes, routers }: Cluster): readonly Change[] {
  const routerOf = new Map<string, { readonly key: string; readonly name: string }>();
  for (const router of routers) {
    for (const { node, instance } of router.parts) routerOf.set(`${node.view.url} ${instance.name}`, router);
  }
  const changes: Change[] = [];
  for (const { name: node, view } of nodes) {
    for (const record of view.records) {
      const transition = readTransition(record);
      const router = routerOf.get(`${view.url} ${record.subject ?? ""}`);
      if (transition === undefined || router === undefined) continue;
      if (transition.to !== "master" && transition.from !== "master") continue;
      const at = toOwnTime(view.clock, record.wall);
      changes.push({ router: router.key, name: router.name, node, at, record, isMaster: transition.to === "master" });
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}

function kindOf(cause: CauseLink | undefined, before: Reign | undefined, node: string): HandoverKind {
  if (before?.node === node || cause?.kind === "adopted") return "return";
  if (cause?.kind === "timeout") {
    return before === undefined && cause.details["master"] === undefined ? "start" : "fail-over";
  }
  if (cause?.kind === "preempted" || cause?.kind === "advert") return "take-over by priority";
  return before === undefined && cause?.kind !== "master-resigned" ? "start" : "hand-over";
}

/** A master that says nothing any more has gone with its last advert. */
function gapBefore(cause: CauseLink | undefined, before: Reign | undefined, at: number): number | undefined {
  if (before?.endedAt !== undefined && at >= before.endedAt) return at - before.endedAt;
  const silence = cause?.kind === "timeout" ? cause.details["silence"] : undefined;
  return typeof silence === "number" ? silence : undefined;
}
