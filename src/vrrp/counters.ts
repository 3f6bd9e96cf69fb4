import type { RejectKind } from "./admission.ts";
import type { Cause, StateName } from "./events.ts";

/**
 * What an instance has counted since it was configured or its counters were cleared. `received` is `accepted` plus
 * everything rejected.
 */
export type InstanceCounters = {
  readonly received: number;
  readonly accepted: number;
  readonly rejected: ReadonlyMap<RejectKind, number>;
  /** Adverts; one that goes to several peers counts once. */
  readonly sent: number;
  readonly becameMaster: number;
  readonly releasedMaster: number;
  readonly priorityZeroReceived: number;
  readonly priorityZeroSent: number;
  /** Accepted adverts with other addresses than the configured ones. */
  readonly addressListErrors: number;
  /** Times that this process woke later than an interval after its deadline. */
  readonly stalls: number;
  /** How often each state was entered, by why. */
  readonly transitions: readonly TransitionCount[];
};

export type TransitionCount = { readonly to: StateName; readonly cause: Cause["kind"]; readonly count: number };

/** The same, while counting. */
export class CounterSet implements InstanceCounters {
  accepted = 0;
  rejected = new Map<RejectKind, number>();
  received = 0;
  sent = 0;
  becameMaster = 0;
  releasedMaster = 0;
  priorityZeroReceived = 0;
  priorityZeroSent = 0;
  addressListErrors = 0;
  stalls = 0;
  transitions: { readonly to: StateName; readonly cause: Cause["kind"]; count: number }[] = [];

  enter(to: StateName, cause: Cause["kind"]): void {
    const known = this.transitions.find((each) => each.to === to && each.cause === cause);
    if (known === undefined) this.transitions.push({ to, cause, count: 1 });
    else known.count += 1;
  }

  reject(kind: RejectKind): void {
    this.rejected.set(kind, (this.rejected.get(kind) ?? 0) + 1);
  }

  clear(): void {
    Object.assign(this, new CounterSet());
  }

  /** As they are now: what is counted later changes nothing in it. */
  copy(): InstanceCounters {
    return Object.assign(new CounterSet(), this, {
      rejected: new Map(this.rejected),
      transitions: this.transitions.map((each) => ({ ...each })),
    });
  }
}
