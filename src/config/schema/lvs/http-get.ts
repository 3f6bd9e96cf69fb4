import { keyword, oldSpelling, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { block, flag, switched } from "../shapes.ts";
import { networkCheck } from "./connection.ts";
import { httpProtocol } from "./http-protocol.ts";
import { optionalText } from "./text.ts";

/** Every URL of a web server answers as it should. */
export const httpGet = {
  ...networkCheck,
  oldRetry: oldSpelling("nb_get_retry", networkCheck.retry, { priority: "P1", failsTest: true }),
  protocol: keyword("http_protocol", httpProtocol, {
    priority: "P1",
    doc: "version of the protocol; 1.0C is 1.0 with a Connection header",
    default: "1.0",
  }),
  virtualHost: keyword("virtualhost", optionalText("HTTP_GET virtualhost name missing"), {
    priority: "P0",
    doc: "Host header of the requests",
    inherits: "virtualhost",
  }),
  sni: keyword("enable_sni", switched, {
    priority: "P1",
    doc: "name the server in the TLS handshake; HTTP_GET disregards it",
    default: "off",
  }),
  fastRecovery: keyword("fast_recovery", switched, {
    priority: "P2",
    doc: "no pause between the URLs while a server recovers",
    default: "off",
  }),
};

/** The same over TLS. */
export const sslGet = {
  ...httpGet,
  sniName: keyword("sni_name", optionalText("SSL_GET sni_name missing"), {
    priority: "P1",
    doc: "name of the server in the TLS handshake",
    default: "virtualhost",
  }),
  closeNotify: keyword("tls_compliant", flag, {
    priority: "P2",
    doc: "end TLS connections with close_notify",
    default: "off",
  }),
};

export const urlBlock = keyword("url", block, {
  priority: "P0",
  doc: "one request; there may be several",
  required: true,
});

export const httpGetScope: Scope = scope("HTTP_GET", httpGet, { urlBlock });
export const sslGetScope: Scope = scope("SSL_GET", sslGet, { urlBlock });
