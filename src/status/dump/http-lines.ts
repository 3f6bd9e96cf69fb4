import type { BodyPattern, HttpCheck, UrlConfig } from "../../check/config.ts";
import { printStatusCodes } from "../check-failure.ts";
import type { Line } from "./lines.ts";

/** What an HTTP_GET or SSL_GET asks for and expects. */
export function httpLines({ tls, protocol, fastRecovery, urls }: HttpCheck): readonly Line[] {
  return [
    `Keepalive method = ${tls === undefined ? "HTTP" : "SSL"}_GET, http protocol ${protocol}`,
    `Enable SNI ${setUnset(tls?.sni === true)}`,
    tls?.sniName !== undefined && `SNI name = ${tls.sniName}`,
    `Fast recovery ${setUnset(fastRecovery)}`,
    ...urls.flatMap(urlLines),
  ];
}

function setUnset(value: boolean): string {
  return value ? "set" : "unset";
}

function urlLines({ path, virtualHost, statusCodes, digest, pattern }: UrlConfig): readonly Line[] {
  return [
    `Checked url = ${path}`,
    digest !== undefined && `  digest = ${printHex(digest)}`,
    "  HTTP Status Code(s)",
    ...statusCodes.map((codes) => `    ${printStatusCodes(codes)}`),
    virtualHost !== undefined && `  Virtual host = ${virtualHost}`,
    ...(pattern === undefined ? [] : patternLines(pattern)),
  ];
}

function printHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function patternLines({
  expression,
  options,
  inverted,
  minimumOffset,
  maximumOffset,
  stack,
}: BodyPattern): readonly Line[] {
  const maximum = maximumOffset === undefined ? "" : `, max_offset = ${maximumOffset}`;
  return [
    `  Regex = "${expression}"`,
    inverted && "  Regex no match",
    (minimumOffset > 0 || maximumOffset !== undefined) && `  Regex min offset = ${minimumOffset}${maximum}`,
    `  Regex options:${options.map((option) => ` ${option}`).join("")}`,
    stack !== undefined && `  Regex stack start ${stack.start}, max ${stack.maximum}`,
  ];
}
