/** A pause that can be ended before its time. */
export class Wait {
  #end: (() => void) | undefined;

  async during(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Nothing happens when nobody waits. */
  end(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
