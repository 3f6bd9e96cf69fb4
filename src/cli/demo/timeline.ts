import { elapsed, later, milliseconds, times, toSeconds, type Instant } from "../../base/time.ts";
import { wallClock } from "../../lab/index.ts";
import { HoldBack } from "./hold-back.ts";
import { questionPatience } from "./outage.ts";
import type { Style, Terminal } from "./terminal.ts";

/** Something that happened: when, to whom, and what. */
export type Entry = { readonly time: Instant; readonly who: string; readonly text: string };

const styles: Readonly<Record<string, Style>> = { node1: "cyan", node2: "magenta", client: "yellow" };

/** How long an entry is held: an unanswered question is known as such only after its patience, and belongs before. */
const hold = times(questionPatience, 1.2);
const tick = milliseconds(50);

/** Prints what happens, in order, a moment after it has happened. */
export class Timeline {
  readonly #terminal: Terminal;
  readonly #start = wallClock();
  readonly #entries = new HoldBack<Entry>((entry) => entry.time);
  readonly #ticker: NodeJS.Timeout;
  #beforePrinting: (horizon: Instant) => void = () => {};

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#ticker = setInterval(() => this.#print(), tick / 1_000);
  }

  /** Whoever makes entries late is asked for those up to `horizon` before anything of then is printed. */
  onPrint(listener: (horizon: Instant) => void): void {
    this.#beforePrinting = listener;
  }

  add(who: string, text: string, time: Instant = wallClock()): void {
    this.#entries.add({ time, who, text });
  }

  /** Prints a heading; everything before it comes first. */
  heading(title: string, details: readonly string[] = []): void {
    this.#print();
    this.#terminal.line();
    this.#terminal.line(this.#terminal.paint("bold", `== ${title}`));
    for (const detail of details) this.#terminal.line(this.#terminal.paint("dim", `   ${detail}`));
  }

  /** Nothing is printed any more. */
  stop(): void {
    clearInterval(this.#ticker);
  }

  #print(): void {
    const horizon = later(wallClock(), times(hold, -1));
    this.#beforePrinting(horizon);
    for (const { time, who, text } of this.#entries.take(horizon)) {
      const stamp = `+${toSeconds(elapsed(this.#start, time)).toFixed(3)} s`.padStart(11);
      const name = this.#terminal.paint(styles[who] ?? "bold", who.padEnd(6));
      this.#terminal.line(`${this.#terminal.paint("dim", stamp)}  ${name}  ${text}`);
    }
  }
}
