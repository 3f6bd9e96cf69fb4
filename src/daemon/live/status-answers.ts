import type { StatusPart } from "../../status/live/status-document.ts";
import type { News } from "../messages.ts";

/** Questions that wait while one is answered. Who asks puts his own together: more is nobody's need. */
export const waitingLimit = 16;

/** The end of an answer; alone: nothing is known. */
export function endOfAnswer(id: number): News {
  return { kind: "answer", id, part: {}, isLast: true };
}

/**
 * Answers questions about the state, a part in each turn of the event loop, and none while there is something more
 * urgent. Questions that come while others are answered wait, and are then answered together.
 */
export class StatusAnswers {
  readonly #walk: () => Iterator<StatusPart | undefined, undefined>;
  readonly #send: (news: News) => void;
  readonly #isBusy: () => boolean;
  #waiting: number[] = [];
  #isWalking = false;

  /** `walk` goes through everything in small steps; what is undefined is a step without a part. */
  constructor(
    walk: () => Iterator<StatusPart | undefined, undefined>,
    send: (news: News) => void,
    isBusy: () => boolean,
  ) {
    this.#walk = walk;
    this.#send = send;
    this.#isBusy = isBusy;
  }

  ask(id: number): void {
    if (this.#waiting.length >= waitingLimit) {
      const result = { code: "busy", message: "The process is asked too often: ask again a little later" } as const;
      this.#send({ kind: "result", id, result });
      return;
    }
    this.#waiting.push(id);
    if (!this.#isWalking) this.#begin();
  }

  #begin(): void {
    const ids = this.#waiting;
    this.#waiting = [];
    this.#isWalking = ids.length > 0;
    if (this.#isWalking) this.#go(ids, this.#walk(), []);
  }

  /** `unsent`: the part at hand, for those who have not got it yet. */
  #go(ids: readonly number[], walk: Iterator<StatusPart | undefined, undefined>, unsent: readonly News[]): void {
    setImmediate(() => {
      if (this.#isBusy()) return this.#go(ids, walk, unsent);
      const [news, ...others] = unsent;
      if (news !== undefined) {
        this.#send(news);
        return this.#go(ids, walk, others);
      }
      const { done, value: part } = walk.next();
      if (done === true) return this.#end(ids);
      return this.#go(
        ids,
        walk,
        part === undefined ? [] : ids.map((id) => ({ kind: "answer", id, part, isLast: false })),
      );
    });
  }

  #end(ids: readonly number[]): void {
    for (const id of ids) this.#send(endOfAnswer(id));
    this.#begin();
  }
}
