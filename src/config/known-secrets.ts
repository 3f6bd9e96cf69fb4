import { secretsOn } from "./secrets.ts";
import type { Source, Span } from "./source.ts";

/** Shorter secrets are too much like other words: they are hidden on their own lines only. */
const shortestSecret = 4;

/** What was read as a password or a key, by the file that the reading began with. */
const secretsOf = new WeakMap<Source, Set<string>>();

/** Hides a word wherever it is quoted from now on, in messages and lines about the same configuration. */
export function rememberSecret({ source }: Span, text: string): void {
  if (text.length < shortestSecret) return;
  const root = rootOf(source);
  const known = secretsOf.get(root);
  if (known === undefined) secretsOf.set(root, new Set([text]));
  else known.add(text);
}

/** Hides what looks like a secret on a line that is not understood. */
export function rememberSecretsOn(place: Span, line: string): void {
  for (const word of secretsOn(line)) rememberSecret(place, word);
}

/** A text about a source with stars in place of the secrets of its configuration; its length stays the same. */
export function hideKnown(text: string, source: Source): string {
  let hidden = text;
  for (const secret of secretsOf.get(rootOf(source)) ?? [])
    hidden = hidden.replaceAll(secret, "*".repeat(secret.length));
  return hidden;
}

function rootOf(source: Source): Source {
  let root = source;
  while (root.origin !== undefined) root = root.origin.place.source;
  return root;
}
