import type { Weight } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { noWeight } from "../schema/weight.ts";
import type { Span } from "../source.ts";
import type { TrackedKind } from "./track-kinds.ts";

/** Why a priority must not change. */
export type WeightObstacle = "address_owner" | "SYNC group";

export type WeightedEntry = { readonly weight: Weight; inherited?: true | undefined };

/**
 * What remains of a tracked object where weights mean nothing: one that was given a weight is not tracked; a file that
 * was not is tracked without the weight of its own. 2.2.7 says nothing about processes.
 */
export function withoutWeight<T extends WeightedEntry>(
  entry: T,
  { kind, name, place }: { readonly kind: TrackedKind; readonly name: string; readonly place: Span | undefined },
  obstacle: WeightObstacle,
  report: Reporter,
): T | undefined {
  if (entry.weight.value === 0) return entry;
  const cure = obstacle === "SYNC group" ? groupCure : "the priority of an address owner, 255, does not change";
  if (kind === "file" && entry.inherited) {
    const message = `ignoring weight from tracked file ${name} due to ${obstacle}. specify weight 0`;
    report.warning("conflict", place, message, { cure });
    return withNoWeight(entry);
  }
  const effect = kind === "process" ? "none" : "configuration";
  report.warning("conflict", place, problem(kind, name, entry.weight.value, obstacle), { cure, effect });
  return undefined;
}

/** The same tracked object with a weight of its own: none. */
export function withNoWeight<T extends WeightedEntry>(entry: T): T {
  const copy: T = { ...entry, weight: noWeight };
  delete copy.inherited;
  return copy;
}

const groupCure = "track it in the sync group, or write sync_group_tracking_weight there";

function problem(kind: TrackedKind, name: string, weight: number, obstacle: WeightObstacle): string {
  if (kind === "script") return `ignoring tracked script ${name} with weights due to ${obstacle}`;
  if (kind !== "interface") return `ignoring tracked ${kind} ${name} with weight ${weight} due to ${obstacle}`;
  return obstacle === "SYNC group"
    ? `ignoring ${name} tracked interface with weight due to SYNC group`
    : `ignoring ${name} tracked interface due to address owner`;
}
