import type { Family } from "../../base/ip-address.ts";
import type { TableServer, TableSettings } from "../../base/lvs-table.ts";
import { consistentSlots, hashSlots } from "./consistent-slots.ts";
import { concatenation, destinationAddress, sourceAddress, sourcePort } from "./expressions.ts";
import type { Json } from "./json.ts";
import { serverName } from "./names.ts";
import { interleavedSlots, rotated, slotCounts } from "./slots.ts";

/** Any number will do. It is the same on all machines, so that a client's server is the same after a fail-over. */
const hashSeed = 0x1b5;

/** `key` has a number for each new connection, that of a slot; `slots` has the server of each slot. */
export type Schedule = { readonly key: Json; readonly slots: readonly TableServer[] };

/**
 * `servers` have a weight above 0, and there is at least one. The cycle of rr and wrr begins `turn` slots later: a new
 * rule counts from the start, and without that many changes would favour the first server.
 */
export function scheduleOf(
  family: Family,
  settings: TableSettings,
  servers: readonly TableServer[],
  turn: number,
): Schedule {
  const counts = slotCounts(servers.map(({ weight }) => (settings.scheduler === "rr" ? 1 : weight)));
  const hashed = hashedPart(family, settings);
  const slots =
    hashed === undefined ? rotated(interleavedSlots(counts), turn) : consistentSlots(servers.map(serverName), counts);
  const key: Json =
    hashed === undefined
      ? { numgen: { mode: "inc", mod: slots.length, offset: 0 } }
      : { jhash: { mod: hashSlots, seed: hashSeed, expr: hashed } };
  return { key, slots: slots.flatMap((index) => servers[index] ?? []) };
}

/** What of a packet is hashed; undefined: nothing, servers take turns. */
function hashedPart(family: Family, { scheduler, schedulerFlags }: TableSettings): Json | undefined {
  if (scheduler === "dh") return destinationAddress(family);
  if (scheduler !== "sh" && scheduler !== "mh") return undefined;
  // ipvsadm(8): flag-2 is what sh-port and mh-port are called where no scheduler is named.
  const withPort = schedulerFlags.some((flag) => flag === `${scheduler}-port` || flag === "flag-2");
  return withPort ? concatenation([sourceAddress(family), sourcePort]) : sourceAddress(family);
}
