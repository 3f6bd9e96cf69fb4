import type { HttpTls } from "../../../check/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { httpGet, httpGetScope, sslGet, sslGetScope, urlBlock } from "../../schema/lvs/http-get.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeTiming, usualTiming } from "./check-defaults.ts";
import { hasNoPlace } from "./checker-draft.ts";
import type { CheckerDraft } from "./checker-draft.ts";
import { decodeConnection } from "./connection.ts";
import { readUrl } from "./url.ts";

/** Reads an `HTTP_GET` block. */
export function readHttpCheck(statement: Statement, report: Reporter): CheckerDraft {
  const scope = new ScopeReader(httpGetScope, statement.block?.statements ?? [], report);
  return draft(scope, scope.readAll(httpGet), undefined, statement, report);
}

/** Reads an `SSL_GET` block. */
export function readSslCheck(statement: Statement, report: Reporter): CheckerDraft {
  const scope = new ScopeReader(sslGetScope, statement.block?.statements ?? [], report);
  const own = scope.readAll(sslGet);
  return draft(scope, own, { sni: own.sni ?? false, sniName: own.sniName }, statement, report);
}

function draft(
  scope: ScopeReader,
  own: Values<typeof sslGet>,
  tls: HttpTls | undefined,
  { keyword }: Statement,
  report: Reporter,
): CheckerDraft {
  const closeNotify = own.closeNotify ?? false;
  const urls = scope.values(urlBlock).flatMap((url) => readUrl(url, report) ?? []);
  if (urls.length === 0) {
    const cure = "write a url block with a path";
    report.error("missing-setting", keyword, "HTTP/SSL_GET checker has no urls specified - ignoring", { cure });
  }
  return {
    isPlain: hasNoPlace(own),
    arrange(defaults) {
      const connection = decodeConnection(own, defaults, report);
      const virtualHost = own.virtualHost ?? defaults.virtualHost;
      if (urls.length === 0) return undefined;
      return {
        kind: "http",
        timing: decodeTiming(own, defaults, usualTiming.http),
        connection,
        tls,
        protocol: own.protocol ?? "1.0",
        fastRecovery: own.fastRecovery ?? false,
        urls: urls.map((url) => url({ virtualHost, closeNotify })),
      };
    },
  };
}
