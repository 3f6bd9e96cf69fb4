import type { Keyword } from "../schema/keyword.ts";

/** A password's eight characters, and the least that a key has. */
const shortMask = "*".repeat(8);
const longMask = "*".repeat(32);

/**
 * The words behind a keyword as a dump may show them: a secret becomes stars that load as a secret of a usual length.
 * Of keys, of which there may be several, the number stays, and the path of a file that holds one.
 */
export function maskWords({ secret, repeatable }: Keyword<unknown>, text: string): string {
  if (!secret || text === "") return text;
  const numbered = /^(\d+) ("?file:)?/u.exec(text);
  if (!repeatable || numbered === null) return shortMask;
  return numbered[2] === undefined ? `${numbered[1]} ${longMask}` : text;
}
