import { Worker } from "node:worker_threads";

import type { BodyPattern } from "../../check/config.ts";
import { type PatternTranslation, translatePattern } from "../../check/pattern.ts";
import type { BodySearch, SearchResult } from "./body-search.ts";
import { patternWorker, type SearchJob } from "./pattern-worker.ts";

/** Milliseconds of one search: an expression that tries everything out would take longer than the world has been. */
const timeLimit = 250;
/** Bytes of the bodies that wait to be searched. */
const waitingLimit = 64 * 1024 * 1024;

/** Megabytes. */
const workerLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

type Waiting = {
  readonly job: SearchJob;
  /** As it was written. */
  readonly expression: string;
  found: ((result: SearchResult) => void) | undefined;
};

/**
 * Searches in a thread of its own, which is started for the first one and replaced when an expression takes too long.
 * One costs some 30 microseconds of both threads together.
 */
export class PatternSearch implements BodySearch {
  readonly #translations = new WeakMap<BodyPattern, PatternTranslation>();
  /** In the order in which the worker answers. */
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #worker: Worker | undefined;
  #isReady = false;
  #timer: NodeJS.Timeout | undefined;

  search(pattern: BodyPattern, body: Uint8Array, found: (result: SearchResult) => void): () => void {
    const translation = this.#translate(pattern);
    if ("problem" in translation) return tellLater({ problem: `regex: ${translation.problem}` }, found);
    if (this.#waitingBytes + body.length > waitingLimit) {
      return tellLater({ problem: "too many bodies wait to be searched; check less often, or shorter pages" }, found);
    }
    const { source, flags, utf, firstLine } = translation;
    const { minimumOffset, maximumOffset } = pattern;
    const waiting: Waiting = {
      job: { source, flags, utf, firstLine, minimumOffset, maximumOffset, body },
      expression: pattern.expression,
      found,
    };
    this.#waiting.push(waiting);
    this.#waitingBytes += body.length;
    if (this.#worker === undefined) this.#start();
    else this.#worker.postMessage(waiting.job, []);
    if (this.#waiting.length === 1) this.#watch();
    return () => {
      waiting.found = undefined;
    };
  }

  close(): void {
    this.#stop();
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #translate(pattern: BodyPattern): PatternTranslation {
    const known = this.#translations.get(pattern);
    if (known !== undefined) return known;
    const translation = translatePattern(pattern);
    this.#translations.set(pattern, translation);
    return translation;
  }

  /** With everything that still waits. */
  #start(): void {
    const worker = new Worker(patternWorker, { eval: true, execArgv: [], resourceLimits: workerLimits });
    this.#worker = worker;
    worker.unref();
    worker.on("online", () => {
      this.#isReady = true;
      this.#watch();
    });
    worker.on("message", (matches: boolean) => this.#answer(worker, { matches }));
    worker.on("error", (error) => this.#giveUp(worker, error.message));
    for (const { job } of this.#waiting) worker.postMessage(job, []);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#isReady = false;
    void worker?.terminate();
  }

  /** From now on the time of the first one counts, unless the worker is not ready yet. */
  #watch(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (worker === undefined || !this.#isReady || this.#waiting.length === 0) return;
    this.#timer = setTimeout(
      () => this.#giveUp(worker, `it takes longer than ${timeLimit} ms for this body; write it with fewer repetitions`),
      timeLimit,
    );
  }

  /** The first one is beyond this worker. */
  #giveUp(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#stop();
    const first = this.#waiting[0];
    this.#tell({ problem: `regex ${first?.expression ?? ""}: ${why}` });
    if (this.#waiting.length > 0 && this.#worker === undefined) this.#start();
  }

  #answer(worker: Worker, result: SearchResult): void {
    if (worker !== this.#worker) return;
    clearTimeout(this.#timer);
    this.#tell(result);
    if (this.#waiting.length > 0) this.#watch();
  }

  #tell(result: SearchResult): void {
    const first = this.#waiting.shift();
    this.#waitingBytes -= first?.job.body.length ?? 0;
    first?.found?.(result);
  }
}

function tellLater(result: SearchResult, found: (result: SearchResult) => void): () => void {
  const immediate = setImmediate(() => found(result));
  return () => clearImmediate(immediate);
}
