import type { Instant } from "../base/time.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";
import type { Target } from "./audience.ts";
import type { Machine } from "./machine.ts";

/** Something that will happen to a machine. */
export type Pending = { readonly at: Instant } & (
  | {
      readonly kind: "packet";
      readonly target: Target;
      readonly instance: InstanceConfig;
      readonly send: Effect & { readonly kind: "send" };
    }
  | {
      readonly kind: "script";
      readonly machine: Machine;
      readonly engine: Machine["engine"];
      readonly script: string;
      readonly outcome: ScriptOutcome;
    }
  /** The end of a pause. */
  | { readonly kind: "resume"; readonly machine: Machine }
);

/** What is over and still kept, so that neither memory nor time grows. */
const mostDone = 1024;

/** What will happen, in the order of time; what is due at the same time in the order in which it was put in. */
export class PendingQueue {
  /** Those before `#first` are over. */
  #pending: Pending[] = [];
  #first = 0;

  get first(): Pending | undefined {
    return this.#pending[this.#first];
  }

  /** Nearly everything is the last. */
  put(pending: Pending): void {
    let place = this.#pending.length;
    while (place > this.#first && (this.#pending[place - 1]?.at ?? 0) > pending.at) place -= 1;
    if (place === this.#pending.length) this.#pending.push(pending);
    else this.#pending.splice(place, 0, pending);
  }

  dropFirst(): void {
    this.#first += 1;
    if (this.#first < mostDone) return;
    this.#pending = this.#pending.slice(this.#first);
    this.#first = 0;
  }
}
