import type { EventRecord } from "../status/live/event-record.ts";

/** How much of the latest events is kept, for those who were away for a moment, and for those who read slowly. */
export const ringLimits = { records: 2_000, bytes: 4 * 1024 * 1024 } as const;

/** Bytes that are handed to a reader at a time, but for an event that is longer by itself. */
const portion = 16 * 1024;

type Entry = { readonly id: number; readonly wall: number; readonly frame: Uint8Array };

/**
 * The latest events as they are sent, once for all readers. Each has a place, which goes up by one; a reader is nothing
 * but the place that it has come to.
 */
export class EventRing {
  readonly #entries: Entry[] = [];
  #first = 0;
  #bytes = 0;

  add(record: EventRecord): void {
    const frame = frameOf(record);
    this.#entries.push({ id: record.id, wall: record.wall, frame });
    this.#bytes += frame.length;
    while (this.#entries.length > ringLimits.records || this.#bytes > ringLimits.bytes) {
      this.#bytes -= this.#entries.shift()?.frame.length ?? 0;
      this.#first += 1;
    }
  }

  /** The place of the oldest that is kept. */
  get first(): number {
    return this.#first;
  }

  /** The place of what comes next. */
  get end(): number {
    return this.#first + this.#entries.length;
  }

  /** The id at a place; undefined: there is nothing there. */
  idAt(place: number): number | undefined {
    return this.#entries[place - this.#first]?.id;
  }

  /** The place behind the event `id`; undefined: what follows it may not be all here. */
  placeAfter(id: number): number | undefined {
    const oldest = this.#entries[0];
    if (oldest === undefined || id < oldest.id - 1) return undefined;
    const index = this.#entries.findIndex((entry) => entry.id > id);
    return index === -1 ? this.end : this.#first + index;
  }

  /** The place of the first event of `since` (microseconds of the Unix epoch) or later; undefined: as above. */
  placeSince(since: number): number | undefined {
    const oldest = this.#entries[0];
    if (oldest === undefined || oldest.wall > since) return undefined;
    const index = this.#entries.findIndex((entry) => entry.wall >= since);
    return index === -1 ? this.end : this.#first + index;
  }

  /** A portion of what begins at a place, and the place behind it; undefined: nothing has come yet. */
  read(place: number): { readonly bytes: Uint8Array; readonly next: number } | undefined {
    const frames: Uint8Array[] = [];
    let size = 0;
    for (let index = place - this.#first; index < this.#entries.length && size < portion; index += 1) {
      const frame = this.#entries[index]?.frame;
      if (frame === undefined || (size > 0 && size + frame.length > portion)) break;
      frames.push(frame);
      size += frame.length;
    }
    const [only] = frames;
    if (only === undefined) return undefined;
    return { bytes: frames.length === 1 ? only : Buffer.concat(frames), next: place + frames.length };
  }
}

/** An event of a stream (HTML Standard, "Server-sent events"): JSON has no line ends. */
export function frameOf(record: EventRecord): Uint8Array {
  return Buffer.from(`id: ${record.id}\ndata: ${JSON.stringify(record)}\n\n`);
}

/**
 * One of another kind than "message", without an id: a reader that does not know it goes on as if it were not there.
 */
export function noteOf(event: string, data: Readonly<Record<string, number>>): Uint8Array {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
