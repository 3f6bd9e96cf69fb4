import type { Command } from "../../base/command.ts";
import type { Account } from "../account.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import { splitWords } from "../words.ts";
import type { Shape } from "./keyword.ts";
import { printAccount } from "./account.ts";
import { requiredWord, wordsFrom } from "./words.ts";

/** A script as a line names it, and where. */
export type WrittenScript = {
  readonly command: Command;
  readonly account: Account | undefined;
  readonly place: Word;
  /** Where the account stands. */
  readonly accountPlace: Word | undefined;
};

/** `"PROGRAM ARGUMENTS" [USER [[:]GROUP]]` (keepalived.conf(5), "SCRIPTS"). */
export const scriptCall: Shape<WrittenScript> = {
  syntax: '"<COMMAND>" [<USER> [<GROUP>]]',
  block: false,
  read(statement, report) {
    const script = readScriptLine(statement, report);
    const [place, accountPlace, , extra] = statement.words;
    if (script === undefined || place === undefined) return undefined;
    if (script.program === undefined) {
      const message = `${statement.keyword.text} names no program - ignoring`;
      report.error("missing-setting", place, message, { effect: "none" });
      return undefined;
    }
    if (script.rest.length > 2) {
      const message = `${statement.keyword.text} takes a command, a user and a group: the words behind them are dropped`;
      report.warning("extra-words", extra, message, { cure: quotingCure(statement), effect: "none" });
    }
    const [user, group] = script.rest;
    const account = user === undefined ? undefined : { user, group: group?.replace(/^:/u, "") };
    return { command: { words: [script.program, ...script.parameters] }, account, place, accountPlace };
  },
  print: printScriptCall,
};

/** The same, or nothing behind the keyword. */
export const optionalScriptCall: Shape<WrittenScript | "bare"> = {
  ...scriptCall,
  syntax: `[${scriptCall.syntax}]`,
  read: (statement, report) => (statement.words.length === 0 ? "bare" : scriptCall.read(statement, report)),
  print: (value: WrittenScript | "bare") => (value === "bare" ? "" : printScriptCall(value)),
};

/** `"PROGRAM ARGUMENTS"`; what stands behind it is dropped. Undefined when there is no program. */
export const scriptCommand: Shape<Command> = {
  syntax: '"<COMMAND>"',
  block: false,
  read(statement, report) {
    const script = readScriptLine(statement, report);
    if (script === undefined) return undefined;
    if (script.rest.length > 0) {
      const message = `only the first word after ${statement.keyword.text} is run, the others are dropped`;
      report.warning("extra-words", statement.words[1], message, { cure: quotingCure(statement), effect: "none" });
    }
    return script.program === undefined ? undefined : { words: [script.program, ...script.parameters] };
  },
  print: printCommandWord,
};

type ScriptLine = {
  /** Undefined: the command is empty. */
  readonly program: string | undefined;
  readonly parameters: readonly string[];
  /** Words behind the command: user and group, or what was forgotten to be quoted. */
  readonly rest: readonly string[];
};

/** Splits a line into a command and what follows, and the command into words. */
function readScriptLine(statement: Statement, report: Reporter): ScriptLine | undefined {
  if (requiredWord(statement, 0, report) === undefined) return undefined;
  const span = wordsFrom(statement, 0);
  if (span === undefined) return undefined;
  const text = span.source.text.slice(span.start, span.end);
  const onLine = splitWords(text);
  const [command = "", ...rest] = onLine.words;
  const { words, unclosed } = splitWords(command);
  // A double quote without its partner was reported by the lexer.
  if (unclosed || (onLine.unclosed && !text.includes('"'))) {
    const cure = "the last argument goes to the end of the string";
    report.error("unclosed-quote", span, `${statement.keyword.text}: missing terminating quote`, { cure });
  }
  const [program, ...parameters] = words;
  return { program: program === "" ? undefined : program, parameters, rest };
}

function quotingCure({ keyword }: Statement): string {
  return `put the command and its arguments into one pair of quotes: ${keyword.text} "/path/program argument"`;
}

/** The words behind the keyword. */
export function printScriptCall({ command, account }: Pick<WrittenScript, "command" | "account">): string {
  return printCommandWord(command) + (account === undefined ? "" : ` ${printAccount(account)}`);
}

/** A command as the one word of a line that it is read back from. */
function printCommandWord({ words }: Command): string {
  const text = words.map(printArgument).join(" ");
  return /^[\w./:=@%+,<-]+$/u.test(text) ? text : `"${escape(text, /[\\"\p{Cc}]/gu)}"`;
}

/** One word of a command: bare or in single quotes. */
function printArgument(word: string): string {
  return /^[^\s\\'"\p{Cc}]+$/u.test(word) ? word : `'${escape(word, /[\\'\p{Cc}]/gu)}'`;
}

/** Octal, for a quote behind a backslash ends words in one place and not in another. */
function escape(text: string, unsafe: RegExp): string {
  return text.replaceAll(unsafe, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
