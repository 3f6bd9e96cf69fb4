import { bodyPatternOptions } from "../../../check/config.ts";
import type { BodyPatternOption } from "../../../check/config.ts";
import type { Statement } from "../../tree.ts";
import { splitWords } from "../../words.ts";
import type { Shape } from "../keyword.ts";
import { shorten, wordsFrom } from "../words.ts";

/*
 * The reference reads these lines without a word about mistakes in them, also in a configuration test: findings have
 * no effect on it.
 */
const quietly = { effect: "none" } as const;

/** A regular expression, read as a quoted string with escapes (keepalived.conf(5), "Quoted strings"). */
export const expression: Shape<string> = {
  syntax: "<QUOTED STRING>",
  block: false,
  forgiving: true,
  read(statement, report) {
    const [text, extra] = splitWords(textBehind(statement)).words;
    if (text === undefined)
      report.error("missing-setting", statement.keyword, "regex without an expression is ignored", quietly);
    if (extra !== undefined) {
      const cure = "put the expression into quotes";
      report.warning("extra-words", statement.keyword, "only the first word after regex counts", { cure, ...quietly });
    }
    return text;
  },
  print: printQuotedString,
};

function textBehind(statement: Statement): string {
  const span = wordsFrom(statement, 0);
  return span === undefined ? "" : span.source.text.slice(span.start, span.end);
}

/** A string in quotes which `splitWords` reads back. */
export function printQuotedString(text: string): string {
  // Octal, for a quote behind a backslash ends words in one place and not in another.
  const escaped = text.replaceAll(/[\\"]|\p{Cc}/gu, (character) => {
    return `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}

/** Names of options; unknown ones are left out. */
export const expressionOptions: Shape<readonly BodyPatternOption[]> = {
  syntax: "<OPTION> ...",
  block: false,
  forgiving: true,
  read(statement, report) {
    return statement.words
      .flatMap((word) => word.text.split(/\s+/u).filter((text) => text !== ""))
      .flatMap((text) => {
        const option = bodyPatternOptions.find((name) => name === text);
        if (option !== undefined) return [option];
        const cure = `there are ${bodyPatternOptions.join(", ")}`;
        const message = `unknown regex option '${shorten(text)}' - ignoring`;
        report.error("invalid-value", statement.words[0], message, { cure, ...quietly });
        return [];
      });
  },
  print: (value) => value.join(" "),
};

/** A number of bytes. */
export const offset: Shape<number> = {
  syntax: "<BYTES>",
  block: false,
  forgiving: true,
  read({ keyword, words: [word] }, report) {
    const value = parseBytes(word?.text);
    if (value === undefined) {
      report.error("invalid-value", word ?? keyword, `${keyword.text} is no number of bytes - ignoring`, quietly);
    }
    return value;
  },
  print: String,
};

/** The first and the largest size of a stack, in bytes. */
export type StackSizes = { readonly start: number; readonly maximum: number };

export const stackSizes: Shape<StackSizes> = {
  syntax: "<BYTES> <BYTES>",
  block: false,
  forgiving: true,
  read({ keyword, words: [first, second] }, report) {
    const start = parseBytes(first?.text);
    const maximum = parseBytes(second?.text);
    if (start !== undefined && start > 0 && maximum !== undefined && start <= maximum) return { start, maximum };
    const message = "regex_stack takes two sizes in bytes, the smaller one first - ignoring";
    report.error("invalid-value", first ?? keyword, message, quietly);
    return undefined;
  },
  print: ({ start, maximum }) => `${start} ${maximum}`,
};

function parseBytes(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
}
