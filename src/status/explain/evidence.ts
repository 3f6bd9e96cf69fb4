import type { VrrpEvent } from "../../vrrp/events.ts";
import { followed } from "./following.ts";
import type { EventRecord } from "../live/event-record.ts";
import type { Plain } from "../live/plain.ts";
import type { InstanceDocument, StatusDocument } from "../live/status-document.ts";

export type PlainEvent = Plain<VrrpEvent>;
export type EventOf<Kind extends VrrpEvent["kind"]> = Extract<PlainEvent, { readonly kind: Kind }>;

/** An event of the vrrp process with its record. */
export type Told<Kind extends VrrpEvent["kind"]> = { readonly record: EventRecord; readonly event: EventOf<Kind> };

export type Turn = Told<"instance-state">;

/** A transition that came so soon before another one belongs to its story. */
const sameStory = 60_000_000;

/** What is known of one instance: its records around the last transition, and what the status document says of it. */
export class Evidence {
  readonly name: string;
  /** In the order of their ids. */
  readonly records: readonly EventRecord[];
  readonly document: StatusDocument | undefined;
  readonly instance: InstanceDocument | undefined;
  /** Of this instance, in order. */
  readonly turns: readonly Turn[];

  constructor(name: string, records: readonly EventRecord[], document: StatusDocument | undefined) {
    this.name = name;
    this.records = records.toSorted((a, b) => a.id - b.id);
    this.document = document;
    this.instance = document?.instances.find((instance) => instance.name === name);
    this.turns = eventsOf(this.records, "instance-state").filter(({ event }) => event.instance === name);
  }

  /** Its sync group, as far as that is known. */
  get group(): string | undefined {
    const following = this.turns.map(({ event }) => followed(event.cause)).findLast((each) => each !== undefined);
    return this.instance?.group ?? following?.group;
  }

  /** The last transition; undefined: no record tells of one. */
  get turn(): Turn | undefined {
    return this.turns.at(-1);
  }

  /** The one before it, of the same story: not of a daemon that has ended since. */
  get previous(): Turn | undefined {
    const [before, turn] = this.turns.slice(-2);
    if (before === undefined || turn === undefined || before.event.to === "init") return undefined;
    return offset(turn.record, before.record) >= -sameStory ? before : undefined;
  }

  /** What is known at the moment of a turn, as if nothing had happened afterwards. */
  upTo({ record }: Turn): Evidence {
    return new Evidence(
      this.name,
      this.records.filter(({ id }) => id <= record.id),
      undefined,
    );
  }

  /** The same about another instance, which turned with this one. */
  of(name: string): Evidence {
    return new Evidence(name, this.records, this.document);
  }

  /** From the turn before the last one up to that: what may have led to it. */
  get chapter(): readonly EventRecord[] {
    const [before, turn] = this.turns.length < 2 ? [undefined, this.turn] : this.turns.slice(-2);
    // A process that ended has taken with it what it was in the middle of.
    return this.records.filter(
      ({ id }) => id > (before?.record.id ?? 0) && id <= (turn?.record.id ?? Number.POSITIVE_INFINITY),
    );
  }

  /** What came after the last transition. */
  get aftermath(): readonly EventRecord[] {
    const { turn } = this;
    return turn === undefined ? [] : this.records.filter(({ id }) => id > turn.record.id);
  }

  /** From the beginning of the chapter to now. */
  get recent(): readonly EventRecord[] {
    return [...this.chapter, ...this.aftermath];
  }

  /** Those about this instance. */
  own<Kind extends VrrpEvent["kind"]>(records: readonly EventRecord[], kind: Kind): readonly Told<Kind>[] {
    return eventsOf(records, kind).filter(({ event }) => "instance" in event && event.instance === this.name);
  }

  /** Interfaces that the instance has to do with, as far as that is known. */
  get interfaces(): ReadonlySet<string> {
    const found = new Set<string>();
    if (this.instance !== undefined) found.add(this.instance.interface);
    else {
      // Where its addresses are is where it speaks, as far as a journal can tell.
      const [announced] = this.own(this.records, "announced").slice(-1);
      for (const address of announced?.event.addresses ?? []) found.add(address.interface);
    }
    for (const { event } of this.turns) {
      const { cause } = event;
      const reasons = cause.kind === "fault" || cause.kind === "recovered" ? cause.reasons : [];
      for (const reason of reasons) if ("interface" in reason) found.add(reason.interface);
    }
    return found;
  }

  /** Between the first and the second, by the clock that nobody sets; negative: the second one came first. */
  since(from: EventRecord, to: EventRecord): number {
    return offset(from, to);
  }
}

/** The events of a kind that these records tell of. */
export function eventsOf<Kind extends VrrpEvent["kind"]>(
  records: readonly EventRecord[],
  kind: Kind,
): readonly Told<Kind>[] {
  return records.flatMap((record) => {
    if (record.process !== "vrrp") return [];
    const { event } = record;
    return isOf(event, kind) ? [{ record, event }] : [];
  });
}

function isOf<Kind extends VrrpEvent["kind"]>(event: { readonly kind: string }, kind: Kind): event is EventOf<Kind> {
  return event.kind === kind;
}

/**
 * How long after `from` the record `to` was made. The monotonic clock begins anew with the machine: across that, only
 * the wall clock can tell.
 */
export function offset(from: EventRecord, to: EventRecord): number {
  const monotonic = to.monotonic - from.monotonic;
  const wall = to.wall - from.wall;
  return Math.abs(monotonic - wall) < 3_600_000_000 ? monotonic : wall;
}
