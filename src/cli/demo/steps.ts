import { toSeconds } from "../../base/time.ts";
import { bestOf, type SharedAddress } from "./cluster.ts";
import { downInterval, type Happening, type Prediction } from "./prediction.ts";
import { printPrediction } from "./result.ts";
import type { Stage } from "./stage.ts";

/** One event of the story. */
export type Step = {
  /** Its name in the table. */
  readonly event: string;
  /** The sentence above its part of the timeline. */
  readonly title: string;
  readonly happening: Happening;
  readonly act: (stage: Stage) => Promise<unknown>;
};

export const steps: readonly Step[] = [
  {
    event: "both nodes start",
    title: "Both nodes start: each listens first whether there is a master already",
    happening: { kind: "start" },
    act: async (stage) => Promise.all([stage.start("node1"), stage.start("node2")]),
  },
  {
    event: "node1 loses power",
    title: "node1 loses power: its daemon is killed in one moment, its link is gone",
    happening: { kind: "silence", node: "node1" },
    act: async (stage) => stage.cutPower("node1"),
  },
  {
    event: "node1 comes back",
    title: "node1 comes back, and takes what it has the higher priority for",
    happening: { kind: "return", node: "node1" },
    act: async (stage) => stage.start("node1"),
  },
  {
    event: "node1 is stopped",
    title: "node1 is stopped for maintenance: it resigns before it goes",
    happening: { kind: "resignation", node: "node1" },
    act: async (stage) => stage.stop("node1"),
  },
  {
    event: "node1 starts again",
    title: "node1 starts again",
    happening: { kind: "return", node: "node1" },
    act: async (stage) => stage.start("node1"),
  },
  {
    event: "node2 loses its link",
    title: "node2 loses its link, and notices it",
    happening: { kind: "silence", node: "node2" },
    act: async (stage) => stage.cutLink("node2"),
  },
  {
    event: "node2 has it again",
    title: "node2 has its link again",
    happening: { kind: "return", node: "node2" },
    act: async (stage) => stage.restoreLink("node2"),
  },
];

/** What the protocol lets one expect for an address; `present` are the nodes that took part before. */
export function describePrediction(
  shared: SharedAddress,
  happening: Happening,
  prediction: Prediction,
  present: ReadonlySet<string>,
): string {
  const { servedBy } = prediction;
  const start = `${shared.address}: `;
  if (happening.kind === "start") return `${start}${servedBy} will be its master after ${printPrediction(prediction)}`;
  if (bestOf(shared, present)?.node === servedBy) return `${start}stays at ${servedBy}, nobody should notice`;
  const next = shared.candidates.find(({ node }) => node === servedBy);
  if (happening.kind !== "return" || next === undefined) {
    return `${start}${servedBy} takes over, nobody answers for ${printPrediction(prediction)}`;
  }
  const wait = toSeconds(downInterval(next, next)).toFixed(3);
  return `${start}${servedBy} takes it back after listening for ${wait} s, nobody should notice`;
}
