import { createInterface, type Interface } from "node:readline/promises";

/** Somebody at a terminal goes from step to step with Enter; a number goes on for so many, q ends. */
export class Pace {
  readonly #terminal: Interface | undefined;
  #free = 0;
  #isOver = false;

  constructor(isAsked: boolean) {
    const { stdin: input, stdout: output } = process;
    if (!isAsked || !input.isTTY || !output.isTTY) return;
    this.#terminal = createInterface({ input, output });
    this.#terminal.once("close", () => {
      this.#isOver = true;
    });
  }

  /** They have seen enough. */
  get isOver(): boolean {
    return this.#isOver;
  }

  async wait(): Promise<void> {
    if (this.#terminal === undefined || this.#isOver) return;
    this.#free -= 1;
    if (this.#free > 0) return;
    const closed = new AbortController();
    this.#terminal.once("close", () => closed.abort());
    const answer = await this.#terminal
      .question("Enter: next, number: so many, q: end > ", { signal: closed.signal })
      .catch(() => "q");
    this.#free = /^\d{1,9}$/u.test(answer.trim()) ? Number(answer) : 1;
    if (answer.trim() === "q") this.close();
  }

  close(): void {
    this.#isOver = true;
    this.#terminal?.close();
  }
}
