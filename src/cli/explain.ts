import { didYouMean, nearest } from "../config/nearest.ts";
import { explain, explainable, explainBlocks } from "../config/schema/reference/explain.ts";

/**
 * Prints what a keyword, a block, a construct of the language or the code of a finding means; without a word, which
 * blocks there are. Returns the exit status: 1 when nobody knows the word.
 */
export function explainWord(word: string | undefined): number {
  if (word === undefined) {
    process.stdout.write(`${explainBlocks()}\n\nholdfast explain NAME tells more of a block, a keyword or a finding\n`);
    return 0;
  }
  // Findings show their code in brackets.
  const name = word.replace(/^\[(.*)\]$/u, "$1");
  const text = explain(name);
  if (text !== undefined) {
    process.stdout.write(`${text}\n`);
    return 0;
  }
  const near = nearest(name, explainable());
  const cure = near === undefined ? "holdfast explain alone lists the blocks" : didYouMean(near);
  process.stderr.write(`Nothing is called '${name.replaceAll(/\p{Cc}/gu, "\u{FFFD}")}': ${cure}\n`);
  return 1;
}
