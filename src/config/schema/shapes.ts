import { IpAddress } from "../../base/ip-address.ts";
import type { Family } from "../../base/ip-address.ts";
import type { Word } from "../lexer.ts";
import { writeOneOf } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import type { Shape } from "./keyword.ts";
import { quoteWord, refuseExtraWords, requiredWord, shorten } from "./words.ts";

/** Present or not; words behind it mean nothing. */
export const flag: Shape<true> = {
  syntax: "",
  block: false,
  read(statement, report) {
    refuseExtraWords(statement, 0, report);
    return true;
  },
  print: () => "",
};

export const offWords: readonly string[] = ["off", "false", "no"];

/** on, true, yes or nothing; off, false, no (keepalived.conf(5), "PARAMETER SYNTAX"). */
export const switched: Shape<boolean> = {
  syntax: "[on|off|true|false|yes|no]",
  block: false,
  read(statement, report) {
    const [word] = statement.words;
    refuseExtraWords(statement, 1, report);
    if (word === undefined || ["on", "true", "yes"].includes(word.text)) return true;
    if (offWords.includes(word.text)) return false;
    const message = `invalid ${statement.keyword.text} '${word.text}' - ignoring`;
    report.warning("invalid-value", word, message, { cure: "write on, off, true, false, yes or no" });
    return undefined;
  },
  print: (value) => (value ? "on" : "off"),
};

/** Exactly one word, without its quotes. */
export const plainText: Shape<string> = {
  syntax: "<STRING>",
  block: false,
  read(statement, report) {
    refuseExtraWords(statement, 1, report);
    return requiredWord(statement, 0, report)?.text;
  },
  print: quoteWord,
};

/** One of a few words. */
export function choice<const T extends string>(choices: readonly T[], otherwise = "ignoring"): Shape<T> {
  return {
    syntax: choices.join("|"),
    block: false,
    read(statement, report) {
      refuseExtraWords(statement, 1, report);
      const given = requiredWord(statement, 0, report);
      const value = choices.find((name) => name === given?.text);
      if (given === undefined || value !== undefined) return value;
      const message = `unknown ${statement.keyword.text} '${shorten(given.text)}', ${otherwise}`;
      report.warning("invalid-value", given, message, { cure: writeOneOf(given.text, choices) });
      return undefined;
    },
    print: quoteWord,
  };
}

/** Exactly one word, and where it stands. */
export const word: Shape<Word> = {
  syntax: "<STRING>",
  block: false,
  read(statement, report) {
    refuseExtraWords(statement, 1, report);
    return requiredWord(statement, 0, report);
  },
  print: (value) => quoteWord(value.text),
};

/** One word; a line without it is ignored rather than fatal. */
export const forgivingWord: Shape<Word> = {
  syntax: "<STRING>",
  block: false,
  forgiving: true,
  read(statement, report) {
    const [first] = statement.words;
    refuseExtraWords(statement, 1, report);
    if (first === undefined) {
      const { text } = statement.keyword;
      report.error("missing-setting", statement.keyword, `${text} name missing - ignoring`);
    }
    return first;
  },
  print: (value) => quoteWord(value.text),
};

/** As `shape`, but a line without a parameter is ignored rather than fatal. */
export function forgiving<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    forgiving: true,
    read(statement, report) {
      if (statement.words.length > 0) return shape.read(statement, report);
      const { text } = statement.keyword;
      report.error("missing-setting", statement.keyword, `No ${text} specified - ignoring`);
      return undefined;
    },
  };
}

/** As `shape`, but a line with more than one word is ignored as a whole. */
export function single<T>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    read(statement, report) {
      const [, extra] = statement.words;
      if (extra === undefined) return shape.read(statement, report);
      report.error("extra-words", extra, `Too many parameters specified for ${statement.keyword.text} - ignoring`);
      return undefined;
    },
  };
}

/** The meaning of one of a few words, or `bare` for the keyword alone; other words are reported and left out. */
export function optionalChoice<const T extends string>(choices: Readonly<Record<string, T>>, bare: T): Shape<T> {
  return {
    syntax: `[${Object.keys(choices).join("|")}]`,
    block: false,
    read(statement, report) {
      const [given] = statement.words;
      refuseExtraWords(statement, 1, report);
      if (given === undefined) return bare;
      const value = Object.hasOwn(choices, given.text) ? choices[given.text] : undefined;
      if (value !== undefined) return value;
      const message = `unknown ${statement.keyword.text} option '${shorten(given.text)}' - ignoring`;
      report.warning("invalid-value", given, message, {
        cure: writeOneOf(given.text, Object.keys(choices), " or nothing"),
      });
      return bare;
    },
    print: (value) => Object.keys(choices).find((name) => choices[name] === value) ?? "",
  };
}

/** A keyword whose line is read by its own decoder. */
export const line: Shape<Statement> = {
  syntax: "...",
  block: false,
  read: (statement) => statement,
};

/** An address of either family, or of the one given. */
export function address(family?: Family): Shape<IpAddress> {
  return {
    syntax: "<IP ADDRESS>",
    block: false,
    read(statement, report) {
      const text = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      return text && parseAddress(text, family, statement.keyword.text, report);
    },
    print: (value) => value.toString(),
  };
}

/** The address that a word gives, or undefined and a finding. */
export function parseAddress(
  text: Word,
  family: Family | undefined,
  name: string,
  report: Reporter,
): IpAddress | undefined {
  const parsed = IpAddress.parse(text.text);
  if (parsed === undefined) {
    report.error("invalid-value", text, `${name}: '${text.text}' is not an IP address - ignoring`);
    return undefined;
  }
  if (family === undefined || parsed.family === family) return parsed;
  const wanted = family === "ipv4" ? "IPv4" : "IPv6";
  report.error("address-family", text, `${name}: ${text.text} is not an ${wanted} address - ignoring`);
  return undefined;
}

/** A block whose lines are entries rather than keywords; a brace inside is reported and disregarded. */
export const lines: Shape<readonly Statement[]> = {
  syntax: "{ ... }",
  block: true,
  read(statement, report) {
    const [extra] = statement.words;
    if (extra !== undefined) {
      const message = `Block ${statement.keyword.text} has extra parameters - ignoring them`;
      report.error("extra-words", extra, message, { cure: "its entries stand between the braces" });
    }
    const entries: Statement[] = [];
    // A stack instead of recursion: the depth is up to the file.
    const waiting = [...(statement.block?.statements ?? [])].reverse();
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      entries.push(entry);
      if (entry.block === undefined) continue;
      report.error("unexpected-brace", entry.block.open, "Unexpected '{' - ignoring");
      waiting.push(...entry.block.statements.toReversed());
    }
    return entries;
  },
};

/** A block of keywords, which its own decoder reads. */
export const block: Shape<Statement> = {
  syntax: "{ ... }",
  block: true,
  read(statement, report) {
    refuseExtraWords(statement, 0, report);
    return statement;
  },
};

/** A block of keywords with a name in front of it. */
export const namedBlock: Shape<Statement> = {
  syntax: "<NAME> { ... }",
  block: true,
  read: (statement) => statement,
};
