import type { Account } from "../account.ts";
import type { Word } from "../lexer.ts";
import type { Shape } from "./keyword.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "./words.ts";

/** `USER [[:]GROUP]`, as words of a line; undefined when there are none (keepalived.conf(5), "script_user"). */
export function parseAccount(words: readonly Word[]): Account | undefined {
  const [user, group] = words;
  return user && { user: user.text, group: group?.text.replace(/^:/u, "") };
}

/** The words that `parseAccount` reads this account from. */
export function printAccount({ user, group }: Account): string {
  return group === undefined ? quoteWord(user) : `${quoteWord(user)} ${quoteWord(group)}`;
}

/** A user and a group as the parameters of a keyword. */
export const accountShape: Shape<Account> = {
  syntax: "<USER> [[:]<GROUP>]",
  block: false,
  read(statement, report) {
    if (requiredWord(statement, 0, report) === undefined) return undefined;
    refuseExtraWords(statement, 2, report);
    return parseAccount(statement.words);
  },
  print: printAccount,
};
