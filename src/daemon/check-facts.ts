import type { Configuration } from "../config/model.ts";
import type { ScriptFacts } from "../status/dump/facts.ts";
import type { CheckFacts } from "../status/dump/check-facts.ts";
import type { ScriptCall } from "../check/config.ts";
import { globalTexts, printProgram } from "./dump-facts.ts";
import { ScriptAccounts } from "./script-accounts.ts";

/** What keepalived_check.data tells beside the state, except for what changes from moment to moment. */
export type LastingCheckFacts = Omit<CheckFacts, "calendar">;

export function lastingCheckFacts({ global, lvs: config }: Configuration, umask: number): LastingCheckFacts {
  const accounts = new ScriptAccounts(global.scripts);
  const script = ({ command, account }: ScriptCall): ScriptFacts => ({
    command: printProgram(command),
    account: accounts.ids(account) ?? "0:0",
    insecure: false,
  });
  return { globals: globalTexts(global, umask, accounts), config, script };
}
