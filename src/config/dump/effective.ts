/**
 * What takes effect of a keyword where that is not simply what its line says: the words behind it, the lines of its
 * block, or nothing at all.
 */
export type EffectiveValue =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "absent" };

/** What takes effect of a block. */
export type EffectiveBlock = {
  /** The words behind its keyword; absent: as they are written. */
  readonly header?: string;
  readonly values: Effective;
  /** Its lines, where they are no keywords; absent: those that its table knows. */
  readonly body?: readonly string[];
};

/** By keyword. Of keywords that are not in it, what their lines say takes effect. */
export type Effective = ReadonlyMap<string, EffectiveValue>;

export const absent: EffectiveValue = { kind: "absent" };

export function words(text: string): EffectiveValue {
  return { kind: "words", text };
}

/** An empty list is a block that is not there. */
export function lines(entries: readonly string[]): EffectiveValue {
  return entries.length === 0 ? absent : { kind: "lines", lines: entries };
}

/** A keyword without words that is there or not. */
export function present(isPresent: boolean): EffectiveValue {
  return isPresent ? words("") : absent;
}
