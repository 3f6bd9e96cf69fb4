import { randomBytes, randomInt } from "node:crypto";

import type { IpAddress } from "../../base/ip-address.ts";
import { elapsed, later, type Duration, type Instant } from "../../base/time.ts";
import type { CheckFailure, CheckOutcome } from "../../check/outcome.ts";
import { type Clock, SystemException } from "../../platform/ports.ts";
import type { IcmpSocket, ProbePath, ProbeSockets } from "../../platform/probe-sockets.ts";
import { decodeEchoAnswer, encodeEchoRequest } from "../../wire/echo.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import { connectFailure } from "./path.ts";
import type { ProbeRun } from "./probe.ts";

export type PingTools = { readonly clock: Clock; readonly sockets: ProbeSockets; readonly deadlines: Deadlines };

/** Bytes behind the header, random: an answer to anything else is none. */
const cookieLength = 16;

/** A socket that the pings with one family, source address, interface and mark share, while there are any. */
type Shared = { readonly key: string; readonly socket: IcmpSocket; readonly runs: Map<number, PingRun> };

/** PING_CHECK: an echo request is answered. All runs share one raw socket for each kind of source. */
export class Pinger {
  readonly #tools: PingTools;
  readonly #shared = new Map<string, Shared>();
  /** Identifier and sequence of the next request: every run of a process has its own for a long time. */
  #next = randomInt(2 ** 32);

  constructor(tools: PingTools) {
    this.#tools = tools;
  }

  run(path: ProbePath, timeout: Duration, done: (outcome: CheckOutcome) => void): ProbeRun {
    this.#next = (this.#next + 1) >>> 0;
    return new PingRun(this, this.#tools, { path, timeout, number: this.#next }, done);
  }

  /** Throws SystemException. */
  enter(run: PingRun): Shared {
    const { source, address } = run.ping.path;
    const key = [address.family, source.address ?? "", source.interface ?? "", source.mark].join(" ");
    const shared = this.#shared.get(key) ?? this.#open(key, run.ping.path);
    shared.runs.set(run.ping.number, run);
    return shared;
  }

  leave(run: PingRun, shared: Shared): void {
    shared.runs.delete(run.ping.number);
    if (shared.runs.size > 0) return;
    this.#shared.delete(shared.key);
    shared.socket.close();
  }

  #open(key: string, { address, source }: ProbePath): Shared {
    const { family } = address;
    const runs = new Map<number, PingRun>();
    const socket = this.#tools.sockets.openIcmp({ family, source }, (from, message) => {
      const answer = decodeEchoAnswer(family, message);
      if (!answer.ok) return;
      const { identifier, sequence } = answer.value;
      const run = runs.get(((identifier << 16) | sequence) >>> 0);
      if (answer.value.kind === "reply") run?.answered(from, answer.value.data);
      else run?.unreachable(answer.value.code);
    });
    const shared = { key, socket, runs };
    this.#shared.set(key, shared);
    return shared;
  }
}

type Ping = { readonly path: ProbePath; readonly timeout: Duration; readonly number: number };

class PingRun implements ProbeRun, Expiring {
  readonly ping: Ping;
  readonly #pinger: Pinger;
  readonly #tools: PingTools;
  readonly #done: (outcome: CheckOutcome) => void;
  readonly #startedAt: Instant;
  readonly #cookie = randomBytes(cookieLength);
  #shared: Shared | undefined;
  #ended = false;

  constructor(pinger: Pinger, tools: PingTools, ping: Ping, done: (outcome: CheckOutcome) => void) {
    this.ping = ping;
    this.#pinger = pinger;
    this.#tools = tools;
    this.#done = done;
    this.#startedAt = tools.clock.now();
    const problem = this.#send();
    if (problem === undefined) tools.deadlines.set(this, later(this.#startedAt, ping.timeout));
    else setImmediate(() => this.#finish(problem));
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tools.deadlines.set(this, undefined);
    if (this.#shared !== undefined) this.#pinger.leave(this, this.#shared);
  }

  answered(from: IpAddress, data: Uint8Array): void {
    if (from.equals(this.ping.path.address) && this.#cookie.equals(data)) this.#finish(undefined);
  }

  /** A router or the machine itself says so; anybody may, and the request goes out once more in the next run. */
  unreachable(code: number): void {
    const isIpv4 = this.ping.path.address.family === "ipv4";
    const name = (isIpv4 ? ipv4Codes : ipv6Codes)[code] ?? "EHOSTUNREACH";
    this.#finish({ kind: "connect", code: name });
  }

  expire(): void {
    this.#finish({ kind: "timeout", stage: "reply" });
  }

  #send(): CheckFailure | undefined {
    const { number, path } = this.ping;
    const echo = { identifier: number >>> 16, sequence: number & 0xffff, data: this.#cookie };
    try {
      this.#shared = this.#pinger.enter(this);
      const error = this.#shared.socket.send(path.address, encodeEchoRequest(path.address.family, echo));
      return error === undefined ? undefined : connectFailure(error);
    } catch (error) {
      if (error instanceof SystemException) return connectFailure(error.error);
      throw error;
    }
  }

  #finish(failure: CheckFailure | undefined): void {
    if (this.#ended) return;
    this.cancel();
    const duration = elapsed(this.#startedAt, this.#tools.clock.now());
    this.#done(failure === undefined ? { kind: "success", duration } : { kind: "failure", duration, reason: failure });
  }
}

/** What the kernel makes of the codes of unreachable destinations (RFC 1812 §5.2.7.1, RFC 4443 §3.1). */
const ipv4Codes: readonly string[] = ["ENETUNREACH", "EHOSTUNREACH", "ENOPROTOOPT", "ECONNREFUSED"];
const ipv6Codes: readonly string[] = ["ENETUNREACH", "EACCES", "EHOSTUNREACH", "EHOSTUNREACH", "ECONNREFUSED"];
