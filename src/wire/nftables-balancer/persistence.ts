import { type Family, IpAddress } from "../../base/ip-address.ts";
import type { Granularity, Persistence } from "../../base/lvs-table.ts";
import { toSeconds } from "../../base/time.ts";
import { sourceAddress } from "./expressions.ts";
import type { Json } from "./json.ts";

/**
 * Clients that each server remembers. One more is balanced like a new one each time it comes; what is remembered is
 * forgotten by itself after the timeout.
 */
export const clientLimit = 262_144;

/** What of a client's address counts (keepalived.conf(5), "persistence_granularity"). */
export function clientOf(family: Family, { granularity }: Persistence): Json {
  const address = sourceAddress(family);
  if (granularity === undefined || granularity.family !== family) return address;
  return { "&": [address, maskOf(granularity).toString()] };
}

/** The client stays from now on for the timeout. */
export function rememberClient(family: Family, persistence: Persistence, set: string): Json {
  const elem = { val: clientOf(family, persistence), timeout: toSeconds(persistence.timeout) };
  return { set: { op: "update", elem: { elem }, set: `@${set}` } };
}

/** Clients that were remembered as one are not told apart, or the other way round: what is remembered is of no use. */
export function countsOthers(before: Persistence, after: Persistence): boolean {
  return printed(before.granularity) !== printed(after.granularity);
}

function printed(granularity: Granularity | undefined): string {
  return granularity === undefined ? "" : maskOf(granularity).toString();
}

function maskOf(granularity: Granularity): IpAddress {
  if (granularity.family === "ipv4") return granularity.mask;
  const bits = (index: number): number => Math.min(8, Math.max(0, granularity.length - index * 8));
  return IpAddress.fromBytes(Uint8Array.from({ length: 16 }, (_, index) => (0xff << (8 - bits(index))) & 0xff));
}
