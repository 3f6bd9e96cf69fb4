import { ownerPriority } from "../../vrrp/config.ts";
import type { Authentication, InstanceConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { rememberSecret } from "../known-secrets.ts";
import type { Reporter } from "../reporter.ts";
import { authentication as keywords, authenticationScope } from "../schema/authentication.ts";
import type { Statement } from "../tree.ts";
import { encodeUtf8 } from "../utf8.ts";
import { ScopeReader } from "./scope-reader.ts";

/** Bytes of the authentication field (RFC 2338 §5.3.10). */
const passwordLength = 8;

const none: Authentication = { kind: "none" };

/** What authentication is compared with. */
export type AuthenticationSetting = Pick<InstanceConfig, "version" | "family" | "initialState" | "priority"> & {
  readonly strict: boolean;
};

/** Reads an `authentication` block. The password shows up in no message. */
export function decodeAuthentication(
  statement: Statement,
  setting: AuthenticationSetting,
  report: Reporter,
): Authentication {
  const scope = new ScopeReader(authenticationScope, statement.block?.statements ?? [], report);
  const typeAt = scope.parameterAt(keywords.type);
  const type = scope.value(keywords.type)?.text;
  const passwordAt = scope.parameterAt(keywords.password);
  const password = scope.value(keywords.password)?.text;
  if (passwordAt !== undefined && password !== undefined) rememberSecret(passwordAt, password);
  const bytes = password === undefined ? undefined : encodeUtf8(password);
  if (bytes !== undefined && bytes.length > passwordLength) {
    const cure = "only these eight count on every machine: shorten the password everywhere";
    report.error("authentication", passwordAt, "Truncating auth_pass to 8 characters", { cure, secret: true });
  }
  if (!isPossible(statement, type, setting, report)) return none;
  if (type === "AH") checkHeader(typeAt ?? statement.keyword, setting, report);
  if (type !== undefined && type !== "PASS" && type !== "AH") {
    report.error("authentication", typeAt, "unknown authentication type: authentication is ignored", {
      cure: "write auth_type PASS",
    });
  } else if (type === undefined) {
    const message = "authentication without auth_type is ignored";
    report.warning("authentication", statement.keyword, message, { effect: "none" });
  } else if (bytes === undefined || bytes.length === 0) {
    const message = "Authentication specified but no password given. Ignoring";
    report.warning("authentication", statement.keyword, message);
  } else return { kind: type === "AH" ? "header" : "pass", password: pad(bytes) };
  return none;
}

/** RFC 5798 and later have no authentication, and an AH goes with IPv4 only. */
function isPossible(
  { keyword }: Statement,
  type: string | undefined,
  { version, family, strict }: AuthenticationSetting,
  report: Reporter,
): boolean {
  if (family === "ipv6" && type === "AH") {
    report.warning("authentication", keyword, "Cannot use AH authentication with IPv6. ignoring");
  } else if (version === 3) {
    report.warning("authentication", keyword, "VRRP version 3 does not support authentication. Ignoring.");
  } else if (strict) {
    report.warning("authentication", keyword, "Strict mode does not support authentication. Ignoring.");
  } else return true;
  return false;
}

/** A master that begins to count anew is not believed by those who have heard the old one. */
function checkHeader(place: Word, { initialState, priority }: AuthenticationSetting, report: Reporter): void {
  if (initialState !== "master" || priority === ownerPriority) return;
  const message = "Initial state master is incompatible with AH authentication - clearing";
  report.warning("conflict", place, message);
}

function pad(bytes: readonly number[]): Uint8Array {
  const field = new Uint8Array(passwordLength);
  field.set(bytes.slice(0, passwordLength));
  return field;
}
