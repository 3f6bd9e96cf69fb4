import type { Duplex } from "node:stream";
import type { Answer, Command, Question, Refusal, Request } from "../status/live/control-protocol.ts";
import type { EventRecord } from "../status/live/event-record.ts";
import type { StatusDocument } from "../status/live/status-document.ts";
import { LineReader } from "./line-reader.ts";

/** Bytes of an answer: a document about ten thousand instances has room. */
const answerLimit = 128 * 1024 * 1024;

/** Questions that wait for an answer. */
const questionLimit = 64;

/** Until a question counts as not answered, ms; a command may have to wait for another router. */
const patience = { look: 5_000, command: 120_000 } as const;

/** The supervisor did not answer, or said that it cannot. */
export class LineError extends Error {
  override readonly name = "LineError";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Which events are asked for: see `Question`. */
export type EventQuestion = Pick<Question & { readonly method: "events" }, "after" | "since" | "limit">;

type Pending = {
  readonly take: (answer: Answer) => void;
  readonly fail: (error: LineError) => void;
  timer: NodeJS.Timeout | undefined;
};

/** The conversation with the supervisor from the side of who asks, over the line that was inherited from it. */
export class SupervisorLine {
  readonly #stream: Duplex;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** `closed` is told when the supervisor has gone. */
  constructor(stream: Duplex, closed: () => void) {
    this.#stream = stream;
    const reader = new LineReader(answerLimit);
    stream.on("data", (chunk: Uint8Array) => {
      const lines = reader.push(chunk);
      if (lines === undefined) stream.destroy();
      else for (const line of lines) this.#hear(line);
    });
    stream.on("error", () => undefined);
    stream.on("end", () => stream.destroy());
    stream.on("close", () => {
      for (const { fail } of this.#pending.values()) fail(unavailable("The supervisor has gone"));
      closed();
    });
  }

  async status(): Promise<StatusDocument> {
    return await this.#ask({ method: "status" }, patience.look, (answer, resolve) => {
      if ("status" in answer) resolve(answer.status);
    });
  }

  /** Of the past; `limit` bounds how many. */
  async events(question: EventQuestion): Promise<readonly EventRecord[]> {
    const records: EventRecord[] = [];
    return await this.#ask({ method: "events", ...question }, patience.look, (answer, resolve) => {
      if ("event" in answer) records.push(answer.event);
      else if ("end" in answer) resolve(records);
    });
  }

  /** Those of the past, and then all that come. Rejects when no more will come. */
  async follow(past: EventQuestion, listener: (record: EventRecord) => void): Promise<never> {
    return await this.#ask<never>({ method: "events", ...past, follow: true }, undefined, (answer, _, reject) => {
      if ("event" in answer) listener(answer.event);
      else if ("end" in answer) reject(unavailable("The supervisor has no more events"));
    });
  }

  async command(command: Command, user: string): Promise<readonly string[]> {
    return await this.#ask({ method: "command", user, ...command }, patience.command, (answer, resolve) => {
      if ("done" in answer) resolve(answer.done);
    });
  }

  async #ask<T>(
    question: Question,
    within: number | undefined,
    read: (answer: Answer, resolve: (value: T) => void, reject: (error: LineError) => void) => void,
  ): Promise<T> {
    if (this.#stream.destroyed) throw unavailable("The supervisor has gone");
    if (this.#pending.size >= questionLimit) throw new LineError({ code: "busy", message: "Too many questions" });
    const id = (this.#lastId += 1);
    return await new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(pending.timer);
        this.#pending.delete(id);
      };
      const pending: Pending = {
        take: (answer) => read(answer, (value) => (leave(), resolve(value)), pending.fail),
        fail: (error) => (leave(), reject(error)),
        timer: undefined,
      };
      if (within !== undefined) {
        const silence = unavailable(`The supervisor has not answered within ${within / 1_000} seconds`);
        pending.timer = setTimeout(() => pending.fail(silence), within);
      }
      this.#pending.set(id, pending);
      const request: Request = { id, ...question };
      this.#stream.write(`${JSON.stringify(request)}\n`);
    });
  }

  #hear(line: string): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the supervisor is of the same version
    const answer = JSON.parse(line) as Answer;
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return undefined;
    if ("error" in answer) return pending.fail(new LineError(answer.error));
    return pending.take(answer);
  }
}

function unavailable(message: string): LineError {
  return new LineError({ code: "not-available", message });
}
