import { unreachable } from "../../base/assert.ts";
import type { Tracker } from "./trackers.ts";

/** How the failure of a tracker is told behind its name: "fails", "goes down". */
export function failureVerb({ kind, weight: { reverse } }: Pick<Tracker, "kind" | "weight">): string {
  switch (kind) {
    case "script":
      return reverse ? "succeeds (reverse)" : "fails";
    case "interface":
    case "bfd":
      return reverse ? "comes up (reverse)" : "goes down";
    case "process":
      return reverse ? "runs (reverse)" : "stops";
    case "file":
      return reverse ? "is zero (reverse)" : "is not zero";
    default:
      return unreachable(kind);
  }
}
