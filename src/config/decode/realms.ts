import type { Realms } from "../../vrrp/network-config.ts";
import { parseNamed } from "./route-names.ts";
import type { RouteNames } from "./route-names.ts";

/** Realms have 8 bits here, as in the reference. */
const maximum = 255;

/** [FROM/]TO, each a name or a number. */
export function parseRealms(text: string, names: RouteNames | undefined): Realms | undefined {
  const slash = text.indexOf("/");
  const to = parseNamed(text.slice(slash + 1), "realms", maximum, names);
  const from = slash === -1 ? undefined : parseNamed(text.slice(0, slash), "realms", maximum, names);
  if (to === undefined || (slash !== -1 && from === undefined)) return undefined;
  return { from, to };
}

export function printRealms({ from, to }: Realms): string {
  return `realms ${from === undefined ? "" : `${from}/`}${to}`;
}
