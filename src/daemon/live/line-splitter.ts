/** Makes lines of what comes in pieces. What has no end within the limit is not kept. */
export class LineSplitter {
  readonly #limit: number;
  readonly #take: (line: string) => void;
  #pieces: Buffer[] = [];
  #length = 0;
  #isOver = false;

  /** `limit`: bytes of a line with its newline. */
  constructor(limit: number, take: (line: string) => void) {
    this.#limit = limit;
    this.#take = take;
  }

  /** False: a line is too long. Nothing is taken any more. */
  add(chunk: Buffer): boolean {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && !this.#isOver; end = chunk.indexOf(newline, from)) {
      this.#keep(chunk.subarray(from, end + 1));
      from = end + 1;
      if (!this.#isOver) this.#flush();
    }
    if (!this.#isOver && from < chunk.length) this.#keep(chunk.subarray(from));
    return !this.#isOver;
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    // A last piece without its newline is a whole line short of it.
    const isOver = this.#length > this.#limit || (this.#length === this.#limit && piece.at(-1) !== newline);
    if (isOver) {
      this.#isOver = true;
      this.#pieces = [];
      return;
    }
    this.#pieces.push(piece);
  }

  #flush(): void {
    const line = Buffer.concat(this.#pieces).toString("utf8").trimEnd();
    this.#pieces = [];
    this.#length = 0;
    if (line !== "") this.#take(line);
  }
}

const newline = 0x0a;
