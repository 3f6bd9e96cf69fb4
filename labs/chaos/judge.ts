import { type Duration, elapsed, type Instant, later, zeroDuration } from "../../src/base/time.ts";
import type { OwnershipChange } from "../../src/lab/index.ts";

/** A trouble as it really was: from just before it began to the moment at which the node was whole again. */
export type Disturbance = {
  readonly kind: string;
  readonly node: string;
  readonly from: Instant;
  readonly until: Instant;
  /** The sync group that it concerns; absent: all. */
  readonly group?: string;
  /** Nobody could reach the node: what it held counts for nothing. */
  readonly unreachable?: true;
};

/** What the protocol allows, from the configured intervals, and what a busy machine adds. */
export type Bounds = {
  /** From a trouble's beginning or end to an address that nobody had being owned again. */
  readonly silence: Duration;
  /** How long two nodes that nothing happened to may both hold an address while others are in trouble. */
  readonly contest: Duration;
  /** From the end of a trouble to everything being in its place. */
  readonly settling: Duration;
  /** From getting an address to telling the neighbours. */
  readonly announcing: Duration;
};

/** All that was seen of one run, between `begin`, when everything was in its place, and `end`. */
export type Observation = {
  readonly begin: Instant;
  readonly end: Instant;
  readonly nodes: readonly string[];
  /** Every address with the group it moves with. */
  readonly addresses: ReadonlyMap<string, string>;
  /** In the order of time, those from before `begin` too. */
  readonly changes: readonly OwnershipChange[];
  readonly disturbances: readonly Disturbance[];
  /** Moments at which everything had settled, and who had the highest priority then, by group. */
  readonly checkpoints: readonly { readonly at: Instant; readonly heirs: Readonly<Record<string, string>> }[];
};

export type Violation = {
  readonly rule: "calm" | "nobody" | "several" | "heir" | "unannounced";
  readonly address: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly owners: readonly string[];
};

/**
 * What must not have been:
 * - calm: when nothing had happened for the settling time, an address without exactly one owner, however shortly;
 * - nobody: in troubled times, an address without an owner for longer than `silence` after the last beginning or end of
 *   a trouble, while there was a node that could have held it;
 * - several: two owners that nothing had happened to, for longer than `contest`.
 * A node in trouble may hold an address besides another: a deaf one, a frozen one, one that hands over.
 */
export function judge(seen: Observation, bounds: Bounds): readonly Violation[] {
  return [...seen.addresses.keys()].flatMap((address) => merge(new AddressJudge(address, seen, bounds).violations()));
}

/** How long an address was without an owner at most, and how long two sound nodes held one, whatever is allowed. */
export function extremes(seen: Observation, bounds: Bounds): Readonly<Record<"nobody" | "several", Duration>> {
  const strict = judge(seen, { ...bounds, silence: zeroDuration, contest: zeroDuration });
  const longest = (rule: Violation["rule"]): Duration =>
    strict.reduce((worst, each) => {
      const length = elapsed(each.from, each.until);
      return each.rule === rule && length > worst ? length : worst;
    }, zeroDuration);
  return { nobody: longest("nobody"), several: longest("several") };
}

/** Who holds one address from `from` to `until`, in which nothing changes. */
type Stretch = { readonly from: Instant; readonly until: Instant; readonly owners: readonly string[] };

class AddressJudge {
  readonly #address: string;
  readonly #seen: Observation;
  readonly #bounds: Bounds;
  readonly #disturbances: readonly Disturbance[];
  /** When a trouble begins or ends: from then on the protocol has its time again. */
  readonly #turns: readonly Instant[];

  constructor(address: string, seen: Observation, bounds: Bounds) {
    const group = seen.addresses.get(address);
    this.#address = address;
    this.#seen = seen;
    this.#bounds = bounds;
    this.#disturbances = seen.disturbances.filter((each) => each.group === undefined || each.group === group);
    this.#turns = this.#disturbances.flatMap(({ from, until }) => [from, until]);
  }

  violations(): readonly Violation[] {
    const found: Violation[] = [];
    let nobodySince: Instant | undefined;
    let severalSince: Instant | undefined;
    for (const stretch of this.#stretches()) {
      const { from, until, owners } = stretch;
      const troubled = this.#nodesIn(from, this.#bounds.settling);
      const blame = (rule: Violation["rule"]): void => void found.push({ rule, address: this.#address, ...stretch });
      if (troubled.size === 0) {
        if (owners.length !== 1) blame("calm");
        [nobodySince, severalSince] = [undefined, undefined];
        continue;
      }
      const isTurn = this.#turns.includes(from);
      nobodySince = owners.length > 0 ? undefined : isTurn ? from : (nobodySince ?? from);
      const able = this.#seen.nodes.length - this.#nodesIn(from).size;
      if (nobodySince !== undefined && able > 0 && elapsed(nobodySince, until) > this.#bounds.silence) blame("nobody");
      const sound = owners.filter((node) => !troubled.has(node));
      severalSince = sound.length > 1 ? (severalSince ?? from) : undefined;
      if (severalSince !== undefined && elapsed(severalSince, until) > this.#bounds.contest) blame("several");
    }
    return found;
  }

  /** The run cut at every change of the address and at every turn of a trouble. */
  #stretches(): readonly Stretch[] {
    const { begin, end, changes } = this.#seen;
    const own = changes.filter(({ address }) => address === this.#address);
    const settled = this.#disturbances.map(({ until }) => later(until, this.#bounds.settling));
    const cuts = [...own.map(({ time }) => time), ...this.#turns, ...settled].filter((at) => at > begin && at < end);
    const sorted = [...new Set([begin, ...cuts])].sort((a, b) => a - b);
    const holders = new Set<string>();
    let next = 0;
    return sorted.map((from, index) => {
      for (let change = own[next]; change !== undefined && change.time <= from; change = own[++next]) {
        if (change.held) holders.add(change.node);
        else holders.delete(change.node);
      }
      const owners = [...holders].filter((node) => this.#isReachable(node, from));
      return { from, until: sorted[index + 1] ?? end, owners };
    });
  }

  #isReachable(node: string, at: Instant): boolean {
    return !this.#disturbances.some(
      (each) => each.unreachable === true && each.node === node && each.from <= at && at < each.until,
    );
  }

  /** The nodes in trouble at that time, or less than `settling` after it. */
  #nodesIn(at: Instant, settling?: Duration): ReadonlySet<string> {
    const active = this.#disturbances.filter(
      ({ from, until }) => from <= at && at < (settling === undefined ? until : later(until, settling)),
    );
    return new Set(active.map(({ node }) => node));
  }
}

/** One violation for what goes on without a break. */
function merge(violations: readonly Violation[]): readonly Violation[] {
  const merged: Violation[] = [];
  for (const violation of violations) {
    const last = merged.at(-1);
    if (last?.rule === violation.rule && last.until === violation.from) {
      const owners = [...new Set([...last.owners, ...violation.owners])];
      merged.splice(-1, 1, { ...last, until: violation.until, owners });
    } else merged.push(violation);
  }
  return merged;
}

/** "nobody 192.0.2.100 at +12.345s for 0.7s", with the time from the beginning. */
export function printViolation({ rule, address, from, until, owners }: Violation, begin: Instant): string {
  const at = (elapsed(begin, from) / 1e6).toFixed(3);
  const length = (elapsed(from, until) / 1e6).toFixed(3);
  const whom = owners.length === 0 ? "nobody" : owners.join(", ");
  return `${rule}: ${address} held by ${whom} at +${at}s for ${length}s`;
}
