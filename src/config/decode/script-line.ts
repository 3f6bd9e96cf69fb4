import type { Command } from "../../base/command.ts";
import type { Word } from "../lexer.ts";
import type { Account } from "../model.ts";
import type { Reporter } from "../reporter.ts";
import { requiredWord, wordsFrom } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { splitWords } from "../words.ts";
import type { DecodeContext } from "./context.ts";

/** A line that names a script: `KEYWORD "PROGRAM ARGUMENTS" [USER [GROUP]]` (keepalived.conf(5), "SCRIPTS"). */
export type ScriptLine = {
  readonly command: Command;
  /** Words behind the command: user and group, or what was forgotten to be quoted. */
  readonly rest: readonly string[];
};

/** Reads the command of a line and splits it into program and arguments; undefined and a finding when it is empty. */
export function readScriptLine(statement: Statement, report: Reporter): ScriptLine | undefined {
  if (requiredWord(statement, 0, report) === undefined) return undefined;
  const span = wordsFrom(statement, 0);
  if (span === undefined) return undefined;
  const onLine = splitWords(span.source.text.slice(span.start, span.end));
  const [text, ...rest] = onLine.words;
  const { words, unclosed } = splitWords(text ?? "");
  const [program, ...parameters] = words;
  // A double quote without its partner was reported by the lexer.
  if (unclosed || (onLine.unclosed && !span.source.text.slice(span.start, span.end).includes('"'))) {
    const cure = "the last argument goes to the end of the string";
    report.error("unclosed-quote", span, `${statement.keyword.text}: missing terminating quote`, { cure });
  }
  if (program === undefined || program === "") {
    report.error("missing-setting", span, `${statement.keyword.text} names no program - ignoring`);
    return undefined;
  }
  return { command: { words: [program, ...parameters] }, rest };
}

/** User and group of a script: `USER [[:]GROUP]`. */
export function readAccount(words: readonly string[]): Account | undefined {
  const [user, group] = words;
  if (user === undefined) return undefined;
  return { user, group: group?.replace(/^:/u, "") };
}

/** Whether the user that a script names exists; without it the script is ignored, as in the reference. */
export function checkAccount(account: Account, place: Word, context: DecodeContext, report: Reporter): boolean {
  const { user } = account;
  if (context.environment.users?.has(user) !== false || /^\d+$/u.test(user)) return true;
  const cure = "a command and its arguments belong into one pair of quotes; a user may stand behind them";
  report.error("not-found", place, `Script user '${user}' does not exist`, { cure });
  return false;
}
