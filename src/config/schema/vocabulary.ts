import { scopes } from "./index.ts";

let vocabulary: ReadonlySet<string> | undefined;

/** Whether a word is a keyword, or one that may stand behind a keyword. */
export function isWordOfLanguage(text: string): boolean {
  vocabulary ??= new Set(
    scopes.flatMap(({ keywords }) =>
      [...keywords.values()].flatMap(({ name, shape }) => [name, ...(shape.syntax.match(/[\w-]+/gu) ?? [])]),
    ),
  );
  return vocabulary.has(text);
}
