import type { StateName } from "../../vrrp/events.ts";

/**
 * What happened to a cluster in some time, to be drawn: plain data, which is put into a page as JSON. All times are
 * whole microseconds from the event that it is about; what was before is negative.
 */
export type Scene = {
  readonly from: number;
  readonly until: number;
  readonly acts: readonly Act[];
  readonly rows: readonly SceneRow[];
  /** Services that have no row, because nothing moves them or because there are too many. */
  readonly omitted: number;
};

/** Something that was done to the cluster: "node1 dies". */
export type Act = { readonly at: number; readonly text: string };

/** One service: `service` is its place in the list of all. */
export type SceneRow = {
  readonly service: number;
  readonly holders: readonly Holding[];
  readonly lanes: readonly SceneLane[];
};

/** From then on these nodes have the address where it can be reached. */
export type Holding = { readonly from: number; readonly owners: readonly string[] };

/** The life of one instance on one node, without gaps. */
export type SceneLane = { readonly node: string; readonly instance: string; readonly states: readonly SceneState[] };

/** `gone`: no daemon runs. `maintenance`: an operator keeps it out. `why` is undefined where it began earlier. */
export type SceneState = {
  readonly from: number;
  readonly state: StateName | "gone" | "maintenance";
  readonly why: string | undefined;
};
