import type { Reporter } from "../reporter.ts";
import type { ScopeName } from "../schema/keyword.ts";
import { shorten } from "../schema/words.ts";
import { positionAt } from "../source.ts";
import type { Statement } from "../tree.ts";
import { suggestKeyword } from "../suggest.ts";

/**
 * Reports a keyword that nobody knows. Its line is ignored, and so is its block as a whole: the reference reads the
 * lines of such a block as keywords of the block around it, which turns one typing mistake into many messages.
 */
export function reportUnknown(statement: Statement, scope: ScopeName, report: Reporter): void {
  const { keyword, block } = statement;
  const suggestion = report.full ? undefined : suggestKeyword(keyword.text, scope);
  // Inside the authentication block an unknown word may be the password itself.
  if (scope === "authentication") {
    const message = "Unknown keyword in the authentication block";
    report.warning("unknown-keyword", keyword, message, { cure: suggestion, secret: true });
    return;
  }
  if (block === undefined) {
    const cure = suggestion ?? "remove the line: nothing knows it, and the rest is used";
    report.warning("unknown-keyword", keyword, `Unknown keyword '${shorten(keyword.text)}'`, { cure });
    return;
  }
  const end = block.close === undefined ? "the end of the file" : `line ${lineOf(block.close)}`;
  const message = `Unknown keyword '${shorten(keyword.text)}'`;
  const skipped = `the whole block is skipped, up to ${end}`;
  const cure = suggestion === undefined ? skipped : `${skipped}; ${suggestion}`;
  report.error("unknown-block", keyword, message, { cure });
}

function lineOf(place: { readonly source: Statement["keyword"]["source"]; readonly start: number }): number {
  return positionAt(place.source, place.start).line;
}
