import type { EventRecord } from "../status/live/event-record.ts";
import { EventRing, frameOf, noteOf } from "./event-ring.ts";
import type { EventQuestion } from "./supervisor-line.ts";

/** At a time. */
export const streamLimit = 1_000;

/** Events of the past that a stream begins with at most: the last ones. */
export const pastLimit = 2_000;

/** Bytes of the past that all readers together may still have to read; who asks for more is told to come back. */
export const pastBytes = 32 * 1024 * 1024;

/** How often a stream that does not read what waits for it is found to be stuck before it is given up. */
const patience = 3;

/** Where a stream begins: behind an event, at a time (microseconds of the Unix epoch), or now. */
export type StreamStart = {
  readonly after?: number | undefined;
  readonly since?: number | undefined;
  /** Of the past, at most so many events, the last ones. */
  readonly limit?: number | undefined;
};

/** Why there is no stream. */
export type StreamRefusal = "too-many-streams" | "busy";

/** Asks the supervisor for what is not kept here; "busy": too many do. */
export type AskPast = (question: EventQuestion) => Promise<readonly EventRecord[] | "busy">;

type Reader = {
  /** What is to be sent before what is in the ring. */
  readonly before: Uint8Array[];
  place: number;
  /** Set while it has taken all there is. */
  wake: (() => void) | undefined;
  /** Times that it has been found with something to read. */
  stuck: number;
  isOver: boolean;
  readonly drop: () => void;
};

/**
 * Streams of events, as many as there are browsers. Nothing is queued for one that reads slowly: it reads on in what is
 * kept for all, and when that has gone over it, its connection is closed. It comes back with the id it has come to.
 */
export class EventStreams {
  readonly #ring = new EventRing();
  readonly #readers = new Set<Reader>();
  readonly #past: AskPast;
  #heldBytes = 0;
  #opening = 0;

  constructor(past: AskPast) {
    this.#past = past;
  }

  get count(): number {
    return this.#readers.size;
  }

  /** What has happened, in order. */
  add(record: EventRecord): void {
    this.#ring.add(record);
    for (const reader of this.#readers) {
      if (reader.place < this.#ring.first) this.#drop(reader);
      else reader.wake?.();
    }
  }

  /**
   * To be called every few seconds: says to all who wait that the line is alive, and gives up those who do not read.
   */
  beat(at: number): void {
    const note = noteOf("heartbeat", { at });
    for (const reader of this.#readers) {
      if (reader.wake === undefined) {
        reader.stuck += 1;
        if (reader.stuck >= patience) this.#drop(reader);
      } else {
        reader.stuck = 0;
        reader.before.push(note);
        this.#heldBytes += note.length;
        reader.wake();
      }
    }
  }

  /** `drop` closes the connection. Rejects when the supervisor cannot be asked for the past. */
  async open(start: StreamStart, drop: () => void): Promise<ReadableStream<Uint8Array> | StreamRefusal> {
    if (this.#readers.size + this.#opening >= streamLimit) return "too-many-streams";
    this.#opening += 1;
    try {
      const begin = await this.#begin(start);
      return begin === "busy" ? begin : this.#stream({ ...begin, wake: undefined, stuck: 0, isOver: false, drop });
    } finally {
      this.#opening -= 1;
    }
  }

  async #begin({ after, since, limit = pastLimit }: StreamStart): Promise<Pick<Reader, "before" | "place"> | "busy"> {
    const most = Math.min(limit, pastLimit);
    const here = this.#here(after, since);
    if (here !== undefined) return { before: [], place: Math.max(here, this.#ring.end - most) };
    if (this.#heldBytes > pastBytes) return "busy";
    const records = await this.#past({ after, since, limit: most });
    return records === "busy" ? records : this.#behind(records, after);
  }

  /** The place in the ring where it begins; undefined: before that. */
  #here(after: number | undefined, since: number | undefined): number | undefined {
    if (after !== undefined) return this.#ring.placeAfter(after);
    return since === undefined ? this.#ring.end : this.#ring.placeSince(since);
  }

  /** `records`, and what has come to the ring after them. */
  #behind(records: readonly EventRecord[], after: number | undefined): Pick<Reader, "before" | "place"> {
    const before: Uint8Array[] = [];
    const oldest = records[0]?.id;
    if (after !== undefined && oldest !== undefined && oldest > after + 1) {
      before.push(noteOf("gap", { after, next: oldest }));
    }
    for (const record of records) before.push(frameOf(record));
    const last = records.at(-1)?.id ?? after;
    const place = last === undefined ? this.#ring.first : this.#ring.placeAfter(last);
    const next = this.#ring.idAt(this.#ring.first);
    if (place === undefined && last !== undefined && next !== undefined) {
      before.push(noteOf("gap", { after: last, next }));
    }
    return { before, place: place ?? this.#ring.first };
  }

  #stream(reader: Reader): ReadableStream<Uint8Array> {
    // How soon a browser is to come back, ms.
    reader.before.unshift(Buffer.from("retry: 1000\n\n"));
    this.#readers.add(reader);
    this.#heldBytes += sizeOf(reader.before);
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const bytes = await this.#next(reader);
          if (bytes === undefined) controller.close();
          else controller.enqueue(bytes);
        },
        cancel: () => this.#forget(reader),
      },
      { highWaterMark: 0 },
    );
  }

  /** Undefined: it is over. */
  async #next(reader: Reader): Promise<Uint8Array | undefined> {
    while (!reader.isOver) {
      reader.stuck = 0;
      const before = reader.before.shift();
      if (before !== undefined) {
        this.#heldBytes -= before.length;
        return before;
      }
      const portion = this.#ring.read(reader.place);
      if (portion !== undefined) {
        reader.place = portion.next;
        return portion.bytes;
      }
      await new Promise<void>((resolve) => (reader.wake = resolve));
      reader.wake = undefined;
    }
    return undefined;
  }

  #drop(reader: Reader): void {
    this.#forget(reader);
    reader.drop();
  }

  #forget(reader: Reader): void {
    if (reader.isOver) return;
    reader.isOver = true;
    this.#readers.delete(reader);
    this.#heldBytes -= sizeOf(reader.before);
    reader.before.length = 0;
    reader.wake?.();
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((size, { length }) => size + length, 0);
}
