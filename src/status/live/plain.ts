import type { IpAddress, Prefix } from "../../base/ip-address.ts";
import type { MacAddress } from "../../base/mac-address.ts";

/**
 * A value as JSON has it: addresses are text, lengths of time and instants are numbers of microseconds, maps are
 * objects and sets are arrays.
 */
export type Plain<T> = T extends IpAddress | Prefix | MacAddress
  ? string
  : T extends number | string | boolean | undefined
    ? T
    : T extends ReadonlyMap<infer Key, infer Value>
      ? { readonly [K in Key & string]?: Plain<Value> }
      : T extends ReadonlySet<infer Value>
        ? readonly Plain<Value>[]
        : T extends readonly (infer Value)[]
          ? readonly Plain<Value>[]
          : { readonly [K in keyof T]: Plain<T[K]> };
