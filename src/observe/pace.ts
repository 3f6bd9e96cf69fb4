/** Where questions take turns, with pauses between them. */
export type PaceSurroundings = {
  /** Milliseconds of any origin. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
};

/** Who may wait for a turn at a time. */
export const paceLimit = 8;

/** How many times as long as the last answer took nothing is asked after it. */
const restFactor = 4;

/**
 * Asks what is costly to answer one after the other, and never more often than that it takes a fifth of the time of who
 * answers: whoever asks here, the supervisor has work of its own.
 */
export class Pace {
  readonly #around: PaceSurroundings;
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(around: PaceSurroundings) {
    this.#around = around;
  }

  /** "busy": too many wait for their turns. Rejects as the question does. */
  async ask<T>(question: () => Promise<T>): Promise<T | "busy"> {
    if (this.#waiting >= paceLimit) return "busy";
    this.#waiting += 1;
    try {
      const before = this.#turn;
      const answered = before.then(async () => await this.#timed(question));
      this.#turn = answered.then(
        async ({ took }) => await this.#around.pause(took * restFactor),
        () => undefined,
      );
      return (await answered).answer;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #timed<T>(question: () => Promise<T>): Promise<{ readonly answer: T; readonly took: number }> {
    const began = this.#around.now();
    return { answer: await question(), took: this.#around.now() - began };
  }
}
