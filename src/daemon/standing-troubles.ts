import { printSystemError, type SystemError } from "../platform/ports.ts";

/** What is failing now, so that each failure is told once, until the same call works again. */
export class StandingTroubles {
  readonly #tell: (message: string) => void;
  readonly #standing = new Set<string>();

  /** `tell` takes one line for the log. */
  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  /** Nothing is failing: that a call has worked need not be noted. */
  get isEmpty(): boolean {
    return this.#standing.size === 0;
  }

  /** `what` was tried; undefined: it has worked. */
  note(what: string, error: SystemError | undefined): void {
    if (error === undefined) {
      this.#standing.delete(what);
    } else if (!this.#standing.has(what)) {
      this.#standing.add(what);
      this.#tell(`${what} (${printSystemError(error)})`);
    }
  }
}
