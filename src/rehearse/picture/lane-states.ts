import { elapsed, type Instant } from "../../base/time.ts";
import type { Cause } from "../../vrrp/events.ts";
import type { Names } from "../wording.ts";
import type { Transition } from "../chronicle.ts";
import type { Deed } from "./film.ts";
import type { SceneState } from "./scene.ts";

/** What of time is drawn, and from when on it is counted. */
export type Frame = { readonly origin: Instant; readonly from: Instant; readonly until: Instant };

type Boundary = { readonly at: Instant } & Omit<SceneState, "from">;

/** How an instance fared, of its transitions and of what was done to its machine: both in the order of time. */
export function laneStates(
  transitions: readonly Transition[],
  deeds: readonly Deed[],
  { origin, from, until }: Frame,
  names: Names,
): readonly SceneState[] {
  const powers = deeds.flatMap(({ at, text, power }): readonly Boundary[] => {
    if (power === undefined) return [];
    return [{ at, state: power === "off" ? "gone" : "init", why: text }];
  });
  // What was done to the machine is before what that leads to.
  const boundaries = [...powers, ...transitions.map((each) => boundaryOf(each, names))].sort((a, b) => a.at - b.at);
  const before = boundaries.findLast(({ at }) => at < from)?.state ?? "gone";
  const states: SceneState[] = [{ from: elapsed(origin, from), state: before, why: undefined }];
  for (const { at, state, why } of boundaries.filter((each) => each.at >= from && each.at < until)) {
    const since = elapsed(origin, at);
    const last = states.at(-1);
    if (last?.state === state) continue;
    // What changes twice at once has not been.
    if (states.length > 1 && last?.from === since) states.pop();
    if (states.at(-1)?.state !== state) states.push({ from: since, state, why });
  }
  return states;
}

function boundaryOf({ at, to, cause }: Transition, names: Names): Boundary {
  const why = names.printCause(cause);
  if (to === "init" && cause.kind === "stopped") return { at, state: "gone", why };
  return { at, state: to === "fault" && isMaintenance(cause) ? "maintenance" : to, why };
}

/** An operator has wanted it, or a member of its group had to go because of that. */
function isMaintenance(cause: Cause): boolean {
  if (cause.kind === "group") return isMaintenance(cause.because);
  return cause.kind === "fault" && cause.reasons.some(({ kind }) => kind === "maintenance");
}
