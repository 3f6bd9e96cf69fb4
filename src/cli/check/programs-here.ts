import type { Programs } from "../../config/advice/programs.ts";
import type { Configuration } from "../../config/model.ts";
import { inspectProgram } from "../../daemon/program-facts.ts";
import { ScriptAccounts } from "../../daemon/script-accounts.ts";

/** The programs and accounts of this machine, for the scripts of a configuration. */
export function programsHere({ global }: Configuration): Programs {
  const accounts = new ScriptAccounts(global.scripts);
  return {
    inspect: inspectProgram,
    isRoot: (account) => accounts.isRoot(account),
    accountProblem: (account) => {
      const command = accounts.as(account, { words: ["true"] });
      if (!("problem" in command)) return undefined;
      // Who checks need not be root; the daemon will be.
      return command.problem.startsWith("Unable to set uid:gid") ? undefined : command.problem;
    },
  };
}
