import type { ProcessListener, ProcessPattern, ProcessWatcher } from "../ports.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { ProcessCensus } from "./process-census.ts";
import { openProcessConnector, type ProcessConnector } from "./process-connector.ts";
import { runningProcesses } from "./process-names.ts";

/** Processes that are looked at between two turns of the event loop: about a third of a millisecond. */
const looksPerTurn = 16;

export type ProcessWatcherOptions = {
  /** Bytes of events that the kernel keeps for us while the event loop is busy. */
  readonly receiveBuffer: number;
  /** Between two countings, where nobody tells of changes; milliseconds. */
  readonly countingPause: number;
};

const defaultOptions: ProcessWatcherOptions = { receiveBuffer: 1024 * 1024, countingPause: 1000 };

/** Counts by the news of the kernel where it has them to give, otherwise again and again. */
export function openProcessWatcher(
  listener: ProcessListener,
  options: ProcessWatcherOptions = defaultOptions,
): ProcessWatcher {
  return new LinuxProcessWatcher(listener, options);
}

class LinuxProcessWatcher implements ProcessWatcher {
  readonly obstacle: string | undefined;
  readonly #listener: ProcessListener;
  readonly #connector: ProcessConnector | undefined;
  readonly #watch: Watch | undefined;
  readonly #countingPause: number;
  #patterns: readonly ProcessPattern[] = [];
  /** The one that is told, and kept up to date by events. */
  #census = new ProcessCensus([]);
  /** What was told. */
  #counts: ReadonlyMap<string, number> = new Map();
  /** Those that have not been looked at yet. */
  #unseen: readonly number[] = [];
  /** The census that will take the place of the other when all are seen. */
  #next: ProcessCensus | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(listener: ProcessListener, { receiveBuffer, countingPause }: ProcessWatcherOptions) {
    this.#listener = listener;
    this.#countingPause = countingPause;
    const opened = openProcessConnector(receiveBuffer);
    this.obstacle = typeof opened === "string" ? opened : undefined;
    if (typeof opened === "string") return;
    this.#connector = opened;
    this.#watch = watchReadable(opened.descriptor, () => this.#hear(opened));
  }

  watch(patterns: readonly ProcessPattern[]): void {
    this.#patterns = patterns;
    this.#counts = new Map();
    this.#census = new ProcessCensus([]);
    this.#countAll();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#watch?.close();
    this.#connector?.close();
  }

  #hear(connector: ProcessConnector): void {
    // Each census that goes on hears everything: what one sees later it will find as it is then.
    const reading = connector.receive((event) => {
      for (const census of [this.#census, this.#next]) {
        if (census === undefined) continue;
        if (event.kind === "forked") census.forked(event.parent, event.pid);
        else if (event.kind === "renamed") census.look(event.pid);
        else census.ended(event.pid);
      }
    });
    if (reading === "overrun") this.#countAll();
    else this.#tell();
  }

  #countAll(): void {
    clearTimeout(this.#timer);
    const isGoingOn = this.#next !== undefined;
    this.#next = new ProcessCensus(this.#patterns);
    this.#unseen = runningProcesses();
    if (!isGoingOn) setImmediate(() => this.#lookOn());
  }

  #lookOn(): void {
    const census = this.#next;
    if (census === undefined || this.#closed) return;
    for (const pid of this.#unseen.slice(0, looksPerTurn)) census.look(pid);
    this.#unseen = this.#unseen.slice(looksPerTurn);
    if (this.#unseen.length > 0) {
      setImmediate(() => this.#lookOn());
      return;
    }
    this.#census = census;
    this.#next = undefined;
    this.#tell();
    if (this.#connector === undefined && !this.#closed) {
      this.#timer = setTimeout(() => this.#countAll(), this.#countingPause);
    }
  }

  #tell(): void {
    const counts = this.#census.counts();
    const changed = Array.from(counts).filter(([name, count]) => this.#counts.get(name) !== count);
    this.#counts = counts;
    if (changed.length > 0) this.#listener(new Map(changed));
  }
}
