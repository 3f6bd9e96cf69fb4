import { maximumLineLength } from "../reading/bounds.ts";

const indentation = "  ";

/**
 * Lines of a configuration file, indented by block unless that makes them too long to be read, each with what is to
 * be said about it behind it.
 */
export class DumpText {
  readonly #lines: string[] = [];
  #depth = 0;

  line(text: string, comment?: string): void {
    const indent = indentation.repeat(this.#depth);
    const fits = indent.length + text.length <= maximumLineLength;
    const line = fits ? indent + text : text;
    this.#lines.push(comment === undefined ? line : `${line}  # ${comment}`);
  }

  /** `header { ... }`, with what `write` writes inside. */
  block(header: string, comment: string | undefined, write: () => void): void {
    if (this.#depth === 0 && this.#lines.length > 0) this.#lines.push("");
    this.line(`${header} {`, comment);
    this.#depth++;
    write();
    this.#depth--;
    this.line("}");
  }

  toString(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }
}
