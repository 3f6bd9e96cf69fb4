import { IpAddress } from "../base/ip-address.ts";

/**
 * Whether two values of the configuration say the same: plain data, bytes and addresses. A property that is undefined
 * is as good as none. Thousands of servers are compared at each reload, so this makes nothing on its way.
 */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof IpAddress) return b instanceof IpAddress && a.equals(b);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && isSameList(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b);
  if (b instanceof IpAddress || b instanceof Uint8Array || Array.isArray(b)) return false;
  for (const key of Object.keys(a)) {
    if (!isSameValue(Reflect.get(a, key), Reflect.get(b, key))) return false;
  }
  return Object.keys(b).every((key) => key in a || Reflect.get(b, key) === undefined);
}

function isSameList(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!isSameValue(a[index], b[index])) return false;
  }
  return true;
}
