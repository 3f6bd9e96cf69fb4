/**
 * Writes one file at a time. A file that is asked for again before its turn has come is made once, of what was true
 * at the later request: the first would be gone at once. So what waits is bounded by the number of files.
 */
export class DumpQueue {
  readonly #waiting = new Map<string, () => Promise<void>>();
  #isWorking = false;

  /** `write` must not reject. */
  add(path: string, write: () => Promise<void>): void {
    this.#waiting.delete(path);
    this.#waiting.set(path, write);
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (const [path, write] of this.#waiting) {
      this.#waiting.delete(path);
      await write();
    }
    this.#isWorking = false;
  }
}
