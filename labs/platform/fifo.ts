import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** A named pipe between a test and a script: reading it is how a test waits for a script without any sleep. */
export class Fifo {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "holdfast-fifo-"));
  readonly #writeEnds: number[] = [];
  #reader: Socket | undefined;

  constructor() {
    this.path = join(this.#folder, "fifo");
    execFileSync("mkfifo", [this.path]);
  }

  /** What scripts write until the last of them has closed the pipe, or has ended. */
  readAll(): Promise<string> {
    return text(this.#read());
  }

  /** Resolves when a script has written something. */
  async heard(): Promise<void> {
    await new Promise((resolve) => {
      this.#read().once("data", resolve);
    });
  }

  /** Resolves when the last script that has opened the pipe has closed it, or has ended. */
  async closed(): Promise<void> {
    const reader = this.#read();
    reader.resume();
    if (!reader.readableEnded) {
      await new Promise((resolve) => {
        reader.once("end", resolve);
      });
    }
  }

  /** One line for a script that reads, now or later. */
  writeLine(line: string): void {
    // Open for reading too, it does not wait for the script.
    const end = openSync(this.path, constants.O_RDWR | constants.O_NONBLOCK);
    this.#writeEnds.push(end);
    writeSync(end, `${line}\n`);
  }

  close(): void {
    this.#reader?.destroy();
    for (const end of this.#writeEnds) closeSync(end);
    rmSync(this.#folder, { recursive: true });
  }

  #read(): Socket {
    this.#reader ??= new Socket({ fd: openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK) });
    return this.#reader;
  }
}
