import type { RejectKind } from "./admission.ts";

/** What an instance has counted since it was configured. `received` is `accepted` plus everything rejected. */
export type InstanceCounters = {
  readonly received: number;
  readonly accepted: number;
  readonly rejected: ReadonlyMap<RejectKind, number>;
  readonly sent: number;
  readonly becameMaster: number;
  readonly releasedMaster: number;
  readonly priorityZeroReceived: number;
  readonly priorityZeroSent: number;
};

/** The same, while counting. */
export class CounterSet implements InstanceCounters {
  accepted = 0;
  readonly rejected = new Map<RejectKind, number>();
  received = 0;
  sent = 0;
  becameMaster = 0;
  releasedMaster = 0;
  priorityZeroReceived = 0;
  priorityZeroSent = 0;

  reject(kind: RejectKind): void {
    this.rejected.set(kind, (this.rejected.get(kind) ?? 0) + 1);
  }
}
