import { type Instant, instant } from "../../base/time.ts";
import type { StateName } from "../../vrrp/events.ts";

/** Instances that have a place; the others are not adopted. */
export const slotLimit = 8192;
/** Programs that have a place; the others are left to themselves. */
const programLimit = 504;

const states: readonly StateName[] = ["init", "backup", "master", "fault"];

/** Numbers in the head of the memory; the others are zero. */
const aliveIndex = 0;
const untoldIndex = 1;
const firstProgram = 8;
const firstSlot = firstProgram + programLimit;
const numbersPerSlot = 3;
const inSlot = { advertisedAt: 0, state: 1, told: 2 } as const;

/** Bytes of the memory. Only the pages that are used exist. */
export const beatsSize: number = (firstSlot + slotLimit * numbersPerSlot) * Float64Array.BYTES_PER_ELEMENT;

/**
 * What changes all the time, as numbers in a piece of memory that outlives the process: when it last did something,
 * the programs that it has started, and of each instance its state and its last advert. Each is one store.
 */
export class Beats {
  readonly #numbers: Float64Array;

  /** Throws RangeError when the memory is too small. */
  constructor(memory: ArrayBuffer) {
    this.#numbers = new Float64Array(memory, 0, beatsSize / Float64Array.BYTES_PER_ELEMENT);
  }

  get aliveAt(): Instant {
    return instant(this.#numbers[aliveIndex] ?? 0);
  }

  alive(now: Instant): void {
    this.#numbers[aliveIndex] = now;
  }

  /** Events that the supervisor has not been told. */
  get untold(): number {
    return this.#numbers[untoldIndex] ?? 0;
  }

  setUntold(count: number): void {
    this.#numbers[untoldIndex] = count;
  }

  state(slot: number): StateName {
    return states[this.#numbers[placeOf(slot, "state")] ?? 0] ?? "init";
  }

  setState(slot: number, state: StateName): void {
    this.#numbers[placeOf(slot, "state")] = states.indexOf(state);
  }

  /** The state that scripts, FIFOs and mail were told last; "init": nothing. */
  told(slot: number): StateName {
    return states[this.#numbers[placeOf(slot, "told")] ?? 0] ?? "init";
  }

  setTold(slot: number, state: StateName): void {
    this.#numbers[placeOf(slot, "told")] = states.indexOf(state);
  }

  /** Undefined: never. */
  advertisedAt(slot: number): Instant | undefined {
    const at = this.#numbers[placeOf(slot, "advertisedAt")] ?? 0;
    return at === 0 ? undefined : instant(at);
  }

  advertised(slot: number, at: Instant | undefined): void {
    this.#numbers[placeOf(slot, "advertisedAt")] = at ?? 0;
  }

  /** Numbers of the processes. */
  get programs(): readonly number[] {
    return Array.from(this.#numbers.subarray(firstProgram, firstSlot)).filter((pid) => pid > 0);
  }

  /** Undefined: it could not be started. */
  addProgram(pid: number | undefined): { remove(): void } {
    const place = this.#numbers.indexOf(0, firstProgram);
    if (pid !== undefined && place < firstSlot) this.#numbers[place] = pid;
    return {
      remove: () => {
        if (this.#numbers[place] === pid) this.#numbers[place] = 0;
      },
    };
  }
}

function placeOf(slot: number, what: keyof typeof inSlot): number {
  return firstSlot + slot * numbersPerSlot + inSlot[what];
}
