import { IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { parseHex, printHex } from "../../base/hex.ts";

/** The key of an object that stands for a value that JSON does not have. */
const mark = "$";

/**
 * A value as JSON has it, so that `decodeValue` gives the same one back: besides plain data addresses, bytes, maps,
 * sets, big numbers, what is undefined, and numbers that JSON does not know. Objects of other classes are not foreseen.
 *
 *     {"$":"ip","v":"192.0.2.1"}  {"$":"bytes","v":"2133"}  {"$":"map","v":[["chk","up"]]}  {"$":"undefined"}
 */
export function encodeValue(value: unknown): unknown {
  switch (typeof value) {
    case "undefined":
      return { [mark]: "undefined" };
    case "bigint":
      return marked("bigint", value.toString());
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : marked("number", printNumber(value));
    case "object":
      return value === null ? null : encodeObject(value);
    case "string":
    case "boolean":
      return value;
    case "function":
    case "symbol":
    default:
      return wrong();
  }
}

function encodeObject(value: object): unknown {
  if (value instanceof IpAddress) return marked("ip", value.toString());
  if (Array.isArray(value)) return value.map(encodeValue);
  if (isPlainObject(value)) {
    const plain: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) plain[key] = encodeValue(each);
    return plain;
  }
  if (value instanceof Uint8Array) return marked("bytes", printHex(value));
  if (value instanceof Map) return marked("map", entries(value));
  if (value instanceof Set) return marked("set", Array.from(value, encodeValue));
  if (value instanceof MacAddress) return marked("mac", value.toString());
  return marked("object", entries(Object.entries(value)));
}

/** One that JSON has, too. A key with the name of the mark is somebody's own. */
export function isPlainObject(value: object): boolean {
  const { constructor }: { readonly constructor?: unknown } = Object.getPrototypeOf(value) ?? {};
  if (constructor !== undefined && constructor !== Object) return false;
  return !Object.hasOwn(value, mark) && !Object.hasOwn(value, "__proto__");
}

/** What `encodeValue` has made, from JSON. Throws where a mark means nothing. */
export function decodeValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (Object.hasOwn(value, mark)) return decodeMarked(value);
  const plain: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    // What is not as it was written shall not give an object another prototype.
    if (key !== "__proto__") plain[key] = decodeValue(each);
  }
  return plain;
}

function decodeMarked(value: object): unknown {
  const { $: kind, v: inner }: { readonly $?: unknown; readonly v?: unknown } = value;
  switch (kind) {
    case "undefined":
      return undefined;
    case "ip":
      return IpAddress.of(text(inner));
    case "bytes":
      return parseHex(text(inner));
    case "map":
      return new Map(pairs(inner));
    case "set":
      return new Set(list(inner).map(decodeValue));
    case "mac":
      return MacAddress.parse(text(inner)) ?? wrong();
    case "bigint":
      return BigInt(text(inner));
    case "number":
      return Number(text(inner));
    case "object":
      return Object.fromEntries(pairs(inner).map(([key, each]) => [text(key), each]));
    default:
      return wrong();
  }
}

function marked(kind: string, value: unknown): unknown {
  return { [mark]: kind, v: value };
}

function entries(all: Iterable<readonly [unknown, unknown]>): unknown {
  return Array.from(all, ([key, each]) => [encodeValue(key), encodeValue(each)]);
}

function pairs(value: unknown): readonly (readonly [unknown, unknown])[] {
  return list(value).map((pair) => {
    const [key, each] = list(pair);
    return [decodeValue(key), decodeValue(each)] as const;
  });
}

function printNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : wrong();
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : wrong();
}

function wrong(): never {
  throw new TypeError("this is no value of a recording");
}
