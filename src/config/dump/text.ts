const indentation = "  ";

/** Lines of a configuration file, indented by block, each with what is to be said about it behind it. */
export class DumpText {
  readonly #lines: string[] = [];
  #depth = 0;

  line(text: string, comment?: string): void {
    const indent = indentation.repeat(this.#depth);
    this.#lines.push(comment === undefined ? indent + text : `${indent}${text}  # ${comment}`);
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
