import type { BodyPattern, BodyPatternOption } from "./config.ts";

/**
 * A pattern of PCRE2 as an expression of JavaScript. Both are alike in what most patterns use; what they write
 * differently is translated here, and what JavaScript does not have is refused rather than taken for something else.
 */
export type TranslatedPattern = {
  readonly source: string;
  readonly flags: string;
  /** A match begins before the end of the first line (pcre2api(3), PCRE2_FIRSTLINE). */
  readonly firstLine: boolean;
  /** The body is text in UTF-8; otherwise each byte is a character. */
  readonly utf: boolean;
  /** Options that cannot be kept to: the expression means something a little different. */
  readonly dropped: readonly BodyPatternOption[];
};

/** Undefined: the expression cannot be used; `problem` says why. */
export type PatternTranslation = TranslatedPattern | { readonly problem: string };

/** All others are kept to, or change how the reference searches and not whether there is a match. */
const unkept: ReadonlySet<BodyPatternOption> = new Set(["ucp"]);

export function translatePattern({ expression, options }: BodyPattern): PatternTranslation {
  const given = new Set<BodyPatternOption>(options);
  const start = /^\(\?([imsx]+)\)/u.exec(expression);
  for (const letter of start?.[1] ?? "") given.add(inlineOptions[letter] ?? "caseless");
  try {
    const body = expression.slice(start?.[0].length ?? 0);
    const utf = given.has("utf");
    const source = new Translator(utf ? body : bytesOf(body), given).translate();
    const flags = `g${given.has("caseless") ? "i" : ""}${utf ? "u" : ""}`;
    // Thrown here rather than at the first check.
    void new RegExp(source, flags);
    const dropped = options.filter((option) => unkept.has(option));
    return { source, flags, firstLine: given.has("firstline"), utf, dropped };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: error.message };
    throw error;
  }
}

const inlineOptions: Readonly<Record<string, BodyPatternOption>> = {
  i: "caseless",
  m: "multiline",
  s: "dotall",
  x: "extended",
};

/** POSIX classes (pcre2pattern(3)), as they stand inside brackets. */
const posixClasses: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t-\\r ",
  upper: "A-Z",
  word: "\\w",
  xdigit: "A-Fa-f0-9",
};

/** Escapes outside brackets that are written in another way. */
const escapes: Readonly<Record<string, string>> = {
  a: "\\x07",
  e: "\\x1b",
  h: "[ \\t\\xa0]",
  H: "[^ \\t\\xa0]",
  N: "[^\\n]",
  R: "(?:\\r\\n|[\\n-\\r\\x85])",
  v: "[\\n-\\r\\x85]",
  V: "[^\\n-\\r\\x85]",
  A: "(?<![^])",
  z: "(?![^])",
  Z: "(?=\\n?(?![^]))",
  s: "[\\t-\\r ]",
  S: "[^\\t-\\r ]",
};

const escapesInBrackets: Readonly<Record<string, string>> = {
  a: "\\x07",
  e: "\\x1b",
  h: " \\t\\xa0",
  v: "\\n-\\r\\x85",
  s: "\\t-\\r ",
};

/** Letters that mean the same in both languages behind a backslash. */
const sameEscapes = "bBdDwWnrtf";

const mark = /[$()*+./?[\\\]^{|}]/u;

class Translator {
  readonly #text: string;
  readonly #options: ReadonlySet<BodyPatternOption>;
  #at = 0;

  constructor(text: string, options: ReadonlySet<BodyPatternOption>) {
    this.#text = text;
    this.#options = options;
  }

  translate(): string {
    let result = "";
    while (this.#at < this.#text.length) result += this.#next();
    return result;
  }

  /** The next `length` characters, without taking them. */
  #peek(length: number): string {
    return this.#text.slice(this.#at, this.#at + length);
  }

  #take(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new SyntaxError("the expression ends with a backslash or inside brackets");
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #next(): string {
    const character = this.#take();
    switch (character) {
      case "\\":
        return this.#escape();
      case "[":
        return this.#brackets();
      case "(":
        return this.#group();
      case ".":
        return this.#options.has("dotall") ? "[^]" : "[^\\n]";
      case "$":
        return this.#dollar();
      case "^":
        return this.#options.has("multiline") ? "(?<![^\\n])" : "(?<![^])";
      case "*":
      case "+":
      case "?":
        return this.#quantifier(character);
      case "}":
        return this.#closesQuantifier() ? this.#quantifier(character) : "\\}";
      case "{":
        return /^\d+(?:,\d*)?\}/u.test(this.#text.slice(this.#at)) ? "{" : "\\{";
      case "]":
        return "\\]";
      default:
        return this.#plain(character);
    }
  }

  #quantifier(character: string): string {
    if (this.#peek(1) === "+") throw new SyntaxError(`possessive quantifiers (${character}+) are not supported`);
    return character;
  }

  #closesQuantifier(): boolean {
    return /\{\d+(?:,\d*)?\}$/u.test(this.#text.slice(0, this.#at));
  }

  /** White space and comments mean nothing in an extended expression. */
  #plain(character: string): string {
    if (!this.#options.has("extended")) return character === "/" ? "\\/" : character;
    if (/\s/u.test(character)) return "";
    if (character !== "#") return character === "/" ? "\\/" : character;
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
    return "";
  }

  /** A dollar stands also before a line feed at the very end, unless it is told not to. */
  #dollar(): string {
    if (this.#options.has("multiline")) return "(?![^\\n])";
    return this.#options.has("dollar_endonly") ? "(?![^])" : "(?=\\n?(?![^]))";
  }

  #escape(): string {
    const character = this.#take();
    if (character === "Q") return this.#quoted();
    if (character === "E") return "";
    const known = escapes[character];
    if (known !== undefined) return known;
    if (/[1-9]/u.test(character)) return `\\${character}`;
    if (character === "k") return this.#named(/^(?:<(\w+)>|'(\w+)'|\{(\w+)\})/u);
    return this.#sharedEscape(character, false);
  }

  /** Escapes that are the same inside and outside of brackets. */
  #sharedEscape(character: string, inBrackets: boolean): string {
    if (sameEscapes.includes(character)) return `\\${character}`;
    if (character === "x") return this.#hexadecimal();
    if (character === "0") return this.#octal();
    if (character === "u" && this.#options.has("alt_bsux")) return "\\u";
    if ((character === "p" || character === "P") && this.#options.has("utf")) return this.#property(character);
    if (/[A-Za-z0-9]/u.test(character)) throw new SyntaxError(`\\${character} is not supported`);
    return mark.test(character) || (character === "-" && inBrackets) ? `\\${character}` : character;
  }

  /** \xhh and \x{hhh}. */
  #hexadecimal(): string {
    const digits = /^(?:\{([\dA-Fa-f]{1,6})\}|([\dA-Fa-f]{0,2}))/u.exec(this.#text.slice(this.#at));
    this.#at += digits?.[0].length ?? 0;
    return printCode(Number.parseInt(digits?.[1] ?? digits?.[2] ?? "0", 16) || 0);
  }

  #octal(): string {
    const digits = /^[0-7]{0,2}/u.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += digits.length;
    return printCode(Number.parseInt(`0${digits}`, 8));
  }

  #property(letter: string): string {
    const name = /^(?:\{\w+\}|\w)/u.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += name.length;
    return `\\${letter}${name.length === 1 ? `{${name}}` : name}`;
  }

  #quoted(): string {
    const end = this.#text.indexOf("\\E", this.#at);
    const text = end < 0 ? this.#text.slice(this.#at) : this.#text.slice(this.#at, end);
    this.#at += text.length + (end < 0 ? 0 : 2);
    return Array.from(text, quote).join("");
  }

  #named(form: RegExp): string {
    const found = form.exec(this.#text.slice(this.#at));
    if (found === null) throw new SyntaxError("\\k needs the name of a group");
    this.#at += found[0].length;
    return `\\k<${found.slice(1).find((name) => name !== undefined) ?? ""}>`;
  }

  #brackets(): string {
    const negated = this.#peek(1) === "^";
    if (negated) this.#at += 1;
    let result = negated ? "[^" : "[";
    // A bracket that comes first is one of the characters.
    if (this.#peek(1) === "]" && !this.#options.has("allow_empty_class")) {
      this.#at += 1;
      result += "\\]";
    }
    for (let character = this.#take(); character !== "]"; character = this.#take()) {
      result += this.#inBrackets(character);
    }
    return `${result}]`;
  }

  #inBrackets(character: string): string {
    if (character === "[") return this.#posixClass();
    if (character !== "\\") return character;
    const next = this.#take();
    if (next === "Q" || next === "E") throw new SyntaxError("\\Q and \\E inside brackets are not supported");
    if (next === "b") return "\\b";
    return escapesInBrackets[next] ?? this.#sharedEscape(next, true);
  }

  #posixClass(): string {
    const found = /^:(\^?)([a-z]+):\]/u.exec(this.#text.slice(this.#at));
    if (found === null) return "\\[";
    const [whole, not, name = ""] = found;
    const members = posixClasses[name];
    if (members === undefined || not === "^") throw new SyntaxError(`[${whole} is not supported`);
    this.#at += whole.length;
    return members;
  }

  /** Groups that JavaScript has, under its names for them. */
  #group(): string {
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith("*")) throw new SyntaxError("verbs such as (*ANY) are not supported");
    if (!rest.startsWith("?")) return "(";
    const comment = /^\?#[^)]*\)/u.exec(rest);
    const name = /^\?(?:P?<(\w+)>|'(\w+)')/u.exec(rest);
    const reference = /^\?P=(\w+)\)/u.exec(rest);
    const same = /^\?(?::|=|!|<=|<!)/u.exec(rest);
    const found = comment ?? name ?? reference ?? same;
    if (found === null) throw new SyntaxError(`groups such as (${rest.slice(0, 3)} are not supported`);
    this.#at += found[0].length;
    if (found === comment) return "";
    if (found === name) return `(?<${name[1] ?? name[2] ?? ""}>`;
    return found === reference ? `\\k<${reference[1] ?? ""}>` : `(${found[0]}`;
  }
}

function quote(character: string): string {
  return mark.test(character) ? `\\${character}` : character;
}

function printCode(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

/** The bytes of UTF-8, a character for each: what the reference compares without the option utf. */
function bytesOf(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return character;
    return encodeURIComponent(character).replaceAll(/%(..)/gu, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }).join("");
}
