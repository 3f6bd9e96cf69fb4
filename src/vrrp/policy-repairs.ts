import { type Duration, earlier, type Instant, later } from "../base/time.ts";
import { type Held, isNothing, nothingHeld } from "./held.ts";

/** Whose it is: an instance by its name, or undefined for what is static. */
export type Owner = string | undefined;

type Entry = { waiting: Held; readonly notBefore: Instant | undefined };

/**
 * Routes, rules and static addresses that are to be put back. At once, but not more often than once an interval for
 * each owner: with a program that removes them as fast, the machine and the log keep their peace.
 */
export class PolicyRepairs {
  readonly #interval: Duration;
  readonly #entries = new Map<Owner, Entry>();

  constructor(interval: Duration) {
    this.#interval = interval;
  }

  get deadline(): Instant | undefined {
    if (this.#entries.size === 0) return undefined;
    let deadline: Instant | undefined;
    for (const { waiting, notBefore } of this.#entries.values()) {
      if (!isNothing(waiting)) deadline = earlier(deadline, notBefore);
    }
    return deadline;
  }

  add(owner: Owner, what: Held): void {
    if (isNothing(what)) return;
    const { waiting, notBefore } = this.#entries.get(owner) ?? { waiting: nothingHeld, notBefore: undefined };
    this.#entries.set(owner, { waiting: union(waiting, what), notBefore });
  }

  /** What may be put back now. */
  takeDue(now: Instant): readonly { readonly owner: Owner; readonly what: Held }[] {
    const due: { readonly owner: Owner; readonly what: Held }[] = [];
    for (const [owner, { waiting, notBefore }] of this.#entries) {
      if (notBefore !== undefined && notBefore > now) continue;
      if (isNothing(waiting)) {
        this.#entries.delete(owner);
        continue;
      }
      due.push({ owner, what: waiting });
      this.#entries.set(owner, { waiting: nothingHeld, notBefore: later(now, this.#interval) });
    }
    return due;
  }
}

function union(a: Held, b: Held): Held {
  return {
    addresses: [...new Set([...a.addresses, ...b.addresses])],
    routes: [...new Set([...a.routes, ...b.routes])],
    rules: [...new Set([...a.rules, ...b.rules])],
  };
}
