import { unreachable } from "../../base/assert.ts";
import { elapsed, later, type Duration, type Instant } from "../../base/time.ts";
import type { CheckFailure, CheckOutcome, CheckStage } from "../../check/outcome.ts";
import type { Clock, SystemError } from "../../platform/ports.ts";
import type { ProbePath, ProbeSockets, ProbeStream } from "../../platform/probe-sockets.ts";
import type { Conversation, Turn } from "./conversation.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import { closedFailure, connectFailure } from "./path.ts";
import type { ProbeRun } from "./probe.ts";
import type { OpenTlsStream, TlsListener } from "./tls-stream.ts";

/** What the runs of a process share. */
export type StreamTools = {
  readonly clock: Clock;
  readonly sockets: ProbeSockets;
  readonly deadlines: Deadlines;
};

export type StreamCheck = {
  readonly path: ProbePath;
  /** Of each stage. */
  readonly timeout: Duration;
  readonly conversation: Conversation;
  /** Undefined: in clear text. */
  readonly secure: OpenTlsStream | undefined;
};

/** One conversation over one connection, from its opening to its end. */
export class StreamRun implements ProbeRun, TlsListener, Expiring {
  readonly #tools: StreamTools;
  readonly #check: StreamCheck;
  readonly #done: (outcome: CheckOutcome) => void;
  readonly #startedAt: Instant;
  /** Before the conversation begins. */
  #stage: "connect" | "handshake" | undefined = "connect";
  #stream: ProbeStream;
  #cancelSearch: (() => void) | undefined;
  #ended = false;

  constructor(tools: StreamTools, check: StreamCheck, done: (outcome: CheckOutcome) => void) {
    this.#tools = tools;
    this.#check = check;
    this.#done = done;
    this.#startedAt = tools.clock.now();
    this.#stream = tools.sockets.connect(check.path, this);
    this.#tools.deadlines.set(this, later(this.#startedAt, check.timeout));
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tools.deadlines.set(this, undefined);
    this.#stream.close();
    this.#cancelSearch?.();
  }

  opened(): void {
    const { secure, conversation } = this.#check;
    if (this.#stage === "connect" && secure !== undefined) {
      this.#stage = "handshake";
      this.#stream = secure(this.#stream.release(), this);
      this.#renew();
      return;
    }
    this.#stage = undefined;
    this.#take(conversation.opened());
  }

  received(bytes: Uint8Array): void {
    // A search is under way: what comes behind is not looked at.
    if (this.#cancelSearch === undefined) this.#take(this.#check.conversation.received(bytes));
  }

  ended(error: SystemError | undefined): void {
    if (this.#cancelSearch !== undefined) return;
    if (this.#stage === "connect" && error !== undefined) this.#finish(connectFailure(error));
    else if (error !== undefined || this.#stage !== undefined) this.#finish(closedFailure(error, this.#current));
    else this.#take(this.#check.conversation.ended());
  }

  refused(message: string): void {
    this.#finish({ kind: "tls", message });
  }

  expire(): void {
    this.#finish({ kind: "timeout", stage: this.#current });
  }

  get #current(): CheckStage {
    return this.#stage ?? this.#check.conversation.stage;
  }

  #take(turn: Turn): void {
    switch (turn.kind) {
      case "wait":
        return;
      case "say":
        if (turn.bytes.length > 0) this.#stream.send(turn.bytes);
        this.#renew();
        return;
      case "find":
        this.#stream.close();
        this.#tools.deadlines.set(this, undefined);
        this.#cancelSearch = turn.find((failure) => this.#finish(failure));
        return;
      case "done":
        this.#finish(turn.failure);
        return;
      default:
        unreachable(turn);
    }
  }

  #renew(): void {
    this.#tools.deadlines.set(this, later(this.#tools.clock.now(), this.#check.timeout));
  }

  #finish(failure: CheckFailure | undefined): void {
    if (this.#ended) return;
    this.cancel();
    const duration = elapsed(this.#startedAt, this.#tools.clock.now());
    this.#done(failure === undefined ? { kind: "success", duration } : { kind: "failure", duration, reason: failure });
  }
}
