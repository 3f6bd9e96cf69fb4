import { writeSync } from "node:fs";
import type { TopKey } from "../../status/live/words/top-view.ts";

/** xterm's control sequences: the alternate screen, and the cursor. */
const enterScreen = "\u001B[?1049h\u001B[?25l";
const leaveScreen = "\u001B[?25h\u001B[?1049l";

/** Escape sequences whole, everything else one by one. */
// oxlint-disable-next-line no-control-regex -- they begin with one
const sequence = /\u001B(?:\[[\d;]*[A-Za-z~]|O[A-Z])?|[^]/gu;

const keys: ReadonlyMap<string, TopKey> = new Map([
  ["\u001B[A", "up"],
  ["\u001BOA", "up"],
  ["k", "up"],
  ["\u001B[B", "down"],
  ["\u001BOB", "down"],
  ["j", "down"],
  ["\u001B[5~", "page-up"],
  ["\u001B[6~", "page-down"],
  [" ", "page-down"],
  ["\u001B[H", "first"],
  ["g", "first"],
  ["\u001B[F", "last"],
  ["G", "last"],
  ["\r", "enter"],
  ["\n", "enter"],
  ["\u001B[C", "enter"],
  ["\u001B", "back"],
  ["\u001B[D", "back"],
  ["q", "quit"],
  ["\u0003", "quit"],
  ["\u0004", "quit"],
  ["\u001A", "suspend"],
]);

/** The keys in what a terminal has sent; what means nothing is left out. */
export function readKeys(text: string): readonly TopKey[] {
  return Array.from(text.matchAll(sequence), ([key]) => keys.get(key)).filter((key) => key !== undefined);
}

export type SessionListener = {
  readonly key: (key: TopKey) => void;
  /** The terminal has another size, or is ours again. */
  readonly redraw: () => void;
};

/** A terminal whose whole screen is ours. Whatever ends this process, the terminal is as it was. */
export class TerminalSession {
  readonly #listener: SessionListener;
  #isOpen = false;

  constructor(listener: SessionListener) {
    this.#listener = listener;
    process.on("exit", () => this.#leave());
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => listener.key("quit"));
    process.on("SIGCONT", () => {
      this.#enter();
      listener.redraw();
    });
    process.stdout.on("resize", listener.redraw);
    // Where nobody can press keys signals end it.
    if (process.stdin.isTTY) {
      process.stdin.on("data", (chunk: Buffer) => {
        for (const key of readKeys(chunk.toString("utf8"))) this.#pressed(key);
      });
      process.stdin.on("end", () => listener.key("quit"));
    }
    this.#enter();
  }

  close(): void {
    this.#leave();
    process.stdin.destroy();
  }

  #pressed(key: TopKey): void {
    if (key !== "suspend") return this.#listener.key(key);
    this.#leave();
    // To the whole job, as the terminal does it.
    process.kill(0, "SIGTSTP");
    return undefined;
  }

  #enter(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (process.stdin.isTTY) process.stdin.setRawMode(true);
    process.stdout.write(enterScreen);
  }

  /** Within the call: the process may be about to end. */
  #leave(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      writeSync(1, leaveScreen);
      if (process.stdin.isTTY) process.stdin.setRawMode(false);
    } catch {
      // The terminal has gone.
    }
  }
}
