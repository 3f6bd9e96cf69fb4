import type { BodyPattern, StatusCodes, UrlConfig } from "../../../check/config.ts";
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
  const pattern = decodePattern(own, statement, report);
  return ({ virtualHost, closeNotify }) => ({
    path,
    virtualHost: own.virtualHost ?? virtualHost,
    statusCodes: statusCodes === undefined || statusCodes.length === 0 ? success : statusCodes,
    digest: own.digest,
    pattern,
    closeNotify: own.closeNotify ?? closeNotify,
  });
}

function decodePattern(own: Values<typeof url>, { keyword }: Statement, report: Reporter): BodyPattern | undefined {
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
  return {
    expression,
    options: own.expressionOptions ?? [],
    inverted: own.inverted ?? false,
    minimumOffset,
    maximumOffset,
    stack: own.stack,
  };
}

const patternOptions: ReadonlySet<string> = new Set<keyof typeof url>([
  "inverted",
  "expressionOptions",
  "minimumOffset",
  "maximumOffset",
  "stack",
]);
