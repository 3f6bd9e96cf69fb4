import type { Json, NftCommand } from "./json.ts";

/** The one table of this balancer. Nobody else is expected to write to it; the family serves IPv4 and IPv6. */
export const balancerTable = { family: "inet", name: "keepalived_lvs" } as const;

const within = { family: balancerTable.family, table: balancerTable.name } as const;

/** Adding what is there is no error for tables, chains, sets and maps (libnftables-json(5)). */
export function addTable(): NftCommand {
  return { add: { table: balancerTable } };
}

/** An error when there is none: add it first. */
export function deleteTable(): NftCommand {
  return { delete: { table: balancerTable } };
}

export function addChain(name: string): NftCommand {
  return { add: { chain: { ...within, name } } };
}

/** A chain of the type nat, where destinations are rewritten: priority -100 (nft(8), "dstnat"). */
export function addBaseChain(name: string, hook: "prerouting" | "output"): NftCommand {
  return { add: { chain: { ...within, name, type: "nat", hook, prio: -100, policy: "accept" } } };
}

export function flushChain(name: string): NftCommand {
  return { flush: { chain: { ...within, name } } };
}

export function deleteChain(name: string): NftCommand {
  return { delete: { chain: { ...within, name } } };
}

/** `comment` has 128 bytes at most. */
export function addRule(chain: string, expressions: readonly Json[], comment?: string): NftCommand {
  return {
    add: { rule: { ...within, chain, ...(comment === undefined ? {} : { comment }), expr: expressions } },
  };
}

export function addVerdictMap(name: string, type: string | readonly string[]): NftCommand {
  return { add: { map: { ...within, name, type, map: "verdict" } } };
}

/** A set that rules put elements into, each with a time to live. */
export function addTimedSet(name: string, type: string, size: number): NftCommand {
  return { add: { set: { ...within, name, type, size, flags: ["timeout"] } } };
}

export function flushSet(name: string): NftCommand {
  return { flush: { set: { ...within, name } } };
}

export function deleteSet(name: string): NftCommand {
  return { delete: { set: { ...within, name } } };
}

/** The verdict of `key` is to go to `chain`. */
export function addVerdict(map: string, key: Json, chain: string): NftCommand {
  return { add: { element: { ...within, name: map, elem: [[key, goto(chain)]] } } };
}

export function deleteVerdict(map: string, key: Json, chain: string): NftCommand {
  return { delete: { element: { ...within, name: map, elem: [[key, goto(chain)]] } } };
}

export function goto(chain: string): Json {
  return { goto: { target: chain } };
}
