import type { Duplex } from "node:stream";
import { unreachable } from "../../base/assert.ts";
import { type Refusal, type Request, requestLimit } from "../../status/live/control-protocol.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { readRequest } from "../../status/live/read-request.ts";
import { describeProgramError } from "../log-program-error.ts";
import { LineSplitter } from "./line-splitter.ts";
import { LineWriter, type Patience } from "./line-writer.ts";
import type { StatusServices } from "./services.ts";

/** Requests of one client that are not answered yet; those that follow the events do not count. */
export const openRequestLimit = 16;

/** Times that one client follows the events. */
export const followLimit = 4;

/**
 * The conversation with one client (src/status/live/control-protocol.ts), whatever the stream is: a connection to the
 * status socket, or the socket pair of the observer. Ends with the stream, or when it ends it.
 */
export function serveClient(stream: Duplex, services: StatusServices, patience?: Patience): void {
  const client = new Client(new LineWriter(stream, patience), services);
  const lines = new LineSplitter(requestLimit, (line) => client.hear(line));
  stream.on("data", (chunk: Buffer) => {
    if (!lines.add(chunk)) client.partOverLength();
  });
  // It asks no more, and what it has asked is answered.
  stream.on("end", () => client.finish());
  stream.on("close", () => client.close());
  // A client that goes away in the middle of something is no trouble of ours; `close` follows.
  stream.on("error", () => undefined);
}

type EventsRequest = Extract<Request, { readonly method: "events" }>;

class Client {
  readonly #lines: LineWriter;
  readonly #services: StatusServices;
  readonly #follows = new Set<AbortController>();
  /** Status and events are answered one after the other, so that no more than one long answer waits to be read. */
  #reading: Promise<void> = Promise.resolve();
  #open = 0;
  #isLast = false;

  constructor(lines: LineWriter, services: StatusServices) {
    this.#lines = lines;
    this.#services = services;
  }

  hear(line: string): void {
    if (this.#lines.isOver) return;
    const read = readRequest(line);
    if ("refusal" in read) return this.#refuse(read.id, read.refusal);
    const { request } = read;
    if (this.#open >= openRequestLimit) {
      return this.#refuse(request.id, busy(`more than ${openRequestLimit} requests wait for their answers`));
    }
    this.#open += 1;
    // Commands may take their time, and what is followed has no end: nothing else waits for them.
    const isLong = request.method === "command" || (request.method === "events" && request.follow === true);
    const answered = isLong ? this.#answer(request) : this.#inTurn(request);
    void answered.finally(() => {
      this.#open -= 1;
      if (this.#isLast) this.#partWhenDone();
    });
    return undefined;
  }

  partOverLength(): void {
    const message = `a request of more than ${requestLimit} bytes: the connection ends here`;
    this.#part(0, { code: "too-long", message });
  }

  /** The client says no more. What it follows has no end, so it ends here. */
  finish(): void {
    this.#isLast = true;
    this.#partWhenDone();
  }

  close(): void {
    for (const follow of this.#follows) follow.abort();
    this.#follows.clear();
  }

  async #inTurn(request: Request): Promise<void> {
    const answered = this.#reading.then(async () => this.#answer(request));
    this.#reading = answered;
    return answered;
  }

  async #answer(request: Request): Promise<void> {
    if (this.#lines.isOver) return;
    try {
      await this.#perform(request);
    } catch (error) {
      this.#fail(request.id, error);
    }
  }

  #fail(id: number, error: unknown): void {
    this.#refuse(id, { code: "not-available", message: describeProgramError(error) });
  }

  async #perform(request: Request): Promise<void> {
    const { id } = request;
    switch (request.method) {
      case "status": {
        const { text } = await this.#services.document();
        if (!(await this.#lines.write(`{"id":${id},"status":${text}}`))) return this.#part(id, slow);
        return this.#end(id);
      }
      case "events":
        return request.follow === true ? this.#follow(request) : this.#events(request, new AbortController());
      case "command": {
        const { id: _, method: __, user, ...command } = request;
        const result = await this.#services.commands.take(command, user);
        if ("code" in result) return this.#refuse(id, result);
        if (!this.#lines.offer(JSON.stringify({ id, done: result }))) return this.#part(id, slow);
        return this.#end(id);
      }
      default:
        return unreachable(request);
    }
  }

  /** Goes on beside everything else, and is not waited for. */
  #follow(request: EventsRequest): void {
    if (this.#follows.size >= followLimit) {
      return this.#refuse(request.id, busy(`this connection follows the events ${followLimit} times already`));
    }
    const follow = new AbortController();
    this.#follows.add(follow);
    void this.#events(request, follow).then(
      () => this.#follows.delete(follow),
      (error: unknown) => this.#fail(request.id, error),
    );
    return undefined;
  }

  async #events({ id, after, since, limit, follow }: EventsRequest, { signal }: AbortController): Promise<void> {
    for await (const record of this.#services.events.records({ after, since, limit, follow }, signal)) {
      if (!(await this.#lines.write(eventLine(id, record)))) return this.#part(id, slow);
      if (signal.aborted) return;
    }
    if (!signal.aborted) this.#end(id);
  }

  #end(id: number): void {
    this.#lines.offer(`{"id":${id},"end":true}`);
  }

  /** A client that sends nonsense and does not read what is said about it is cut off like others. */
  #refuse(id: number, error: Refusal): void {
    if (!this.#lines.offer(JSON.stringify({ id, error }))) return this.#part(id, slow);
    this.#end(id);
  }

  #part(id: number, error: Refusal): void {
    this.close();
    this.#lines.part(JSON.stringify({ id, error }));
  }

  #partWhenDone(): void {
    if (this.#open > 0) return;
    this.close();
    this.#lines.part();
  }
}

/** The same record goes to many clients: its JSON is made once. */
const texts = new WeakMap<EventRecord, string>();

function eventLine(id: number, record: EventRecord): string {
  let text = texts.get(record);
  if (text === undefined) texts.set(record, (text = JSON.stringify(record)));
  return `{"id":${id},"event":${text}}`;
}

function busy(message: string): Refusal {
  return { code: "busy", message };
}

const slow: Refusal = {
  code: "too-slow",
  message: "answers were not read for too long: the connection ends here; ask for missing events with after",
};
