/** Numbers by name, as iproute2 keeps them in files of one kind each. */
export type RouteNames = { readonly [K in RouteNameKind]: ReadonlyMap<string, number> };

/** What has names: files rt_tables, rt_protos, rt_scopes, rt_realms, rt_dsfield and group of iproute2. */
export const routeNameKinds = ["tables", "protocols", "scopes", "realms", "dsfields", "groups"] as const;
export type RouteNameKind = (typeof routeNameKinds)[number];

/** The table that "ip route" shows. */
export const mainTable = 254;

/** Names that every machine has (rtnetlink(7), RFC 2474, RFC 2597, RFC 3246). */
const common: RouteNames = {
  tables: new Map([
    ["unspec", 0],
    ["default", 253],
    ["main", mainTable],
    ["local", 255],
  ]),
  protocols: new Map([
    ["unspec", 0],
    ["redirect", 1],
    ["kernel", 2],
    ["boot", 3],
    ["static", 4],
    ["gated", 8],
    ["ra", 9],
    ["mrt", 10],
    ["zebra", 11],
    ["bird", 12],
    ["dnrouted", 13],
    ["xorp", 14],
    ["ntk", 15],
    ["dhcp", 16],
    ["keepalived", 18],
    ["babel", 42],
    ["bgp", 186],
    ["isis", 187],
    ["ospf", 188],
    ["rip", 189],
    ["eigrp", 192],
  ]),
  scopes: new Map([
    ["global", 0],
    ["site", 200],
    ["link", 253],
    ["host", 254],
    ["nowhere", 255],
  ]),
  realms: new Map([["cosmos", 0]]),
  dsfields: new Map([["default", 0], ["EF", 0xb8], ...assuredForwarding(), ...classSelectors()]),
  groups: new Map([["default", 0]]),
};

function assuredForwarding(): readonly (readonly [string, number])[] {
  return [1, 2, 3, 4].flatMap((group) =>
    [1, 2, 3].map((drop) => [`AF${group}${drop}`, (group << 5) | (drop << 3)] as const),
  );
}

function classSelectors(): readonly (readonly [string, number])[] {
  return [1, 2, 3, 4, 5, 6, 7].map((selector) => [`CS${selector}`, selector << 5] as const);
}

/**
 * A name of the machine, a common name, or a number up to `maximum`: decimal, 0x hexadecimal or 0 octal. Undefined
 * when it is none of them.
 */
export function parseNamed(
  text: string,
  kind: RouteNameKind,
  maximum: number,
  names: RouteNames | undefined,
): number | undefined {
  const named = names?.[kind].get(text) ?? common[kind].get(text);
  return named ?? parseAnyBase(text, maximum);
}

/** A whole number up to `maximum` as C writes them: decimal, 0x hexadecimal or 0 octal. */
export function parseAnyBase(text: string, maximum: number): number | undefined {
  if (!/^(?:0[xX][\da-fA-F]{1,16}|0[0-7]*|[1-9]\d{0,19})$/u.test(text)) return undefined;
  const value = /^0\d/u.test(text) ? Number.parseInt(text, 8) : Number(text);
  return value <= maximum ? value : undefined;
}

/** A whole decimal number up to `maximum`. */
export function parseDecimal(text: string, maximum: number): number | undefined {
  if (!/^\d{1,20}$/u.test(text)) return undefined;
  const value = Number(text);
  return value <= maximum ? value : undefined;
}

/** The largest tables, metrics and marks. */
export const maximumU32 = 0xffff_ffff;
