import { type Duplex, duplexPair } from "node:stream";
import type { Answer, Command, Request } from "../status/live/control-protocol.ts";
import type { EventRecord } from "../status/live/event-record.ts";
import type { StatusDocument } from "../status/live/status-document.ts";
import { LineReader } from "./line-reader.ts";
import { sampleDocument } from "./samples.ts";

type Body = Answer extends infer Each ? (Each extends { readonly id: number } ? Omit<Each, "id"> : never) : never;

/** The supervisor's end of the line, for tests. */
export class FakeSupervisor {
  readonly #stream: Duplex;
  readonly #followers: number[] = [];
  readonly #records: EventRecord[] = [];
  /** What it was asked, without ids. */
  readonly questions: string[] = [];
  readonly commands: { readonly command: Command; readonly user: string }[] = [];
  document: StatusDocument = sampleDocument;
  /** What is said to a command. */
  answerToCommand: Body = { done: ["done"] };
  /** It has stopped answering. */
  isSilent = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    const reader = new LineReader(1_000_000);
    stream.on("error", () => undefined);
    stream.on("data", (chunk: Uint8Array) => {
      for (const line of reader.push(chunk) ?? []) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this test has sent
        this.#hear(JSON.parse(line) as Request);
      }
    });
  }

  /** With the other end of the line. */
  static pair(): { readonly supervisor: FakeSupervisor; readonly line: Duplex } {
    const [here, there] = duplexPair();
    return { supervisor: new FakeSupervisor(here), line: there };
  }

  /** Something has happened. */
  record(record: EventRecord): void {
    this.#records.push(record);
    for (const id of this.#followers) this.#say(id, { event: record });
  }

  /** It has gone. */
  end(): void {
    this.#stream.end();
  }

  #hear(request: Request): void {
    this.questions.push(request.method);
    if (this.isSilent) return;
    switch (request.method) {
      case "status":
        this.#say(request.id, { status: this.document });
        return this.#say(request.id, { end: true });
      case "events": {
        const { after = 0, since = 0, limit = Infinity } = request;
        const past = this.#records.filter(({ id, wall }) => id > after && wall >= since);
        for (const event of past.slice(-limit)) this.#say(request.id, { event });
        if (request.follow !== true) return this.#say(request.id, { end: true });
        this.#followers.push(request.id);
        return undefined;
      }
      case "command": {
        const { id: _, method: __, user, ...command } = request;
        this.commands.push({ command, user });
        this.#say(request.id, this.answerToCommand);
        return this.#say(request.id, { end: true });
      }
    }
  }

  #say(id: number, body: Body): void {
    this.#stream.write(`${JSON.stringify({ id, ...body })}\n`);
  }
}
