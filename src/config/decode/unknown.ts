import { rememberSecretsOn } from "../known-secrets.ts";
import type { Reporter } from "../reporter.ts";
import type { ScopeName } from "../schema/keyword.ts";
import { shorten } from "../schema/words.ts";
import { lineAround, positionAt } from "../source.ts";
import type { Statement } from "../tree.ts";
import { suggestBlock, suggestKeyword } from "../suggest.ts";

const byteOrderMark = "\uFEFF";

const scopesWithSecrets: ReadonlySet<ScopeName> = new Set(["authentication", "auth_hmac", "SSL"]);

/**
 * Reports a keyword that nobody knows. Its line is ignored, and so is its block as a whole: the reference reads the
 * lines of such a block as keywords of the block around it, which turns one typing mistake into many messages.
 */
export function reportUnknown(statement: Statement, scope: ScopeName, report: Reporter): void {
  const { keyword, block } = statement;
  const suggestion = report.full ? undefined : suggest(statement, scope);
  if (!report.full) rememberSecrets(statement);
  // Inside such a block an unknown word may be the password itself.
  if (scopesWithSecrets.has(scope)) {
    const message = `Unknown keyword in the ${scope} block`;
    report.warning("unknown-keyword", keyword, message, { cure: suggestion, secret: true });
    return;
  }
  if (keyword.text.startsWith(byteOrderMark)) {
    const message = "the file begins with a byte order mark (U+FEFF), which makes its first keyword another one";
    report.error("unknown-keyword", keyword, message, { cure: "save the file without it" });
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

/** As many lines of a block are looked at to find out which block it is. */
const contentLimit = 50;

/** What is skipped may hold a password that stands elsewhere, too. */
function rememberSecrets({ keyword, block }: Statement): void {
  const waiting = [keyword, ...(block?.statements ?? []).slice(0, contentLimit).map((inner) => inner.keyword)];
  for (const place of waiting) rememberSecretsOn(place, lineAround(place));
}

function suggest({ keyword, block }: Statement, scope: ScopeName): string | undefined {
  if (block === undefined) return suggestKeyword(keyword.text, scope);
  const content = block.statements.slice(0, contentLimit).map((line) => line.keyword.text);
  return suggestBlock(keyword.text, content, scope);
}

function lineOf(place: { readonly source: Statement["keyword"]["source"]; readonly start: number }): number {
  return positionAt(place.source, place.start).line;
}
