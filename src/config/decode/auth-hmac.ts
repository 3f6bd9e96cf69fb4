import type { HmacConfig, HmacKey } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { authHmac, authHmacScope } from "../schema/auth-hmac.ts";
import type { Statement } from "../tree.ts";
import { ScopeReader } from "./scope-reader.ts";

/** Reads an `auth_hmac` block; undefined and a finding when there is no key to sign with. No key shows up anywhere. */
export function decodeHmac(statement: Statement, report: Reporter): HmacConfig | undefined {
  const scope = new ScopeReader(authHmacScope, statement.block?.statements ?? [], report);
  const keys = new Map<number, HmacKey>();
  for (const key of scope.values(authHmac.key)) {
    if (keys.has(key.id)) {
      const message = `key ${key.id} is given more than once`;
      report.error("duplicate", statement.keyword, message, { cure: "the first one counts", secret: true });
    } else keys.set(key.id, key);
  }
  const activePlace = scope.parameterAt(authHmac.activeKey) ?? statement.keyword;
  const activeKey = scope.value(authHmac.activeKey);
  const settings = {
    antiReplay: scope.value(authHmac.antiReplay),
    timeWindow: scope.value(authHmac.timeWindow),
    mode: scope.value(authHmac.mode),
  };
  if (activeKey === undefined || !keys.has(activeKey)) {
    const message = activeKey === undefined ? "auth_hmac without active_key" : `there is no key ${activeKey}`;
    const cure = "write key ID SECRET and active_key ID";
    report.error("authentication", activePlace, `${message} - ignoring`, { cure, secret: true });
    return undefined;
  }
  return { keys: [...keys.values()], activeKey, ...settings };
}
