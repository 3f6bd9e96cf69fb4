import type { Scheduler, SchedulerFlag, TableSettings } from "../../base/lvs-table.ts";

/** IP_VS_SVC_F_ */
export const serviceFlag = { persistent: 1, hashed: 2, onePacket: 4 } as const;

/** The three flags of a scheduler; those of sh and mh have names as well (ipvsadm(8), "--sched-flags"). */
const schedulerBit = {
  "flag-1": 8,
  "sh-fallback": 8,
  "mh-fallback": 8,
  "flag-2": 16,
  "sh-port": 16,
  "mh-port": 16,
  "flag-3": 32,
} as const satisfies Record<SchedulerFlag, number>;

const plainFlags: readonly SchedulerFlag[] = ["flag-1", "flag-2", "flag-3"];
const namedFlags: ReadonlyMap<Scheduler, readonly SchedulerFlag[]> = new Map([
  ["sh", ["sh-fallback", "sh-port", "flag-3"]],
  ["mh", ["mh-fallback", "mh-port", "flag-3"]],
]);

export function encodeFlags({ persistence, hashed, onePacket, schedulerFlags }: TableSettings): number {
  return schedulerFlags.reduce<number>(
    (flags, name) => flags | schedulerBit[name],
    (persistence === undefined ? 0 : serviceFlag.persistent) |
      (hashed ? serviceFlag.hashed : 0) |
      (onePacket ? serviceFlag.onePacket : 0),
  );
}

/** The flags under the names of the scheduler. */
export function decodeFlags(flags: number, scheduler: Scheduler): Pick<TableSettings, "onePacket" | "schedulerFlags"> {
  return {
    onePacket: (flags & serviceFlag.onePacket) !== 0,
    schedulerFlags: (namedFlags.get(scheduler) ?? plainFlags).filter((name) => (flags & schedulerBit[name]) !== 0),
  };
}
