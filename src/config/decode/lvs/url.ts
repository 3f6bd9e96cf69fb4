import type { BodyPattern, StatusCodes, UrlConfig } from "../../../check/config.ts";
import { translatePattern } from "../../../check/pattern.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { url, urlScope } from "../../schema/lvs/url.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";

/** What a URL inherits from its checker. */
export type UrlDefaults = { readonly virtualHost: string | undefined; readonly closeNotify: boolean };

const success: readonly StatusCodes[] = [{ first: 200, last: 299 }];

/** Reads a `url` block: the URL by what it inherits; undefined, after a finding, without a path. */
export function readUrl(statement: Statement, report: Reporter): ((defaults: UrlDefaults) => UrlConfig) | undefined {
  const scope = new ScopeReader(urlScope, statement.block?.statements ?? [], report);
  const own = scope.readAll(url);
  const { path, statusCodes } = own;
  if (path === undefined) {
    const cure = "write path /";
    report.error("missing-setting", statement.keyword, "HTTP/SSL_GET checker url has no path - ignoring", { cure });
    return undefined;
  }
  const pattern = decodePattern(own, scope, statement, report);
  return ({ virtualHost, closeNotify }) => ({
    path,
    virtualHost: own.virtualHost ?? virtualHost,
    statusCodes: statusCodes === undefined || statusCodes.length === 0 ? success : statusCodes,
    digest: own.digest,
    pattern,
    closeNotify: own.closeNotify ?? closeNotify,
  });
}

function decodePattern(
  own: Values<typeof url>,
  scope: ScopeReader,
  { keyword }: Statement,
  report: Reporter,
): BodyPattern | undefined {
  const { expression, minimumOffset = 0, maximumOffset } = own;
  if (expression === undefined) {
    if (Object.keys(own).some((name) => patternOptions.has(name))) {
      const message = "the options of a regular expression have no effect without regex";
      report.warning("missing-setting", keyword, message, { effect: "none" });
    }
    return undefined;
  }
  if (maximumOffset !== undefined && maximumOffset < minimumOffset) {
    const message = "regex_max_offset is below regex_min_offset: nothing can match";
    report.warning("conflict", keyword, message, { effect: "none" });
  }
  const pattern = {
    expression,
    options: own.expressionOptions ?? [],
    inverted: own.inverted ?? false,
    minimumOffset,
    maximumOffset,
    stack: own.stack,
  };
  return isUsable(pattern, scope, report) ? pattern : undefined;
}

/**
 * The reference has another library for expressions: what is beyond ours is said where it stands. A configuration test
 * of the reference takes every expression.
 */
function isUsable(pattern: BodyPattern, scope: ScopeReader, report: Reporter): boolean {
  const translation = translatePattern(pattern);
  if ("problem" in translation) {
    const message = `regex cannot be used, the body is not searched: ${translation.problem}`;
    const cure = "write it with what PCRE2 and JavaScript have in common";
    report.error("invalid-value", scope.keywordAt(url.expression), message, { cure, effect: "none" });
    return false;
  }
  if (translation.dropped.length > 0) {
    const message = `regex_options ${translation.dropped.join(" ")}: not kept to, letters and digits are those of ASCII`;
    report.warning("not-implemented", scope.keywordAt(url.expressionOptions), message, { effect: "none" });
  }
  return true;
}

const patternOptions: ReadonlySet<string> = new Set<keyof typeof url>([
  "inverted",
  "expressionOptions",
  "minimumOffset",
  "maximumOffset",
  "stack",
]);
