import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { flag, plainText } from "../shapes.ts";
import { expression, expressionOptions, offset, stackSizes } from "./body-pattern.ts";
import { digest } from "./digest.ts";
import { statusCodes } from "./status-codes.ts";
import { optionalText } from "./text.ts";

/** One request of HTTP_GET or SSL_GET, and what its answer has to be like. */
export const url = {
  path: keyword("path", plainText, { priority: "P0", doc: "path that is asked for", required: true }),
  digest: keyword("digest", digest, {
    priority: "P1",
    doc: "MD5 of the body that is expected, as genhash prints it",
    default: "any body",
    firstCounts: true,
  }),
  statusCodes: keyword("status_code", statusCodes, {
    priority: "P0",
    doc: "status codes that are good, single ones and ranges",
    default: "200-299",
  }),
  virtualHost: keyword("virtualhost", optionalText("Missing HTTP_GET virtualhost name"), {
    priority: "P0",
    doc: "Host header of the request",
    inherits: "virtualhost",
  }),
  expression: keyword("regex", expression, {
    priority: "P1",
    doc: "regular expression that the body has to match",
    default: "any body",
  }),
  inverted: keyword("regex_no_match", flag, {
    priority: "P1",
    doc: "the body must not match the regular expression",
    default: "off",
  }),
  expressionOptions: keyword("regex_options", expressionOptions, {
    priority: "P2",
    doc: "options of the regular expression, named as in pcre2api(3)",
    default: "none",
  }),
  minimumOffset: keyword("regex_min_offset", offset, {
    priority: "P2",
    doc: "bytes of the body before which a match does not count",
    default: "0",
  }),
  maximumOffset: keyword("regex_max_offset", offset, {
    priority: "P2",
    doc: "bytes of the body behind which no match may begin",
    default: "end of the body",
  }),
  stack: keyword("regex_stack", stackSizes, {
    priority: "P2",
    doc: "first and largest size in bytes of the stack of the regular expression",
    default: "that of the library",
  }),
  closeNotify: keyword("tls_compliant", flag, {
    priority: "P2",
    doc: "end the TLS connection with close_notify",
    inherits: "tls_compliant",
  }),
};

export const urlScope: Scope = scope("url", url);
