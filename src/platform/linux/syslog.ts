import type { Syslog } from "../ports.ts";
import { close, sendto, socket } from "./ffi.ts";
import { addressFamily, unixSocketAddress } from "./socket-address.ts";
import { messageFlag, socketType } from "./socket-options.ts";
import { printSyslogLine, type SyslogOrigin } from "./syslog-line.ts";
import { must } from "./system-call.ts";

/** Of the log daemon's socket. */
export const syslogPath = "/dev/log";

/**
 * Lines to the log daemon. Each finds its socket by the path, so that it is no trouble when the daemon comes late or
 * is restarted. Throws SystemException when there is no descriptor left.
 */
export function openSyslog(origin: SyslogOrigin, path: string = syslogPath): Syslog {
  return new DatagramSyslog(origin, path);
}

class DatagramSyslog implements Syslog {
  readonly #origin: SyslogOrigin;
  readonly #address: Uint8Array | undefined;
  readonly #descriptor = must("socket", socket(addressFamily.unix, socketType.datagram, 0));
  readonly #encoder = new TextEncoder();
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
    if (!this.#deliver(printSyslogLine(this.#origin, severity, new Date(), message))) this.#dropped += 1;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.#descriptor);
  }

  #deliver(line: string): boolean {
    if (this.#closed || this.#address === undefined) return false;
    const flags = messageFlag.nonBlocking | messageFlag.noSignal;
    return sendto(this.#descriptor, this.#encoder.encode(line), flags, this.#address) >= 0;
  }
}
