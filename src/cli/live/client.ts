import { once } from "node:events";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { userInfo } from "node:os";
import type { Answer, Command, Question, Refusal } from "../../status/live/control-protocol.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { LineSplitter } from "../../daemon/live/line-splitter.ts";

/** The daemon has said no; the message is for people. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly code: Refusal["code"];

  constructor({ code, message }: Refusal) {
    super(message);
    this.code = code;
  }
}

/** The daemon has ended, or what it said is no answer. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

export type EventQuestion = Omit<Extract<Question, { readonly method: "events" }>, "method">;

/** Bytes of one answer: the status of some ten thousand instances. */
const answerLimit = 256 * 1024 * 1024;

/** Answers that wait to be taken; while there are more, nothing is read. */
const waitingLimit = 1_000;

/** The processes of a daemon have 2 s to answer it; one that takes longer than this itself is stuck. */
const statusPatience = 10_000;

/** A connection to a daemon's status socket. */
export class StatusClient {
  readonly #stream: Duplex;
  readonly #patience: number;
  readonly #answers = new Map<number, { readonly lines: Answer[]; wake: () => void }>();
  #waiting = 0;
  #lastId = 0;
  #end: ConnectionError | undefined;

  /** `patience`: how long a status may take, milliseconds. */
  constructor(stream: Duplex, patience: number = statusPatience) {
    this.#stream = stream;
    this.#patience = patience;
    const lines = new LineSplitter(answerLimit, (line) => this.#heard(line));
    stream.on("data", (chunk: Buffer) => {
      if (!lines.add(chunk)) this.#over("the daemon's answer is too long");
    });
    stream.on("error", (error) => this.#over(error.message));
    stream.on("close", () => this.#over("the daemon has ended the connection"));
  }

  /** Rejects with the error of node:net. */
  static async connect(path: string): Promise<StatusClient> {
    const socket = connect({ path });
    await once(socket, "connect");
    return new StatusClient(socket);
  }

  /** Rejects with RefusedError or ConnectionError, as the others. */
  async status(): Promise<StatusDocument> {
    const overdue = setTimeout(() => this.#over("the daemon does not answer: see its log"), this.#patience);
    try {
      for await (const answer of this.#ask({ method: "status" })) if ("status" in answer) return answer.status;
    } finally {
      clearTimeout(overdue);
    }
    throw new ConnectionError("the daemon has sent no status");
  }

  async *events(question: EventQuestion): AsyncGenerator<EventRecord, undefined> {
    for await (const answer of this.#ask({ method: "events", ...question })) {
      if ("event" in answer) yield answer.event;
    }
  }

  /** What has come of it, in lines for people. */
  async command(command: Command, user: string = operator()): Promise<readonly string[]> {
    for await (const answer of this.#ask({ method: "command", user, ...command })) {
      if ("done" in answer) return answer.done;
    }
    throw new ConnectionError("the daemon has not said what came of it");
  }

  close(): void {
    this.#stream.destroy();
  }

  async *#ask(question: Question): AsyncGenerator<Answer, undefined> {
    this.#lastId += 1;
    const id = this.#lastId;
    const mine = { lines: [] as Answer[], wake: (): void => undefined };
    this.#answers.set(id, mine);
    this.#stream.write(`${JSON.stringify({ id, ...question })}\n`);
    try {
      for (;;) {
        const answer = mine.lines.shift();
        if (answer !== undefined) {
          this.#taken();
          if ("end" in answer) return undefined;
          if ("error" in answer) throw new RefusedError(answer.error);
          yield answer;
          continue;
        }
        if (this.#end !== undefined) throw this.#end;
        await new Promise<void>((resolve) => {
          mine.wake = resolve;
        });
      }
    } finally {
      this.#answers.delete(id);
    }
  }

  #heard(line: string): void {
    const answer = parseAnswer(line);
    if (answer === undefined) return this.#over("the daemon has said something that is no answer");
    // What has no question of its own concerns the connection.
    if (answer.id === 0 && "error" in answer) {
      this.#end ??= new ConnectionError(answer.error.message);
      return this.#over("");
    }
    const asked = this.#answers.get(answer.id);
    if (asked === undefined) return undefined;
    asked.lines.push(answer);
    asked.wake();
    this.#waiting += 1;
    if (this.#waiting >= waitingLimit) this.#stream.pause();
    return undefined;
  }

  #taken(): void {
    this.#waiting -= 1;
    if (this.#stream.isPaused() && this.#waiting < waitingLimit / 2) this.#stream.resume();
  }

  #over(message: string): void {
    this.#end ??= new ConnectionError(message);
    for (const { wake } of this.#answers.values()) wake();
    this.#stream.destroy();
  }
}

function parseAnswer(line: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "number")
      return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the daemon says is not doubted
    return value as Answer;
  } catch {
    return undefined;
  }
}

/** Who works here: whoever became root is told of by their own name. */
function operator(): string {
  const { SUDO_USER: before } = process.env;
  if (before !== undefined && before !== "") return before;
  try {
    return userInfo().username;
  } catch {
    return `uid ${String(process.getuid?.())}`;
  }
}
