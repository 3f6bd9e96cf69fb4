import type { Word } from "../lexer.ts";

/** Longer names do not fit into the kernel's (IFNAMSIZ). */
const longestName = 15;

/** Whether the kernel would take a word for the name of an interface. */
export function isInterfaceName({ text }: Word): boolean {
  return text.length <= longestName && text !== "" && text !== "." && text !== ".." && !/[/:\s]/u.test(text);
}
