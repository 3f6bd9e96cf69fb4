/** Names of rtnetlink scopes (rtnetlink(7), rtm_scope). */
const scopes: ReadonlyMap<string, number> = new Map([
  ["global", 0],
  ["site", 200],
  ["link", 253],
  ["host", 254],
  ["nowhere", 255],
]);

/** The scope of an address or route by name or number, 0 to 255. */
export function parseScope(text: string): number | undefined {
  const named = scopes.get(text);
  if (named !== undefined) return named;
  return /^\d{1,3}$/u.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

/** The table that "ip route" shows. */
export const mainTable = 254;

/** Names of routing tables that every machine has. */
const tables: ReadonlyMap<string, number> = new Map([
  ["default", 253],
  ["main", mainTable],
  ["local", 255],
]);

/** A routing table by name or number, 1 to 2^32 - 1. */
export function parseTable(text: string): number | undefined {
  const named = tables.get(text);
  if (named !== undefined) return named;
  const number = /^\d{1,10}$/u.test(text) ? Number(text) : 0;
  return number >= 1 && number <= 0xffff_ffff ? number : undefined;
}
