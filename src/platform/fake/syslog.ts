import { later, milliseconds } from "../../base/time.ts";
import type { Syslog } from "../ports.ts";
import type { FakeClock } from "./clock.ts";

/** A line as the log daemon has it. */
export type FakeSyslogLine = { readonly severity: number; readonly message: string };

/** Lines the daemon's socket holds before somebody reads them, and lines that may wait for room there. */
const room = 11;
const waitingLimit = 1000;

const retryPause = milliseconds(10);
const messageLimit = 8000;

/** A log daemon that reads when `take` is called, and the way to it. */
export class FakeLogDaemon {
  readonly #clock: FakeClock;
  #lines: FakeSyslogLine[] = [];
  #running = true;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  openSyslog(): Syslog {
    return new FakeSyslog(this, this.#clock);
  }

  /** Reads the lines that have arrived. */
  take(): readonly FakeSyslogLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  stop(): void {
    this.#running = false;
    this.#lines = [];
  }

  start(): void {
    this.#running = true;
  }

  /** "full": there is no room now; "gone": there is nobody. */
  offer(line: FakeSyslogLine): "taken" | "full" | "gone" {
    if (!this.#running) return "gone";
    if (this.#lines.length >= room) return "full";
    this.#lines.push(line);
    return "taken";
  }
}

class FakeSyslog implements Syslog {
  readonly #daemon: FakeLogDaemon;
  readonly #clock: FakeClock;
  #waiting: FakeSyslogLine[] = [];
  #callOff: (() => void) | undefined;
  #closed = false;
  dropped = 0;

  constructor(daemon: FakeLogDaemon, clock: FakeClock) {
    this.#daemon = daemon;
    this.#clock = clock;
  }

  send(severity: number, message: string): void {
    if (this.#closed || this.#waiting.length >= waitingLimit) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push({ severity, message: message.replace(/\p{Cc}+/gu, " ").slice(0, messageLimit) });
    if (this.#callOff === undefined) this.#deliver();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#callOff?.();
    this.#offerWaiting();
    this.dropped += this.#waiting.length;
    this.#waiting = [];
  }

  #deliver(): void {
    this.#offerWaiting();
    this.#callOff =
      this.#waiting.length === 0
        ? undefined
        : this.#clock.schedule(later(this.#clock.now(), retryPause), () => {
            this.#deliver();
          });
  }

  #offerWaiting(): void {
    for (const [index, line] of this.#waiting.entries()) {
      const answer = this.#daemon.offer(line);
      if (answer === "full") {
        this.#waiting = this.#waiting.slice(index);
        return;
      }
      if (answer === "gone") this.dropped += 1;
    }
    this.#waiting = [];
  }
}
