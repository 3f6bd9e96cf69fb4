import { seconds as duration } from "../../base/time.ts";
import { accountShape } from "./account.ts";
import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { integer, seconds, signedMaximum, zeroMeansOne } from "./numbers.ts";
import { scriptCommand } from "./script-call.ts";
import { flag, forgiving } from "./shapes.ts";
import { weight } from "./weight.ts";

const count = integer({ minimum: 1, maximum: signedMaximum, otherwise: "defaulting to 1" });
/** The reference counts microseconds in 32 bits. */
const interval = zeroMeansOne(seconds({ minimum: 0, maximum: 4294, fraction: true }), duration(1));

/** keepalived.conf(5), "VRRP script(s)". */
export const vrrpScript = {
  script: keyword("script", forgiving(scriptCommand), {
    priority: "P0",
    doc: "command and arguments, in one quoted string",
    required: true,
  }),
  interval: keyword("interval", interval, { priority: "P0", doc: "seconds between runs", default: "1" }),
  timeout: keyword("timeout", interval, {
    priority: "P0",
    doc: "seconds before a run is ended and counts as failed",
    default: "as interval",
  }),
  weight: keyword("weight", weight(253), {
    priority: "P0",
    doc: "what the result does to the priority; 0: failure is a fault",
    default: "0",
  }),
  rise: keyword("rise", count, { priority: "P0", doc: "successes in a row that make it good", default: "1" }),
  fall: keyword("fall", count, { priority: "P0", doc: "failures in a row that make it bad", default: "1" }),
  user: keyword("user", accountShape, {
    priority: "P1",
    doc: "user, and group, to run as",
    inherits: "script_user",
    default: "keepalived_script if there is such a user, else root",
  }),
  initFail: keyword("init_fail", flag, {
    priority: "P1",
    doc: "counts as failed until it has succeeded",
    default: "off",
  }),
};

export const vrrpScriptScope: Scope = scope("vrrp_script", vrrpScript);
