import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { routeNameKinds } from "../config/decode/route-names.ts";
import type { RouteNameKind, RouteNames } from "../config/decode/route-names.ts";

/** Where iproute2 keeps its names: what a later directory says counts. */
const directories: readonly string[] = ["/usr/lib/iproute2", "/usr/share/iproute2", "/etc/iproute2"];

/** Larger files are not what they should be, and are left alone. */
const maximumBytes = 256 * 1024;

const files: Readonly<Record<RouteNameKind, string>> = {
  tables: "rt_tables",
  protocols: "rt_protos",
  scopes: "rt_scopes",
  realms: "rt_realms",
  dsfields: "rt_dsfield",
  groups: "group",
};

/**
 * The names that this machine gives to routing tables and the like (ip-route(8)): a file of each kind, and a directory
 * `FILE.d` of further ones. They are read when somebody asks for them, which few configurations do. Never throws.
 */
export function readRouteNames(from: readonly string[] = directories): RouteNames {
  const read = new Map<RouteNameKind, ReadonlyMap<string, number>>();
  const namesOf = (kind: RouteNameKind): ReadonlyMap<string, number> => {
    const known = read.get(kind) ?? new Map(from.flatMap((directory) => readKind(join(directory, files[kind]))));
    read.set(kind, known);
    return known;
  };
  const getters = routeNameKinds.map((kind) => [kind, { enumerable: true, get: () => namesOf(kind) }] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one getter for each kind
  return Object.defineProperties({}, Object.fromEntries(getters)) as RouteNames;
}

function readKind(path: string): readonly (readonly [string, number])[] {
  return [path, ...listParts(`${path}.d`)].flatMap((file) => parseRouteNames(readText(file)));
}

function listParts(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith(".conf"));
    return names.sort().map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    return size > maximumBytes ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Lines of NUMBER NAME, where the number may be hexadecimal and comments begin with #. */
export function parseRouteNames(text: string): readonly (readonly [string, number])[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(0x[\da-f]{1,8}|\d{1,10})\s+([^\s#]+)/iu.exec(line);
    const [, number, name] = match ?? [];
    return name === undefined ? [] : [[name, Number(number)] as const];
  });
}
