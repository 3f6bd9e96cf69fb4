import type { Instant } from "../../base/time.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { Input } from "../../vrrp/inputs.ts";

/** Inputs that wait for the disk. What goes beyond is not recorded, which is. */
export const waitingLimit = 20_000;

/** What an engine was told, and what came of it. */
export type HandledInput = { readonly at: Instant; readonly input: Input; readonly effects: readonly Effect[] };

/** Inputs in their order, from when they are put aside until they are written, and how many never will be. */
export class WaitingInputs {
  #waiting: HandledInput[] = [];
  /** The first that was not taken. */
  #next = 0;
  /** Taken, and not written yet. */
  #underWay = 0;
  #lost = 0;

  /** The next to be taken; undefined: none waits. */
  get first(): HandledInput | undefined {
    return this.#waiting[this.#next];
  }

  get lost(): number {
    return this.#lost;
  }

  /** Behind a gap all are lost, until `takeLost`: what begins there begins with what is known then. */
  add(input: HandledInput): void {
    if (this.#lost > 0 || this.#waiting.length - this.#next >= waitingLimit) this.#lost += 1;
    else this.#waiting.push(input);
  }

  take(): HandledInput | undefined {
    const { first } = this;
    if (first === undefined) {
      this.#waiting = [];
      this.#next = 0;
      return undefined;
    }
    this.#next += 1;
    this.#underWay += 1;
    return first;
  }

  /** What was taken is where it belongs. */
  written(): void {
    this.#underWay = 0;
  }

  /** Neither what waits nor what is under way will be written. */
  drop(): void {
    this.#lost += this.#underWay + this.#waiting.length - this.#next;
    this.#underWay = 0;
    this.#waiting = [];
    this.#next = 0;
  }

  /** How many were lost; from now on they are not any more. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
