import type { Keyword } from "../schema/keyword.ts";

/** A password's eight characters, and the least that a key has. */
const shortMask = "*".repeat(8);
const longMask = "*".repeat(32);

/**
 * The words behind a keyword as a dump may show them: a secret becomes stars that load as a secret of a usual length;
 * the number in front of a key and the path of a file with a key stay.
 */
export function maskWords({ secret }: Keyword<unknown>, text: string): string {
  if (!secret || text === "") return text;
  const [number, key, ...rest] = text.split(" ");
  if (key === undefined) return shortMask;
  return rest.length === 0 && /^"?file:/u.test(key) ? text : `${number} ${longMask}`;
}
