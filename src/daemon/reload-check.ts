import { appendFileSync } from "node:fs";

import { configTestStatus } from "../config/config-test.ts";
import type { GlobalConfig } from "../config/global-config.ts";
import type { LoadResult } from "../config/load.ts";
import { errorCode } from "./error-code.ts";
import { describeFindings } from "./supervisor-configuration.ts";

/**
 * With `reload_check_config` a reload is refused for every mistake that `-t` would find, scripts that somebody else
 * could change excepted: they ran before. Returns what is to be said about it; undefined: there is no such mistake.
 * `global` is of the configuration in force.
 */
export function objectionTo(result: LoadResult, { reload }: Pick<GlobalConfig, "reload">): string | undefined {
  if (reload.check === undefined) return undefined;
  const findings = result.diagnostics.filter(({ effect }) => effect !== "none" && effect !== "security");
  if (configTestStatus(findings) === 0) return undefined;
  const { path } = reload.check;
  if (path === undefined) return "New config failed validation, as it says above";
  try {
    appendFileSync(path, `${describeFindings(findings).join("\n")}\n`, { mode: 0o600 });
    return `New config failed validation, see ${path} for details`;
  } catch (error) {
    return `New config failed validation, and ${path} cannot be written (${errorCode(error)})`;
  }
}
