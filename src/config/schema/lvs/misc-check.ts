import { accountShape } from "../account.ts";
import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { seconds } from "../numbers.ts";
import { scriptCommand } from "../script-call.ts";
import { flag, forgiving } from "../shapes.ts";
import { checkTiming } from "./timing.ts";

/** A command ends with status 0. */
export const miscCheck = {
  ...checkTiming,
  command: keyword("misc_path", forgiving(scriptCommand), {
    priority: "P0",
    doc: "command and arguments, in one quoted string",
    required: true,
  }),
  timeout: keyword("misc_timeout", seconds({ minimum: 0, maximum: 4294, fraction: false }), {
    priority: "P0",
    doc: "seconds before the command is ended and counts as failed; 0: delay_loop",
    default: "delay_loop",
  }),
  dynamic: keyword("misc_dynamic", flag, {
    priority: "P0",
    doc: "statuses from 2 to 255 are success as well, and set the weight to the status less 2",
    default: "off",
  }),
  account: keyword("user", forgiving(accountShape), {
    priority: "P0",
    doc: "user, and group, to run the command as",
    inherits: "script_user",
  }),
};

export const miscCheckScope: Scope = scope("MISC_CHECK", miscCheck);
