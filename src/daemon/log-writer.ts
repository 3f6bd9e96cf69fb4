import { write, writeSync } from "node:fs";

/** Bytes that may wait for a slow reader of the console before lines are dropped. */
export const pendingLimit = 1 << 20;

/** How long `flush` waits for a reader that has stopped reading. Milliseconds. */
const flushLimit = 500;

/** How long to wait when a non-blocking descriptor takes no more. Milliseconds. */
const retryPause = 20;

/**
 * Writes lines to a descriptor without ever blocking the event loop: they are collected, and one write at a time
 * is made by the thread pool. Lines beyond `pendingLimit` are dropped, and their number is written once there is
 * room. A descriptor that fails is given up in silence: there is no better place to complain.
 */
export class LineWriter {
  readonly #descriptor: number;
  readonly #idle: (() => void)[] = [];
  #pending: string[] = [];
  #pendingBytes = 0;
  #inFlight: Buffer | undefined;
  #scheduled = false;
  #dropped = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Takes one line without its end; costs no system call. */
  write(line: string): void {
    if (this.#pendingBytes + line.length > pendingLimit) {
      this.#dropped += 1;
      return;
    }
    this.#pending.push(line);
    this.#pendingBytes += line.length + 1;
    this.#schedule();
  }

  /** Resolves when everything is written, or after half a second. */
  async flush(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => {
      const timeout = setTimeout(resolve, flushLimit);
      this.#idle.push(() => {
        clearTimeout(timeout);
        resolve();
      });
    });
  }

  /** Writes what has not been handed to the thread pool, at once; for a process that is about to end. */
  flushNow(): void {
    const text = this.#take();
    if (text.length === 0) return;
    try {
      writeSync(this.#descriptor, text);
    } catch {
      // The reader is gone or full; the process ends anyway.
    }
  }

  #isIdle(): boolean {
    return this.#inFlight === undefined && this.#pending.length === 0;
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight !== undefined) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#writeNext();
    });
  }

  #writeNext(): void {
    if (this.#inFlight !== undefined) return;
    const text = this.#take();
    if (text.length === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    this.#writeOut(text);
  }

  #writeOut(bytes: Buffer): void {
    this.#inFlight = bytes;
    write(this.#descriptor, bytes, 0, bytes.length, null, (error, written) => {
      if (error?.code === "EAGAIN") {
        setTimeout(() => this.#writeOut(bytes), retryPause).unref();
        return;
      }
      if (error === null && written < bytes.length) {
        this.#writeOut(bytes.subarray(written));
        return;
      }
      this.#inFlight = undefined;
      this.#writeNext();
    });
  }

  #take(): Buffer {
    if (this.#dropped > 0) {
      this.#pending.push(`${this.#dropped} log lines were dropped: the console is not being read`);
      this.#dropped = 0;
    }
    const text = this.#pending.map((line) => `${line}\n`).join("");
    this.#pending = [];
    this.#pendingBytes = 0;
    return Buffer.from(text);
  }
}
