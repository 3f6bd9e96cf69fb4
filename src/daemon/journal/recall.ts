import type { Subject } from "../../notify/occurrence.ts";
import type { SyncGroupConfig } from "../../vrrp/config.ts";
import type { StateName } from "../../vrrp/events.ts";

/** As notifications name the states that a process can be left in. */
type ToldState = "MASTER" | "BACKUP" | "FAULT";

const printed = { master: "MASTER", backup: "BACKUP", fault: "FAULT", init: undefined } as const;

/** A group is where the worst of its members is. */
const worstFirst = ["fault", "backup", "master"] as const;

/**
 * What scripts, FIFOs and mail know already, of what instances were told; a group whose members do not all know is new.
 */
export function recalled(
  told: ReadonlyMap<string, StateName>,
  groups: readonly SyncGroupConfig[],
): readonly (readonly [Subject, ToldState])[] {
  const known: (readonly [Subject, ToldState])[] = [];
  const add = (subject: Subject, state: StateName | undefined): void => {
    const name = state === undefined ? undefined : printed[state];
    if (name !== undefined) known.push([subject, name]);
  };
  for (const [name, state] of told) add({ type: "INSTANCE", name }, state);
  for (const { name, members } of groups) {
    if (!members.every((member) => told.has(member))) continue;
    const state = worstFirst.find((each) => members.some((member) => told.get(member) === each));
    add({ type: "GROUP", name }, state);
  }
  return known;
}
