import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { optionalText } from "./text.ts";

/** How SSL_GET presents itself, and whom it believes. */
export const ssl = {
  password: keyword("password", optionalText("SSL password missing"), {
    priority: "P2",
    doc: "password of the key",
    secret: true,
  }),
  authorities: keyword("ca", optionalText("SSL cafile missing"), {
    priority: "P2",
    doc: "file of the authorities that certificates are verified with",
    default: "certificates are not verified",
  }),
  certificate: keyword("certificate", optionalText("SSL certfile missing"), {
    priority: "P2",
    doc: "file of the client certificate",
    default: "none",
  }),
  key: keyword("key", optionalText("SSL keyfile missing"), {
    priority: "P2",
    doc: "file of the key of the client certificate",
    default: "none",
  }),
};

export const sslScope: Scope = scope("SSL", ssl);
