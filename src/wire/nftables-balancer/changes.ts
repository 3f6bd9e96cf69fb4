import { printTableKey, type TableChange } from "../../base/lvs-table.ts";
import { addTable, deleteTable } from "./commands.ts";
import { composeDispatch } from "./dispatch.ts";
import { changeService, type HeldServices, type Refusal } from "./held-services.ts";
import type { NftCommand } from "./json.ts";
import { composeServiceChange } from "./service-change.ts";

/** What changes add up to. */
export type ComposedChanges = {
  /** One transaction; empty: there is nothing to do. */
  readonly commands: readonly NftCommand[];
  /** What is held when it has succeeded. */
  readonly held: HeldServices;
  /** One per change: why it is not among them. */
  readonly refusals: readonly (Refusal | undefined)[];
};

/** Makes the changes in order on what is held, and says which transaction does the same to the kernel's table. */
export function composeChanges(held: HeldServices, changes: readonly TableChange[], turn: number): ComposedChanges {
  const after = new Map(held);
  const touched = new Set<string>();
  const refusals = changes.map((change) => {
    const name = printTableKey(change.key);
    const changed = changeService(after.get(name), change);
    if (changed.kind === "refused") return changed.refusal;
    touched.add(name);
    if (changed.service === undefined) after.delete(name);
    else after.set(name, changed.service);
    return undefined;
  });
  const commands = [...touched].flatMap((name) => composeServiceChange(held.get(name), after.get(name), turn));
  return { commands, held: after, refusals };
}

/** Makes the whole table anew, whatever was in it. */
export function composeTable(held: HeldServices, turn: number): readonly NftCommand[] {
  const services = [...held.values()].flatMap((service) => composeServiceChange(undefined, service, turn));
  // Only what is there can be deleted.
  return [addTable(), deleteTable(), ...composeDispatch(), ...services];
}
