import { viewOf } from "../../base/layout.ts";
import { addressOf } from "./ffi.ts";

/** A null-terminated array of C strings: `argv` or `envp`. Both buffers are kept alive with it. */
export type StringVector = { readonly pointers: Uint8Array; readonly characters: Uint8Array };

const pointerSize = 8;
const encoder = new TextEncoder();

/** Strings are UTF-8 and end at their first zero byte. */
export function stringVector(strings: readonly string[]): StringVector {
  const characters = encoder.encode(strings.map((string) => `${string.split("\0", 1)[0] ?? ""}\0`).join(""));
  const pointers = new Uint8Array((strings.length + 1) * pointerSize);
  const view = viewOf(pointers);
  const base = addressOf(characters);
  let start = 0;
  for (let index = 0; index < strings.length; index += 1) {
    view.setBigUint64(index * pointerSize, BigInt(base + start), true);
    start = characters.indexOf(0, start) + 1;
  }
  return { pointers, characters };
}
