import { decodeAttributes } from "./attribute.ts";
import { viewOf } from "../../base/layout.ts";

/**
 * The number of the ruleset that nf_tables has now: one more after every transaction, of anybody
 * (linux/netfilter/nf_tables.h, NFT_MSG_GETGEN).
 */
export const getGeneration = {
  call: "NFT_MSG_GETGEN",
  type: (10 << 8) | 16,
  flags: 0,
  payload: new Uint8Array(4),
} as const;

/** Of the answer, 32 bits; undefined: it is none. */
export function decodeGeneration(payload: Uint8Array): number | undefined {
  const attributes = decodeAttributes(payload.subarray(4));
  const number = attributes.ok ? attributes.value.get(1) : undefined;
  return number?.length === 4 ? viewOf(number).getUint32(0) : undefined;
}

/** The number after one more transaction. */
export function nextGeneration(generation: number): number {
  return (generation + 1) >>> 0;
}
