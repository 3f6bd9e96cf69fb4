import type { Authentication } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { authentication as keywords, authenticationScope } from "../schema/authentication.ts";
import type { Statement } from "../tree.ts";
import { ScopeReader } from "./scope-reader.ts";

/** Bytes of the authentication field (RFC 2338 §5.3.10). */
const passwordLength = 8;

const none: Authentication = { kind: "none" };

/** What authentication is compared with. */
export type AuthenticationSetting = { readonly version: 2 | 3; readonly strict: boolean };

/** Reads an `authentication` block. The password shows up in no message. */
export function decodeAuthentication(
  statement: Statement,
  { version, strict }: AuthenticationSetting,
  report: Reporter,
): Authentication {
  const scope = new ScopeReader(authenticationScope, statement.block?.statements ?? [], report);
  const typeAt = scope.parameterAt(keywords.type);
  const type = scope.value(keywords.type)?.text;
  const passwordAt = scope.parameterAt(keywords.password);
  const password = scope.value(keywords.password)?.text;
  const bytes = password === undefined ? undefined : encodePassword(password);
  if (bytes !== undefined && bytes.length > passwordLength) {
    const cure = "only these eight count on every machine: shorten the password everywhere";
    report.error("authentication", passwordAt, "Truncating auth_pass to 8 characters", { cure, secret: true });
  }
  // RFC 5798 and later have no authentication.
  if (version === 3) {
    report.warning("authentication", statement.keyword, "VRRP version 3 does not support authentication. Ignoring.");
  } else if (strict) {
    report.warning("authentication", statement.keyword, "Strict mode does not support authentication. Ignoring.");
  } else if (type === "AH") {
    const message = "auth_type AH is not implemented, and without it there would be two masters";
    report.fatal("not-implemented", typeAt, message, { cure: "use auth_type PASS", effect: "cannot-run" });
  } else if (type !== undefined && type !== "PASS") {
    report.error("authentication", typeAt, "unknown authentication type: authentication is ignored", {
      cure: "write auth_type PASS",
    });
  } else if (type === undefined) {
    report.warning("authentication", statement.keyword, "authentication without auth_type is ignored");
  } else if (bytes === undefined || bytes.length === 0) {
    report.warning("authentication", statement.keyword, "authentication without auth_pass is ignored");
  } else return { kind: "pass", password: pad(bytes) };
  return none;
}

function pad(bytes: readonly number[]): Uint8Array {
  const field = new Uint8Array(passwordLength);
  field.set(bytes.slice(0, passwordLength));
  return field;
}

/** UTF-8; a lone surrogate becomes U+FFFD. */
function encodePassword(text: string): readonly number[] {
  return Array.from(text, (character) => encodeCharacter(character.codePointAt(0) ?? 0)).flat();
}

function encodeCharacter(point: number): readonly number[] {
  if (point >= 0xd800 && point <= 0xdfff) return encodeCharacter(0xfffd);
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 0x3f)];
  if (point < 0x1_0000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
}
