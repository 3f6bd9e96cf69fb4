import type { Syslog } from "../ports.ts";
import { errno } from "./errno.ts";
import { close, sendto, socket } from "./ffi.ts";
import { addressFamily, unixSocketAddress } from "./socket-address.ts";
import { messageFlag, socketType } from "./socket-options.ts";
import { printSyslogLine, type SyslogOrigin } from "./syslog-line.ts";
import { must } from "./system-call.ts";

/** Of the log daemon's socket. */
export const syslogPath = "/dev/log";

/** Lines that may wait for a log daemon that is behind. */
export const syslogWaitingLimit = 1000;

/** How long a log daemon that is behind gets before it is asked again, in milliseconds. */
const retryPause = 10;

/**
 * Lines to the log daemon. Each finds its socket by the path, so that it is no trouble when the daemon comes late or
 * is restarted. Throws SystemException when there is no descriptor left.
 */
export function openSyslog(origin: SyslogOrigin, path: string = syslogPath): Syslog {
  return new DatagramSyslog(origin, path);
}

/**
 * Where nobody has raised net.unix.max_dgram_qlen, a socket takes no more than eleven lines that have not been read:
 * the report of a fail-over would be lost. Those that find it full wait, and keep their order.
 */
class DatagramSyslog implements Syslog {
  readonly #origin: SyslogOrigin;
  readonly #address: Uint8Array | undefined;
  readonly #descriptor = must("socket", socket(addressFamily.unix, socketType.datagram, 0));
  readonly #encoder = new TextEncoder();
  #waiting: Uint8Array[] = [];
  #retry: NodeJS.Timeout | undefined;
  #dropped = 0;
  #closed = false;

  constructor(origin: SyslogOrigin, path: string) {
    this.#origin = origin;
    this.#address = unixSocketAddress(path);
  }

  get dropped(): number {
    return this.#dropped;
  }

  send(severity: number, message: string): void {
    if (this.#closed || this.#waiting.length >= syslogWaitingLimit) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(this.#encoder.encode(printSyslogLine(this.#origin, severity, new Date(), message)));
    // What waits is sent by the timer.
    if (this.#retry === undefined) this.#deliver();
  }

  /** What still waits gets a last chance. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#dropped += this.#sendWaiting().length;
    close(this.#descriptor);
  }

  #deliver(): void {
    this.#waiting = this.#sendWaiting();
    this.#retry = this.#waiting.length === 0 ? undefined : setTimeout(() => this.#deliver(), retryPause).unref();
  }

  /** The lines for which the log daemon has no room now. Those that nobody takes are dropped. */
  #sendWaiting(): Uint8Array[] {
    for (const [index, line] of this.#waiting.entries()) {
      const result = this.#sendLine(line);
      if (result === -errno.EAGAIN) return this.#waiting.slice(index);
      if (result < 0) this.#dropped += 1;
    }
    return [];
  }

  /** Zero or more, or the negative errno. */
  #sendLine(line: Uint8Array): number {
    if (this.#address === undefined) return -errno.ENAMETOOLONG;
    return sendto(this.#descriptor, line, messageFlag.nonBlocking | messageFlag.noSignal, this.#address);
  }
}
