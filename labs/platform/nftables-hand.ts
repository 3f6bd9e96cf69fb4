import { execFileSync } from "node:child_process";

import type { PacketFilterSubject } from "../../src/platform/contract/packet-filter.ts";

type Key = string | number | { readonly concat: readonly [string, number | string] };
type SetDocument = {
  readonly name: string;
  readonly table: string;
  readonly elem?: readonly (Key | readonly [Key, unknown])[];
};
type Item = { readonly table?: { readonly name: string }; readonly set?: SetDocument; readonly map?: SetDocument };

/** nft(8) where this process is. */
export const nftablesHand: Pick<PacketFilterSubject, "shut" | "quiet" | "tables" | "flush"> = {
  shut: (table) =>
    keys(table, ["vips", "vips_link_local"])
      .map((key) => (typeof key === "object" ? key.concat.map(String).join("%") : String(key)))
      .sort(),
  quiet: (table) => [...new Set(keys(table, ["vmac_map"]).map(Number))].sort((a, b) => a - b),
  tables: () => [...new Set(list().flatMap(({ table }) => (table === undefined ? [] : [table.name])))].sort(),
  flush: () => void execFileSync("nft", ["flush", "ruleset"]),
};

function keys(table: string, sets: readonly string[]): readonly Key[] {
  return list().flatMap(({ set, map }) => {
    const found = set ?? map;
    if (found?.table !== table || !sets.includes(found.name)) return [];
    return (found.elem ?? []).map((element): Key => (isPair(element) ? element[0] : element));
  });
}

function isPair(element: Key | readonly [Key, unknown]): element is readonly [Key, unknown] {
  return Array.isArray(element);
}

function list(): readonly Item[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form of nft(8), libnftables-json(5)
  const document = JSON.parse(execFileSync("nft", ["-j", "list", "ruleset"], { encoding: "utf8" })) as {
    readonly nftables: readonly Item[];
  };
  return document.nftables;
}
