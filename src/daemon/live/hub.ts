import type { Instant } from "../../base/time.ts";
import type { CauseLink, EventRecord, SupervisorReport } from "../../status/live/event-record.ts";
import { BoundedMap } from "../../status/live/bounded-map.ts";
import { factLimit } from "../../status/live/facts.ts";
import { Recorder } from "../../status/live/recorder.ts";
import { toPlain } from "../../status/live/to-plain.ts";
import type { WorkerName, SupervisorEvent } from "../../supervisor/index.ts";
import { errorCode } from "../error-code.ts";
import type { StampedEvent } from "../messages.ts";
import type { EventsNews } from "./outbox.ts";
import type { JournalFile } from "./journal-file.ts";
import { type JournalQuestion, readJournal } from "./read-journal.ts";
import { type PlainWarning, StandingWarnings } from "./standing-warnings.ts";

/** Records that are kept in memory, the last ones. */
export const keptRecords = 1000;

/** Events that wait for the journal, as for a disk that is stuck. What goes beyond is not recorded, which is. */
export const waitingEvents = 50_000;

/** Records that are written, and then given to subscribers, at a time. */
const batchLimit = 200;

/** How long subscribers wait for what they are told to be in the journal, ms. */
const patience = 1000;

export type HubSettings = {
  readonly journal: Pick<JournalFile, "open" | "append" | "close">;
  /** Where the journal is, for what is not in memory any more. */
  readonly directory: string;
  readonly now: () => Instant;
  /** A line for the log. */
  readonly trouble: (message: string) => void;
};

export type EventQuestion = JournalQuestion & {
  /** Also what comes, until the reader has had enough. */
  readonly follow?: boolean | undefined;
};

/**
 * Where all events come together, in the supervisor: each becomes a record with a number, goes into the journal, and
 * only then to those who follow, so that nobody has seen what a later daemon does not know of. Where the journal cannot
 * be written, records go on to who follows, and the journal says later how many it lacks.
 */
export class Hub {
  readonly #settings: HubSettings;
  readonly #waiting: StampedEvent[] = [];
  /** The last records, in their order, without a gap. */
  readonly #kept: EventRecord[] = [];
  readonly #changes: BoundedMap<string, EventRecord> = new BoundedMap(factLimit);
  readonly #warnings = new StandingWarnings();
  readonly #awaiting = new Set<() => void>();
  #beginning: Promise<Recorder> | undefined;
  #lastId = 0;
  /** Undefined: it cannot be used. */
  #journal: HubSettings["journal"] | undefined;
  /** Never rejects; undefined: nothing is being written. */
  #writing: Promise<void> | undefined;
  #working: Promise<void> | undefined;
  /** Records that the journal lacks, and events that have not become records. */
  #unwritten = 0;
  #unrecorded = 0;
  #isClosed = false;

  constructor(settings: HubSettings) {
    this.#settings = settings;
    this.#journal = settings.journal;
  }

  /** Events of a child, in the order in which they come. */
  hear(child: WorkerName, { events, lost }: EventsNews): void {
    this.#warnings.hear(events);
    if (lost > 0) this.tell({ kind: "records-lost", of: child, count: lost });
    for (const event of events) this.#add(event);
  }

  /** Something that the supervisor itself has done or seen. */
  tell(event: SupervisorEvent | SupervisorReport): void {
    const { value, omitted } = toPlain(event);
    const stamp = { wall: Date.now() * 1000, monotonic: this.#settings.now(), pid: process.pid };
    this.#add({ ...stamp, ...(omitted > 0 && { omitted }), process: "supervisor", event: value });
  }

  /** Of the last record; 0: there is none. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Of vrrp processes but that one, which takes their place. */
  standingWarnings(besides: number | undefined): readonly PlainWarning[] {
    return this.#warnings.besides(besides);
  }

  /** The last transition of an instance or a group; undefined: there has been none since the start of the daemon. */
  lastChange(name: string): EventRecord | undefined {
    return this.#changes.get(name);
  }

  /** Why an instance or a group is in its state, as far as this daemon has seen it. */
  causesOf(name: string): readonly CauseLink[] {
    return this.#changes.get(name)?.causes ?? [];
  }

  /**
   * Records in their order, from the journal and from memory, none left out and none twice. With `follow` it ends with
   * the hub or with `signal`. A reader that is slow costs no memory: it finds in the journal what memory has forgotten.
   */
  async *records(question: EventQuestion = {}, signal?: AbortSignal): AsyncGenerator<EventRecord> {
    await this.#begun();
    const until = this.#lastId;
    let last = 0;
    for await (const record of this.#past(question, until)) {
      last = record.id;
      yield record;
    }
    last = Math.max(last, until);
    if (question.follow !== true) return;
    for (;;) {
      if (signal?.aborted === true) return;
      for await (const record of this.#between(last, this.#lastId)) {
        last = record.id;
        yield record;
      }
      if (this.#isClosed && last >= this.#lastId) return;
      if (last >= this.#lastId) await this.#more(signal);
    }
  }

  /** Resolves when everything that has been heard is in the journal, or cannot be brought there. */
  async close(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
    this.#isClosed = true;
    this.#wake();
    if (this.#writing === undefined) await this.#journal?.close().catch(() => undefined);
  }

  #add(event: StampedEvent): void {
    if (this.#waiting.length >= waitingEvents) {
      this.#unrecorded += 1;
      return;
    }
    this.#waiting.push(event);
    this.#working ??= this.#work();
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    const recorder = await this.#begun();
    while (this.#waiting.length > 0) {
      const records = this.#waiting.splice(0, batchLimit).map((event) => recorder.record(event));
      await this.#write(records);
      this.#publish(records);
      const count = this.#unrecorded;
      this.#unrecorded = 0;
      if (count > 0) this.tell({ kind: "records-lost", of: "supervisor", count });
    }
    this.#working = undefined;
  }

  #publish(records: readonly EventRecord[]): void {
    for (const record of records) {
      this.#kept.push(record);
      this.#lastId = record.id;
      if (isChange(record) && record.subject !== undefined) this.#changes.set(record.subject, record);
    }
    this.#kept.splice(0, this.#kept.length - keptRecords);
    this.#wake();
  }

  /** Goes on where the journal ends; without a journal with the number 1. */
  #begun(): Promise<Recorder> {
    this.#beginning ??= this.#begin();
    return this.#beginning;
  }

  async #begin(): Promise<Recorder> {
    try {
      const { lastId, torn } = await this.#settings.journal.open();
      this.#lastId = lastId;
      if (torn > 0) this.tell({ kind: "records-lost", of: "supervisor", count: torn });
    } catch (error) {
      this.#journal = undefined;
      const { directory } = this.#settings;
      this.#settings.trouble(
        `Cannot keep events in ${directory} (${errorCode(error)}): they are lost with this process; name another with --state-dir`,
      );
    }
    return new Recorder(this.#lastId);
  }

  /** Resolves when they are written, or cannot be, or when that takes too long. */
  async #write(records: readonly EventRecord[]): Promise<void> {
    const journal = this.#journal;
    if (journal === undefined) return;
    if (this.#writing !== undefined) {
      this.#unwritten += records.length;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    this.#writing = this.#append(journal, records).then(() => {
      this.#writing = undefined;
    });
    await Promise.race([this.#writing, overdue]);
    clearTimeout(timer);
  }

  /** Never rejects. */
  async #append(journal: HubSettings["journal"], records: readonly EventRecord[]): Promise<void> {
    try {
      await journal.append(records);
    } catch (error) {
      if (this.#unwritten === 0) {
        this.#settings.trouble(`Cannot write to the journal of events (${errorCode(error)}): it lacks what comes`);
      }
      this.#unwritten += records.length;
      return;
    }
    const count = this.#unwritten;
    this.#unwritten = 0;
    if (count === 0) return;
    this.#settings.trouble(`The journal of events is written again: it lacks ${count}`);
    this.tell({ kind: "records-lost", of: "supervisor", count });
  }

  /** What there is up to a number and was asked for. */
  async *#past({ after = 0, since = 0, limit }: EventQuestion, until: number): AsyncGenerator<EventRecord> {
    const oldest = this.#kept[0];
    const start = oldest !== undefined && oldest.wall < since ? Math.max(after, oldest.id) : after;
    if (limit === undefined) {
      for await (const record of this.#between(start, until)) if (record.wall >= since) yield record;
      return;
    }
    const isInMemory = since === 0 && limit <= this.#kept.length;
    const last: EventRecord[] = [];
    for await (const record of this.#between(isInMemory ? Math.max(start, until - limit) : start, until)) {
      if (record.wall < since) continue;
      last.push(record);
      if (last.length >= limit * 2) last.splice(0, last.length - limit);
    }
    if (limit > 0) yield* last.slice(-limit);
  }

  /** Those with numbers above `after`, up to `until`, which are published. */
  async *#between(after: number, until: number): AsyncGenerator<EventRecord> {
    let last = after;
    while (last < until) {
      const oldest = this.#kept[0]?.id ?? until + 1;
      const next = this.#kept[last + 1 - oldest];
      if (next !== undefined) {
        last = next.id;
        yield next;
        continue;
      }
      if (last + 1 >= oldest) return;
      for await (const record of readJournal(this.#settings.directory, { after: last })) {
        if (record.id >= oldest || record.id > until) break;
        last = record.id;
        yield record;
      }
      // What the journal lacks nobody has.
      last = Math.max(last, oldest - 1);
    }
  }

  /** Resolves when there is another record, or there will be none, or with `signal`. */
  async #more(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#awaiting.delete(wake);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#awaiting.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }

  #wake(): void {
    for (const wake of this.#awaiting) wake();
  }
}

function isChange({ event }: EventRecord): boolean {
  return event.kind === "instance-state" || event.kind === "group-state";
}
