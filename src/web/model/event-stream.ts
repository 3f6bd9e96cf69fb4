/** One server-sent event; `id` is undefined where it names none. */
export type ServerSentEvent = { readonly id: string | undefined; readonly name: string; readonly data: string };

/** Characters of one event: a server that sends more without an end is not listened to. */
export const eventLimit = 1_048_576;

/**
 * Takes a stream apart as it comes (HTML Standard, "Server-sent events", "Interpreting an event stream"). Comments, by
 * which a server shows that it lives, are nothing here.
 */
export class EventStreamParser {
  #rest = "";
  #id: string | undefined;
  #name = "";
  #data: string[] = [];
  #length = 0;

  /** The events that end in this piece. Throws a RangeError when one has no end. */
  take(piece: string): readonly ServerSentEvent[] {
    const text = this.#rest + piece;
    // A carriage return at the end may be half of a line's end.
    const safe = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, safe).split(/\r\n|\n|\r/u);
    this.#rest = (lines.pop() ?? "") + text.slice(safe);
    const events = lines.flatMap((line) => this.#takeLine(line) ?? []);
    if (this.#rest.length + this.#length > eventLimit) throw new RangeError("an event without an end");
    return events;
  }

  #takeLine(line: string): ServerSentEvent | undefined {
    if (line === "") return this.#finish();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /u, "");
    if (field === "data") {
      this.#data.push(value);
      this.#length += value.length;
    } else if (field === "event") this.#name = value;
    else if (field === "id") this.#id = value;
    return undefined;
  }

  #finish(): ServerSentEvent | undefined {
    const event = { id: this.#id, name: this.#name === "" ? "message" : this.#name, data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#name = "";
    this.#data = [];
    this.#length = 0;
    return isEmpty ? undefined : event;
  }
}
