/** Takes a stream of bytes apart into lines. Keeps what a line lacks, up to a limit. */
export class LineReader {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #size = 0;

  /** `limit`: bytes of a line. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that are complete now, without their ends; undefined: one is longer than it may be. */
  push(chunk: Uint8Array): readonly string[] | undefined {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      this.#keep(chunk.subarray(from, end));
      if (this.#size > this.#limit) return undefined;
      lines.push(this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return this.#size > this.#limit ? undefined : lines;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#size += part.length;
  }

  #take(): string {
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    this.#size = 0;
    return text;
  }
}

const newline = 0x0a;
