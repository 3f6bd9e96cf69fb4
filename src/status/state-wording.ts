import { unreachable } from "../base/assert.ts";
import type { Cause, StateName, VrrpEvent } from "../vrrp/events.ts";
import { type FaultReason, isOnlyPending } from "../vrrp/faults.ts";
import { printCause, printFault } from "./cause.ts";
import { always, detail, type LogLine } from "./log-line.ts";

/** What the log says of states, and of why they change. */

export function instanceState({
  instance,
  from,
  to,
  cause,
}: VrrpEvent & { readonly kind: "instance-state" }): readonly LogLine[] {
  switch (to) {
    case "init":
      return [];
    case "fault":
      // Held back until its scripts have reported: nothing has failed.
      if (isHeldBack(cause)) return [];
      return [
        ...(cause.kind === "fault" ? cause.reasons.map((reason) => always(enteringFault(instance, reason))) : []),
        always(`(${instance}) Entering FAULT STATE`),
      ];
    case "backup":
      return [
        ...(cause.kind === "advert" ? [outvoted(instance, cause)] : []),
        always(`(${instance}) Entering BACKUP STATE${from === "init" ? " (init)" : ""}`),
      ];
    case "master":
      if (isAdoption(cause)) return [always(`(${instance}) Remaining in MASTER STATE: ${printCause(cause)}`)];
      return [
        always(`(${instance}) Entering MASTER STATE`),
        detail(`(${instance}) became master because: ${printCause(cause)}`),
      ];
    default:
      return unreachable(to);
  }
}

/** What a sync group tells beside its instances. */
export function groupState({ group, to, cause }: VrrpEvent & { readonly kind: "group-state" }): readonly LogLine[] {
  return cause.kind === "started" || isAdoption(cause) || to === "init" || isHeldBack(cause)
    ? []
    : [always(`VRRP_Group(${group}) Syncing instances to ${printState(to)} state`)];
}

/** A state as the reference writes it. */
function printState(state: StateName): string {
  return state.toUpperCase();
}

/** The forms of the reference: with a colon, and scripts by their own phrase. */
function enteringFault(instance: string, reason: FaultReason): string {
  return reason.kind === "script"
    ? `(${instance}): entering FAULT state due to script ${reason.script}`
    : `(${instance}): entering FAULT state (${printFault(reason)})`;
}

/** What an operator sees has not changed. */
function isAdoption(cause: Cause): boolean {
  return cause.kind === "adopted" || (cause.kind === "group" && isAdoption(cause.because));
}

function isHeldBack(cause: Cause): boolean {
  return cause.kind === "fault" && isOnlyPending(cause.reasons);
}

function outvoted(instance: string, cause: Cause & { readonly kind: "advert" }): LogLine {
  const { source, priority, ours, won } = cause;
  const from = `(${instance}) Master received advert from ${source.toString()}`;
  return always(
    won === "by-priority"
      ? `${from} with higher priority ${priority}, ours ${ours}`
      : `${from} with same priority ${priority} but higher IP address than ours`,
  );
}
