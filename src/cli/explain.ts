import { didYouMean, nearest } from "../config/nearest.ts";
import { explain, explainable, explainBlocks } from "../config/schema/reference/explain.ts";

/** What a command prints, and the exit status it ends with. */
export type Outcome = { readonly status: number; readonly output: string; readonly complaint: string };

/**
 * What a keyword, a block, a construct of the language or the code of a finding means; without a word, which blocks
 * there are. `others` are further names that the word may have been meant as. The status is 1 when nobody knows the
 * word.
 */
export function explainWord(word: string | undefined, others: readonly string[] = []): Outcome {
  if (word === undefined) {
    const more =
      "holdfast explain NAME tells more of a block, a keyword or a finding, and why an instance is in its state";
    return { status: 0, output: `${explainBlocks()}\n\n${more}\n`, complaint: "" };
  }
  const text = keywordText(word);
  if (text !== undefined) return { status: 0, output: `${text}\n`, complaint: "" };
  const near = nearest(bare(word), [...others, ...explainable()]);
  const cure = near === undefined ? "holdfast explain alone lists the blocks" : didYouMean(near);
  return { status: 1, output: "", complaint: `Nothing is called '${printable(bare(word))}': ${cure}\n` };
}

/** Undefined: no keyword, block or finding is called so. */
export function keywordText(word: string): string | undefined {
  return explain(bare(word));
}

/** A name as it was typed, fit for a terminal. */
export function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, "\u{FFFD}");
}

/** Findings show their code in brackets. */
function bare(word: string): string {
  return word.replace(/^\[(.*)\]$/u, "$1");
}
