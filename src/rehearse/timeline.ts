import { type Duration, elapsed, type Instant, sum, zeroDuration } from "../base/time.ts";

/** From that moment on these nodes hold an address where it can be reached. */
export type Tenure = { readonly at: Instant; readonly owners: readonly string[] };

/** A stretch of time; `until` is the end of what was looked at when it had not ended. */
export type Stretch = { readonly from: Instant; readonly until: Instant; readonly owners: readonly string[] };

/** Who held which address when. It grows with each change of owners, and with nothing else. */
export class Timeline {
  readonly #tenures = new Map<string, Tenure[]>();

  get addresses(): readonly string[] {
    return Array.from(this.#tenures.keys());
  }

  note(at: Instant, address: string, owners: readonly string[]): void {
    const tenures = this.#tenures.get(address) ?? [];
    this.#tenures.set(address, tenures);
    const last = tenures.at(-1);
    if ((last?.owners.join(" ") ?? "") === owners.join(" ")) return;
    // What changes twice at once has not been.
    if (last?.at === at) tenures.pop();
    if ((tenures.at(-1)?.owners.join(" ") ?? "") !== owners.join(" ")) tenures.push({ at, owners });
  }

  owners(address: string, at: Instant): readonly string[] {
    return this.#tenures.get(address)?.findLast((tenure) => tenure.at <= at)?.owners ?? [];
  }

  /** How the time was divided, without gaps. */
  stretches(address: string, from: Instant, until: Instant): readonly Stretch[] {
    const inside = (this.#tenures.get(address) ?? []).filter(({ at }) => at > from && at < until);
    const marks = [{ at: from, owners: this.owners(address, from) }, ...inside];
    return marks.map(({ at, owners }, index) => ({ from: at, until: marks[index + 1]?.at ?? until, owners }));
  }
}

export function nobody({ owners }: Stretch): boolean {
  return owners.length === 0;
}

export function several({ owners }: Stretch): boolean {
  return owners.length > 1;
}

/** The whole time of the stretches that are of that kind. */
export function total(stretches: readonly Stretch[], isMeant: (stretch: Stretch) => boolean): Duration {
  return stretches.filter(isMeant).reduce((so, each) => sum(so, lengthOf(each)), zeroDuration);
}

/** The longest one of them. */
export function longest(stretches: readonly Stretch[], isMeant: (stretch: Stretch) => boolean): Duration {
  return stretches
    .filter(isMeant)
    .map(lengthOf)
    .reduce((most, each) => (each > most ? each : most), zeroDuration);
}

function lengthOf({ from, until }: Stretch): Duration {
  return elapsed(from, until);
}
