import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { word } from "./shapes.ts";

/** The `authentication` block of an instance, for version 2 (RFC 2338 §5.3.6 and §10). */
export const authentication = {
  type: keyword("auth_type", word, {
    priority: "P0",
    doc: "PASS for a password in the clear, AH for an IPsec header with a digest and a sequence number (IPv4)",
  }),
  password: keyword("auth_pass", word, {
    priority: "P0",
    doc: "password, of which eight characters count",
    required: true,
    secret: true,
  }),
};

export const authenticationScope: Scope = scope("authentication", authentication);
