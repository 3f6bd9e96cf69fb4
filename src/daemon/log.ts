import type { Syslog } from "../platform/ports.ts";
import { printLogTime } from "./log-time.ts";
import { LineWriter } from "./log-writer.ts";
import type { LoggingOptions } from "./messages.ts";

/** How loud a line is: syslog severities 0 (emergency) to 7 (debug). */
export const severity = { error: 3, warning: 4, notice: 5, info: 6, debug: 7 } as const;

export type LineOptions = {
  /** Only wanted with `-D`. */
  readonly detail?: boolean;
  /** Syslog severity; `severity.info` when not given. */
  readonly severity?: number;
};

/** Where a process reports to operators. No call blocks, and none touches the kernel before the next loop turn. */
export interface Log {
  log(message: string, options?: LineOptions): void;
  /** The name in syslog from the next line on. */
  rename(ident: string): void;
  /** Resolves when every line is delivered or given up; call it before a planned end. */
  flush(): Promise<void>;
  /** Delivers at once what can be delivered; call it before an unplanned end. */
  flushNow(): void;
}

/** Opens the way to syslog; asked for once, after the first line. `facility` is 0 to 23. */
export type OpenSyslog = (ident: string, facility: number) => Promise<Syslog>;

/** Lines kept while the way to syslog is being opened. */
const waitingLimit = 1000;

/** A log with the sinks that `options` name; `ident` is the program's name in syslog, such as "Keepalived_vrrp". */
export function openLog(options: LoggingOptions, ident: string, openSyslog: OpenSyslog): Log {
  const console = options.console ? new LineWriter(2) : undefined;
  const openAs = (name: string) => (): Promise<Syslog> => openSyslog(name, options.facility);
  const syslog = options.syslog ? new SyslogSink(openAs(ident)) : undefined;
  return {
    log(message, line = {}) {
      if (line.detail === true && !options.detail) return;
      console?.write(`${printLogTime(new Date())}: ${message}`);
      syslog?.send(line.severity ?? severity.info, message);
    },
    rename: (name) => syslog?.rename(openAs(name)),
    async flush() {
      await syslog?.flush();
      await console?.flush();
    },
    flushNow() {
      syslog?.flushNow();
      console?.flushNow();
    },
  };
}

type Line = { readonly severity: number; readonly message: string };

/** Collects the lines of a loop turn and hands them to syslog after it; opens it when first needed. */
class SyslogSink {
  #open: () => Promise<Syslog>;
  #waiting: Line[] = [];
  #opening: Promise<void> | undefined;
  #syslog: Syslog | undefined;
  #failed = false;
  #scheduled = false;

  constructor(open: () => Promise<Syslog>) {
    this.#open = open;
  }

  send(level: number, message: string): void {
    if (this.#failed || this.#waiting.length >= waitingLimit) return;
    this.#waiting.push({ severity: level, message });
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.flush();
    });
  }

  rename(open: () => Promise<Syslog>): void {
    const before = this.#syslog;
    if (before !== undefined) this.flushNow();
    before?.close();
    this.#syslog = undefined;
    this.#opening = undefined;
    this.#open = open;
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0 || this.#failed) return;
    if (this.#syslog === undefined) await (this.#opening ??= this.#openNow());
    this.flushNow();
  }

  flushNow(): void {
    if (this.#syslog === undefined) return;
    for (const line of this.#waiting.splice(0)) this.#syslog.send(line.severity, line.message);
  }

  async #openNow(): Promise<void> {
    try {
      this.#syslog = await this.#open();
    } catch {
      // Without syslog the console remains; there is nowhere to say so.
      this.#failed = true;
      this.#waiting = [];
    }
  }
}
