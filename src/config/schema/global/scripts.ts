import { accountShape } from "../account.ts";
import { keyword } from "../keyword.ts";
import { seconds } from "../numbers.ts";
import { scriptCall } from "../script-call.ts";
import { flag, forgiving, switched } from "../shapes.ts";

const timeout = forgiving(seconds({ minimum: 1, maximum: 1000, fraction: false }));

/** What is read with a look at the accounts of the machine. */
export const scriptLineKeywords = {
  account: keyword("script_user", forgiving(accountShape), {
    priority: "P0",
    doc: "user, and group, that scripts run as unless they name their own",
    default: "keepalived_script if there is such a user, else root",
  }),
  startup: keyword("startup_script", forgiving(scriptCall), {
    priority: "P1",
    doc: "command that runs before everything else starts",
    default: "none",
    firstCounts: true,
  }),
  shutdown: keyword("shutdown_script", forgiving(scriptCall), {
    priority: "P1",
    doc: "command that runs after everything else has ended",
    default: "none",
    firstCounts: true,
  }),
};

/** How scripts are run (keepalived.conf(5), "SCRIPTS"). */
export const scriptKeywords = {
  security: keyword("enable_script_security", flag, {
    priority: "P0",
    doc: "do not run scripts as root that somebody else could change",
    default: "off",
  }),
  symbolicLinks: keyword("use_symlink_paths", switched, {
    priority: "P2",
    doc: "run scripts by the path that is written, and not by the one that its symbolic links lead to",
    default: "off",
    unfinished: "scripts always run by the path that is written",
  }),
  supplementaryGroups: keyword("set_supplementary_groups", switched, {
    priority: "P2",
    doc: "run scripts with all groups of their user",
    default: "off",
  }),
  startupTimeout: keyword("startup_script_timeout", timeout, {
    priority: "P2",
    doc: "seconds that startup_script has before it is killed",
    default: "10",
  }),
  shutdownTimeout: keyword("shutdown_script_timeout", timeout, {
    priority: "P2",
    doc: "seconds that shutdown_script has before it is killed",
    default: "10",
  }),
};
