import type { Programs } from "../config/advice/programs.ts";
import type { Configuration } from "../config/model.ts";
import { inspectProgram } from "./program-facts.ts";
import { ScriptAccounts } from "./script-accounts.ts";

/**
 * The programs and accounts of this machine, for the scripts of a configuration. `counts` says of what is wrong with an
 * account whether it is to be told; everything, unless it is given.
 */
export function programsHere({ global }: Configuration, counts: (problem: string) => boolean = () => true): Programs {
  const accounts = new ScriptAccounts(global.scripts);
  return {
    inspect: inspectProgram,
    isRoot: (account) => accounts.isRoot(account),
    accountProblem: (account) => {
      const command = accounts.as(account, { words: ["true"] });
      return "problem" in command && counts(command.problem) ? command.problem : undefined;
    },
  };
}
