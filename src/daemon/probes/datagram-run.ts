import { elapsed, later, type Duration, type Instant } from "../../base/time.ts";
import type { CheckFailure, CheckOutcome } from "../../check/outcome.ts";
import type { Clock, SystemError } from "../../platform/ports.ts";
import type { DatagramListener, ProbeDatagrams, ProbePath, ProbeSockets } from "../../platform/probe-sockets.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import { connectFailure } from "./path.ts";
import type { ProbeRun } from "./probe.ts";

export type DatagramTools = { readonly clock: Clock; readonly sockets: ProbeSockets; readonly deadlines: Deadlines };

/** What an exchange of datagrams has come to; a failure is undefined where the check has succeeded. */
export type DatagramVerdict = { readonly failure: CheckFailure | undefined };

/** One datagram to a server, and what is thought of what comes back. */
export interface Exchange {
  readonly payload: Uint8Array;
  /** Undefined: something else is waited for. */
  received(bytes: Uint8Array): DatagramVerdict | undefined;
  expired(): DatagramVerdict;
}

export type DatagramCheck = {
  readonly path: ProbePath;
  readonly timeout: Duration;
  readonly exchange: Exchange;
};

/** One exchange, from the sending to its end. */
export class DatagramRun implements ProbeRun, DatagramListener, Expiring {
  readonly #tools: DatagramTools;
  readonly #exchange: Exchange;
  readonly #done: (outcome: CheckOutcome) => void;
  readonly #startedAt: Instant;
  readonly #socket: ProbeDatagrams;
  #ended = false;

  constructor(tools: DatagramTools, { path, timeout, exchange }: DatagramCheck, done: (outcome: CheckOutcome) => void) {
    this.#tools = tools;
    this.#exchange = exchange;
    this.#done = done;
    this.#startedAt = tools.clock.now();
    this.#socket = tools.sockets.exchange(path, this);
    this.#socket.send(exchange.payload);
    tools.deadlines.set(this, later(this.#startedAt, timeout));
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tools.deadlines.set(this, undefined);
    this.#socket.close();
  }

  received(bytes: Uint8Array): void {
    const verdict = this.#exchange.received(bytes);
    if (verdict !== undefined) this.#finish(verdict);
  }

  failed(error: SystemError): void {
    this.#finish({ failure: connectFailure(error) });
  }

  expire(): void {
    this.#finish(this.#exchange.expired());
  }

  #finish({ failure }: DatagramVerdict): void {
    if (this.#ended) return;
    this.cancel();
    const duration = elapsed(this.#startedAt, this.#tools.clock.now());
    this.#done(failure === undefined ? { kind: "success", duration } : { kind: "failure", duration, reason: failure });
  }
}
