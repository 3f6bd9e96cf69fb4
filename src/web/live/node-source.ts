import { EventStreamParser } from "../model/event-stream.ts";
import { hearRecords, hearSign, type NodeView } from "../model/node-view.ts";
import { delayAfter } from "../model/patience.ts";
import { ApiError, ask, readRecord, readStatus, type TokenLack } from "./api.ts";
import { ownNow } from "./now.ts";
import type { Store } from "./store.ts";
import { Wait } from "./wait.ts";

/** Milliseconds from one document to the next, while somebody looks. */
const rhythm = 1_000;
/** Milliseconds that an answer may take. */
const patience = 2_500;
/** Milliseconds without a byte on the stream, which has heartbeats, after which another one is opened. */
const deadStream = 20_000;
/** Of the past, in microseconds, and at most so many records. */
export const history = 12 * 3_600_000_000;
const mostOfThePast = 2_000;

/** Follows one node for as long as the page lives: documents by asking, events as they come. */
export class NodeSource {
  readonly #url: string;
  readonly #store: Store;
  readonly #documentWait = new Wait();
  readonly #streamWait = new Wait();
  readonly #onTokenWanted: (lack: TokenLack) => void;
  #stream = new AbortController();

  constructor(url: string, store: Store, onTokenWanted: (lack: TokenLack) => void) {
    this.#url = url;
    this.#store = store;
    this.#onTokenWanted = onTokenWanted;
  }

  start(): void {
    void this.#followDocuments();
    void this.#followEvents();
  }

  /** Something has changed: who waits for the next attempt does not wait any longer. */
  hurry(): void {
    this.#documentWait.end();
    this.#streamWait.end();
  }

  get #node(): NodeView | undefined {
    return this.#store.nodes.find(({ url }) => url === this.#url);
  }

  async #followDocuments(): Promise<never> {
    for (let failures = 0; ;) {
      if (document.visibilityState === "hidden") await visible();
      const began = performance.now();
      const isThere = await this.#takeDocument();
      // It is back: its events are asked for at once.
      if (isThere && failures > 0) this.#streamWait.end();
      failures = isThere ? 0 : failures + 1;
      const took = performance.now() - began;
      // What takes long is asked for less often.
      const pause = failures === 0 ? Math.max(rhythm - took, took * 2) : delayAfter(failures, Math.random());
      await this.#documentWait.during(pause);
    }
  }

  async #takeDocument(): Promise<boolean> {
    const askedAt = ownNow();
    try {
      const response = await ask(this.#url, "status", AbortSignal.timeout(patience));
      const status = await readStatus(response);
      const epoch = this.#node?.epoch;
      this.#store.takeDocument(this.#url, status, askedAt, ownNow());
      // The stream may wait for numbers that will not come.
      if (this.#node?.epoch !== epoch) this.#stream.abort();
      return true;
    } catch (error) {
      this.#note(error);
      return false;
    }
  }

  async #followEvents(): Promise<never> {
    for (let failures = 0; ;) {
      const abort = new AbortController();
      this.#stream = abort;
      try {
        await this.#readStream(abort, () => {
          failures = 0;
        });
      } catch (error) {
        this.#note(error);
      }
      abort.abort();
      this.#store.change(this.#url, (node) => ({ ...node, isStreaming: false }));
      failures += 1;
      await this.#streamWait.during(delayAfter(failures - 1, Math.random()));
    }
  }

  async #readStream(abort: AbortController, onOpen: () => void): Promise<void> {
    let watch = setTimeout(() => abort.abort(), patience);
    const { lastId: last, records: known = [] } = this.#node ?? {};
    const since = Math.max(Math.round(ownNow() - history), known.at(-1)?.wall ?? 0);
    const from = last === undefined ? `since=${since}&limit=${mostOfThePast}` : `after=${last}`;
    try {
      const { body } = await ask(this.#url, `events?${from}`, abort.signal);
      if (body === null) return;
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventStreamParser();
      onOpen();
      this.#store.change(this.#url, (node) => ({ ...hearSign(node, ownNow()), isStreaming: true }));
      for (;;) {
        clearTimeout(watch);
        watch = setTimeout(() => abort.abort(), deadStream);
        const { value, done } = await reader.read();
        if (done) return;
        const records = parser.take(value).flatMap(({ data }) => readRecord(data) ?? []);
        this.#store.change(this.#url, (node) => hearRecords(node, records, ownNow()));
      }
    } finally {
      clearTimeout(watch);
    }
  }

  #note(error: unknown): void {
    const problem = error instanceof ApiError ? error.message : "the connection was lost";
    if (error instanceof ApiError && error.tokenLack !== undefined) this.#onTokenWanted(error.tokenLack);
    this.#store.change(this.#url, (node) => ({ ...node, problem }));
  }
}

/** When somebody looks at the page again. */
async function visible(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.visibilityState === "hidden") return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
}
