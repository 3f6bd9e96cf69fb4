/**
 * Writes one file at a time. One that is asked for again before its turn has come is made once, for the later request:
 * the first would be gone at once. So what waits is bounded by the number of names.
 */
export class DumpQueue {
  readonly #waiting = new Map<string, () => Promise<void>>();
  #isWorking = false;

  /** `write` must not reject. */
  add(name: string, write: () => Promise<void>): void {
    this.#waiting.delete(name);
    this.#waiting.set(name, write);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (const [name, write] of this.#waiting) {
      this.#waiting.delete(name);
      await write();
    }
    this.#isWorking = false;
  }
}
