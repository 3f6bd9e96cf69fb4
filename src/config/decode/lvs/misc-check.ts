import { zeroDuration } from "../../../base/time.ts";
import type { MiscCheck } from "../../../check/config.ts";
import { miscCheck, miscCheckScope } from "../../schema/lvs/misc-check.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { checkUser } from "../script-line.ts";
import { decodeTiming, usualTiming } from "./check-defaults.ts";
import type { CheckDefaults } from "./check-defaults.ts";

/** Reads a `MISC_CHECK` block; undefined, after a finding, when there is nothing to run or nobody to run it. */
export function decodeMiscCheck(
  statement: Statement,
  defaults: CheckDefaults,
  context: DecodeContext,
): MiscCheck | undefined {
  const { report } = context;
  const scope = new ScopeReader(miscCheckScope, statement.block?.statements ?? [], report);
  const { command, timeout, account, dynamic = false, ...own } = scope.readAll(miscCheck);
  const timing = decodeTiming(own, defaults, usualTiming.misc);
  if (command === undefined) {
    const message = "No script path has been specified for MISC_CHECKER - skipping";
    report.error("missing-setting", statement.keyword, message, { cure: 'write misc_path "/path/program argument"' });
    return undefined;
  }
  const accountPlace = scope.parameterAt(miscCheck.account) ?? statement.keyword;
  if (account !== undefined && !checkUser(account, accountPlace, context, report)) return undefined;
  return {
    kind: "misc",
    timing,
    script: { command, account },
    timeout: timeout === undefined || timeout === zeroDuration ? timing.delayLoop : timeout,
    dynamic,
  };
}
