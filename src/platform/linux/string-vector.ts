import { viewOf, writeField } from "../../base/layout.ts";
import { addressOf } from "./ffi.ts";

const pointerSize = 8;
const encoder = new TextEncoder();

/**
 * A null-terminated array of C strings, `argv` or `envp`, and behind it the strings that it points to: one piece of
 * memory, so that whoever holds the array holds the strings. They are UTF-8 and end at their first zero character.
 */
export function stringVector(strings: readonly string[]): Uint8Array {
  const characters = encoder.encode(strings.map((string) => `${string.split("\0", 1)[0] ?? ""}\0`).join(""));
  const pointersSize = (strings.length + 1) * pointerSize;
  const vector = new Uint8Array(pointersSize + characters.length);
  vector.set(characters, pointersSize);
  const view = viewOf(vector);
  const base = addressOf(vector);
  let start = pointersSize;
  for (let index = 0; index < strings.length; index += 1) {
    writeField(view, 0, [index * pointerSize, "u64"], base + start);
    start = vector.indexOf(0, start) + 1;
  }
  return vector;
}
