import { setTimeout as pause } from "node:timers/promises";
import type { EventRecord } from "../../status/live/event-record.ts";
import { clean } from "../../status/live/words/clean.ts";
import { tableRoom, topScreen } from "../../status/live/words/top-screen.ts";
import {
  afterKey,
  firstView,
  keptEvents,
  type TopKey,
  withDocument,
  withEvent,
} from "../../status/live/words/top-view.ts";
import { paintFor } from "./ansi-paint.ts";
import type { StatusClient } from "./client.ts";
import { findDaemon, unreachableStatus, type Whereabouts } from "./find-daemon.ts";
import { printTime } from "./print-time.ts";
import { showStatus } from "./status.ts";
import { TerminalSession } from "./terminal-session.ts";

/** Between two looks when nothing happens, and at least between two when much does, milliseconds. */
const usualPause = 1_000;
const leastPause = 200;

/**
 * `holdfast top`: the status in the whole terminal, until somebody has seen enough. Not at a terminal it is `status`.
 */
export async function showTop(options: Whereabouts): Promise<number> {
  if (!process.stdout.isTTY) return showStatus(undefined, options);
  const found = await findDaemon(options);
  if (found.kind === "none") {
    process.stderr.write(`${found.message}\n`);
    return unreachableStatus;
  }
  await new Top(options).show(found.client);
  return 0;
}

class Top {
  readonly #options: Whereabouts;
  readonly #paint = paintFor(process.stdout);
  readonly #ended = new AbortController();
  readonly #session: TerminalSession;
  #view = firstView;
  #lastEvent = 0;
  #wake = new AbortController();

  constructor(options: Whereabouts) {
    this.#options = options;
    this.#session = new TerminalSession({ key: (key) => this.#pressed(key), redraw: () => this.#draw() });
    this.#draw();
  }

  /** Resolves when somebody has ended it. A daemon that ends is looked for again. */
  async show(first: StatusClient): Promise<void> {
    let client: StatusClient | undefined = first;
    while (!this.#hasEnded) {
      if (client !== undefined) await this.#watch(client);
      if (this.#hasEnded) break;
      await this.#rest(usualPause);
      client = await this.#findAgain();
    }
    this.#session.close();
  }

  get #hasEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Until the daemon, or the display, ends. */
  async #watch(client: StatusClient): Promise<void> {
    const end = (): void => client.close();
    this.#ended.signal.addEventListener("abort", end);
    try {
      void this.#follow(client).catch(() => undefined);
      while (!this.#hasEnded) {
        this.#wake = new AbortController();
        this.#view = withDocument(this.#view, clean(await client.status()));
        this.#draw();
        await this.#rest(leastPause);
        await pause(usualPause - leastPause, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#view = { ...this.#view, problem: `${message}: what is shown is the past; looking for it again ...` };
      this.#draw();
    } finally {
      this.#ended.signal.removeEventListener("abort", end);
      client.close();
    }
  }

  /** What happens changes the status, most of the time. */
  async #follow(client: StatusClient): Promise<void> {
    const past = this.#lastEvent === 0 ? { limit: keptEvents } : { after: this.#lastEvent };
    for await (const record of client.events({ ...past, follow: true })) this.#happened(record);
  }

  #happened(record: EventRecord): void {
    this.#lastEvent = record.id;
    this.#view = withEvent(this.#view, clean(record));
    this.#wake.abort();
  }

  async #findAgain(): Promise<StatusClient | undefined> {
    const found = await findDaemon(this.#options);
    if (found.kind === "found") return found.client;
    this.#view = { ...this.#view, problem: found.message.split("\n", 1)[0] ?? "" };
    this.#draw();
    return undefined;
  }

  async #rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#ended.signal }).catch(() => undefined);
  }

  #pressed(key: TopKey): void {
    if (key === "quit") {
      this.#ended.abort();
      this.#wake.abort();
      return;
    }
    this.#view = afterKey(this.#view, key, tableRoom(this.#view, this.#size));
    this.#draw();
  }

  #draw(): void {
    if (this.#hasEnded) return;
    const lines = topScreen(this.#view, this.#size, printTime).map(({ text, tone }) => {
      if (tone === "selected") return `\u001B[7m${text}\u001B[0m`;
      return tone === undefined ? text : this.#paint[tone](text);
    });
    process.stdout.write(`\u001B[H${lines.map((line) => `${line}\u001B[K`).join("\r\n")}\u001B[J`);
  }

  get #size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = process.stdout;
    // A terminal that does not know its size says 0.
    return { columns: columns || 80, rows: rows || 24 };
  }
}
