import type { Rng } from "../../base/rng.ts";
import { type Duration, microseconds, sum, zeroDuration } from "../../base/time.ts";
import type { Fault, Scope } from "./fault.ts";

/** A packet on its way to one receiver. */
export type Passage = { readonly segment: string | undefined; readonly from: string; readonly to: string };

type Rule = Exclude<Fault, { readonly kind: "lateness" }>;

const onTime: readonly Duration[] = [zeroDuration];
const lost: readonly Duration[] = [];

/**
 * What becomes of packets. Chance is drawn in the order in which packets are sent, so that the same seed and the same
 * packets have the same fate. Of several rules for one packet the strongest counts.
 */
export class WireFaults {
  readonly #rng: Rng;
  #rules: readonly Rule[] = [];

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** In place of an earlier one of the same kind and scope. */
  set(rule: Rule): void {
    const others = this.#rules.filter((each) => each.kind !== rule.kind || !isSame(each.scope, rule.scope));
    this.#rules = isNothing(rule) ? others : [...others, rule];
  }

  clear(kind: Rule["kind"]): void {
    this.#rules = this.#rules.filter((each) => each.kind !== kind);
  }

  /** How much later than usual each copy of a packet arrives; none: it is lost. */
  fate(passage: Passage): readonly Duration[] {
    if (this.#rules.length === 0) return onTime;
    let loss = 0;
    let duplication = 0;
    let fixed = zeroDuration;
    let jitter = zeroDuration;
    for (const rule of this.#rules) {
      if (!concerns(rule.scope, passage)) continue;
      if (rule.kind === "loss") loss = Math.max(loss, rule.share);
      else if (rule.kind === "duplication") duplication = Math.max(duplication, rule.share);
      else if (rule.fixed + rule.jitter > fixed + jitter) ({ fixed, jitter } = rule);
    }
    if (loss > 0 && this.#rng.chance(loss)) return lost;
    const copies = duplication > 0 && this.#rng.chance(duplication) ? 2 : 1;
    if (copies === 1 && fixed === 0 && jitter === 0) return onTime;
    return Array.from({ length: copies }, () => sum(fixed, this.#upTo(jitter)));
  }

  #upTo(most: Duration): Duration {
    return most === 0 ? zeroDuration : microseconds(this.#rng.below(most + 1));
  }
}

function concerns({ segment, from, to }: Scope, passage: Passage): boolean {
  return (
    (segment === undefined || segment === passage.segment) &&
    (from === undefined || from === passage.from) &&
    (to === undefined || to === passage.to)
  );
}

function isSame(one: Scope, other: Scope): boolean {
  return one.segment === other.segment && one.from === other.from && one.to === other.to;
}

/** A rule that is over. */
function isNothing(rule: Rule): boolean {
  return rule.kind === "delay" ? rule.fixed + rule.jitter === 0 : rule.share === 0;
}
