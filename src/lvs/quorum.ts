import type { VirtualServer } from "./config.ts";

/** "down": there is too little weight among the live servers, and the sorry server serves, if there is one. */
export type QuorumState = "up" | "down";

/**
 * What a quorum becomes when its live servers weigh `live` (keepalived.conf(5), "quorum" and "hysteresis"): it is lost
 * below the quorum less the hysteresis, and without any weight at all; it is gained at the quorum plus the hysteresis.
 * In between it stays as it was.
 */
export function quorumAfter(
  before: QuorumState,
  live: number,
  { quorum, hysteresis }: Pick<VirtualServer, "quorum" | "hysteresis">,
): QuorumState {
  // Otherwise a quorum of 0, which is that of servers without weight, would be lost and gained at once.
  if (live <= 0) return "down";
  if (before === "up") return live < quorum - hysteresis ? "down" : "up";
  return live >= quorum + hysteresis ? "up" : "down";
}
