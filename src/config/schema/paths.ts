import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import type { Shape } from "./keyword.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "./words.ts";

/** One path, which should begin with a slash: the daemon's working directory is not the operator's. */
export const absolutePath: Shape<string> = {
  syntax: "<ABSOLUTE PATH>",
  block: false,
  read(statement, report) {
    const path = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 1, report);
    if (path !== undefined) reviewPath(path, statement, report);
    return path?.text;
  },
  print: quoteWord,
};

/** A path, or undefined for the keyword alone. */
export type OptionalPath = { readonly path: string | undefined };

export const optionalPath: Shape<OptionalPath> = {
  syntax: "[<ABSOLUTE PATH>]",
  block: false,
  read(statement, report) {
    const [path] = statement.words;
    refuseExtraWords(statement, 1, report);
    if (path !== undefined) reviewPath(path, statement, report);
    return { path: path?.text };
  },
  print: ({ path }) => (path === undefined ? "" : quoteWord(path)),
};

function reviewPath(path: Word, { keyword }: Statement, report: Reporter): void {
  if (path.text.startsWith("/")) return;
  const cure = "begin it with a slash";
  report.warning("invalid-value", path, `${keyword.text} is not an absolute path`, { cure, effect: "none" });
}
