import { type SystemError, SystemException } from "../ports.ts";
import { close } from "./ffi.ts";
import { systemError } from "./errno.ts";

/** The result of a call that must succeed. Throws SystemException when it is a negative errno. */
export function must(call: string, result: number): number {
  if (result < 0) throw new SystemException(systemError(call, -result));
  return result;
}

/** What became of a call whose result does not matter when it succeeds. */
export function failureOf(call: string, result: number): SystemError | undefined {
  return result < 0 ? systemError(call, -result) : undefined;
}

/** Prepares a new descriptor, which is closed again when that throws. */
export function prepared(descriptor: number, prepare: (descriptor: number) => void): number {
  try {
    prepare(descriptor);
    return descriptor;
  } catch (error) {
    close(descriptor);
    throw error;
  }
}
