import { isBlank } from "../lexer.ts";
import { invalidRepetition } from "./repetition.ts";
import type { RepetitionReading } from "./repetition.ts";

const head = /^~LST\s*\(/u;

/**
 * Reads `~LST(VAR, VALUE, ...)` or `~LST({VAR, ...}, {VALUE, ...}, ...)`: a line for each value, or for each group of
 * values; those that a group lacks are empty (keepalived.conf(5), "List blocks"). Values have no blanks, and their
 * parameters are replaced where they are used. Messages quote none of them, for they may be passwords. Undefined: the
 * line begins with something else.
 */
export function readList(line: string): RepetitionReading | undefined {
  const found = head.exec(line);
  if (found === null) return undefined;
  const items = new ItemReader(line, found[0].length).read();
  if (items === undefined) return invalidRepetition("Invalid ~LST specification");
  const [names = [], ...rows] = items.values;
  if (names.length === 0 || names.includes("") || rows.length === 0) {
    return invalidRepetition("Invalid ~LST specification");
  }
  if (rows.some((row) => row.length > names.length)) {
    return invalidRepetition("~LST specification has too many values");
  }
  const complete = rows.map((row) => names.map((_name, index) => row[index] ?? ""));
  return { kind: "repetition", repetition: { names, rows: complete, end: items.end } };
}

type Items = { readonly values: readonly (readonly string[])[]; readonly end: number };

/** Reads what stands between the parentheses: values and groups of values, with commas between them. */
class ItemReader {
  readonly #line: string;
  #at: number;

  constructor(line: string, start: number) {
    this.#line = line;
    this.#at = start;
  }

  /** Undefined: it does not end as it should. `end` is behind the closing parenthesis. */
  read(): Items | undefined {
    const values: (readonly string[])[] = [];
    for (;;) {
      const value = this.#skipped() === "{" ? this.#group() : this.#single();
      if (value === undefined) return undefined;
      values.push(value);
      const separator = this.#skipped();
      this.#at++;
      if (separator === ")") return { values, end: this.#at };
      if (separator !== ",") return undefined;
    }
  }

  #group(): readonly string[] | undefined {
    const values: string[] = [];
    for (;;) {
      this.#at++;
      values.push(this.#word());
      const separator = this.#skipped();
      if (separator === ",") continue;
      if (separator !== "}") return undefined;
      this.#at++;
      return values;
    }
  }

  #single(): readonly string[] {
    return [this.#word()];
  }

  #word(): string {
    this.#skipped();
    const start = this.#at;
    while (this.#at < this.#line.length && !this.#endsWord()) this.#at++;
    return this.#line.slice(start, this.#at);
  }

  #endsWord(): boolean {
    return isBlank(this.#line.charCodeAt(this.#at)) || ",){}".includes(this.#line.charAt(this.#at));
  }

  /** The next character that is not blank; "" at the end. */
  #skipped(): string {
    while (this.#at < this.#line.length && isBlank(this.#line.charCodeAt(this.#at))) this.#at++;
    return this.#line.charAt(this.#at);
  }
}
