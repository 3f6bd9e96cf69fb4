import type { Cluster, Router } from "./cluster.ts";
import { matches, type Show } from "./filter.ts";
import type { LaneState } from "./timeline.ts";

/** A line of the list: a sync group with how it is on each node, or a virtual router. */
export type Row =
  | { readonly kind: "group"; readonly key: string; readonly name: string; readonly states: readonly GroupPart[] }
  | { readonly kind: "router"; readonly key: string; readonly router: Router };

export type GroupPart = { readonly node: string; readonly state: LaneState };

/** Heights in pixels: of every group, and of every router. */
export type RowHeights = { readonly group: number; readonly router: number };

/** Groups with their members first, then what is on its own, both in the order of the configuration. */
export function listRows(cluster: Cluster, words: readonly string[], show: Show): readonly Row[] {
  const shown = cluster.routers.filter((router) => matches(router, words, show));
  const groups = new Map<string, Router[]>();
  for (const router of shown) {
    if (router.group === undefined) continue;
    const members = groups.get(router.group);
    if (members === undefined) groups.set(router.group, [router]);
    else members.push(router);
  }
  const rows: Row[] = [];
  for (const [name, members] of groups) {
    rows.push({ kind: "group", key: `group ${name}`, name, states: groupStates(cluster, name) });
    rows.push(...members.map(routerRow));
  }
  rows.push(...shown.filter(({ group }) => group === undefined).map(routerRow));
  return rows;
}

function routerRow(router: Router): Row {
  return { kind: "router", key: router.key, router };
}

function groupStates({ nodes }: Cluster, name: string): readonly GroupPart[] {
  return nodes.flatMap(({ name: node, view }) => {
    const { groups = [], instances = [] } = view.document ?? {};
    const group = groups.find((each) => each.name === name);
    if (group === undefined) return [];
    // The members go where one of them has to.
    const isMaintenance = instances.some((each) => each.group === name && each.maintenance !== undefined);
    return [{ node, state: group.state === "fault" && isMaintenance ? "maintenance" : group.state }];
  });
}

/** Where each row begins, in pixels; one number more than rows: the last is where the list ends. */
export function rowOffsets(rows: readonly Row[], heights: RowHeights): readonly number[] {
  const offsets = [0];
  let end = 0;
  for (const { kind } of rows) {
    end += heights[kind];
    offsets.push(end);
  }
  return offsets;
}

/** The rows that lie between two heights, as the first and the one after the last. */
export function visibleRows(offsets: readonly number[], top: number, bottom: number): readonly [number, number] {
  const last = offsets.length - 1;
  const first = Math.max(0, lowest(offsets, (offset) => offset > top) - 1);
  return [
    Math.min(first, last),
    Math.min(
      last,
      lowest(offsets, (offset) => offset >= bottom),
    ),
  ];
}

/** The index of the first number that is large enough, by halving; the length when none is. */
function lowest(sorted: readonly number[], isEnough: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isEnough(sorted[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}
