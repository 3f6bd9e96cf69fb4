import type { Word } from "../lexer.ts";

/** Longer names do not fit into the kernel's (IFNAMSIZ). */
const longestName = 15;

/** Whether a word is short enough for the name of an interface. */
export function isShortEnough({ text }: Word): boolean {
  return text.length <= longestName;
}

/** Whether the kernel would take a word for the name of an interface. */
export function isInterfaceName(word: Word): boolean {
  const { text } = word;
  return isShortEnough(word) && text !== "" && text !== "." && text !== ".." && !/[/:\s]/u.test(text);
}
