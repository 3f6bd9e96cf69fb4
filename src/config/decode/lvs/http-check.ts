import type { HttpCheck, HttpTls } from "../../../check/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { httpGet, httpGetScope, sslGet, sslGetScope, urlBlock } from "../../schema/lvs/http-get.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeTiming, usualTiming } from "./check-defaults.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import { decodeConnection } from "./connection.ts";
import { decodeUrl } from "./url.ts";

/** Reads an `HTTP_GET` block. */
export function decodeHttpCheck(
  statement: Statement,
  defaults: CheckDefaults,
  report: Reporter,
): HttpCheck | undefined {
  const scope = new ScopeReader(httpGetScope, statement.block?.statements ?? [], report);
  return decodeRequests(scope, scope.readAll(httpGet), { statement, defaults, report }, undefined);
}

/** Reads an `SSL_GET` block. */
export function decodeSslCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): HttpCheck | undefined {
  const scope = new ScopeReader(sslGetScope, statement.block?.statements ?? [], report);
  const own = scope.readAll(sslGet);
  const tls = { sni: own.sni ?? false, sniName: own.sniName };
  return decodeRequests(scope, own, { statement, defaults, report }, tls);
}

type Surroundings = {
  readonly statement: Statement;
  readonly defaults: CheckDefaults;
  readonly report: Reporter;
};

function decodeRequests(
  scope: ScopeReader,
  own: Values<typeof sslGet>,
  { statement, defaults, report }: Surroundings,
  tls: HttpTls | undefined,
): HttpCheck | undefined {
  const virtualHost = own.virtualHost ?? defaults.virtualHost;
  const closeNotify = own.closeNotify ?? false;
  const urls = scope.values(urlBlock).flatMap((url) => decodeUrl(url, { virtualHost, closeNotify }, report) ?? []);
  const check: HttpCheck = {
    kind: "http",
    timing: decodeTiming(own, defaults, usualTiming.http),
    connection: decodeConnection(own, defaults, report),
    tls,
    protocol: own.protocol ?? "1.0",
    fastRecovery: own.fastRecovery ?? false,
    urls,
  };
  if (urls.length > 0) return check;
  const cure = "write a url block with a path";
  report.error("missing-setting", statement.keyword, "HTTP/SSL_GET checker has no urls specified - ignoring", { cure });
  return undefined;
}
