import { ask, readPeers, type TokenLack } from "./api.ts";
import { NodeSource } from "./node-source.ts";
import type { Store } from "./store.ts";
import { Wait } from "./wait.ts";

/** Milliseconds after which the node that sent the page is asked for others again. */
const rhythm = 30_000;
const patience = 2_500;

/** Follows the node that has sent the page, and those that it names. */
export class Sources {
  readonly #store: Store;
  readonly #sources: NodeSource[] = [];
  readonly #wait = new Wait();
  readonly #onTokenWanted: (lack: TokenLack) => void;

  constructor(store: Store, onTokenWanted: (lack: TokenLack) => void) {
    this.#store = store;
    this.#onTokenWanted = onTokenWanted;
  }

  start(own: string): void {
    this.#add(own);
    void this.#followPeers(own);
  }

  /** There is a token, or the network is back. */
  hurry(): void {
    this.#wait.end();
    for (const source of this.#sources) source.hurry();
  }

  #add(url: string): void {
    if (!this.#store.add(url)) return;
    const source = new NodeSource(url, this.#store, this.#onTokenWanted);
    this.#sources.push(source);
    source.start();
  }

  async #followPeers(own: string): Promise<never> {
    for (;;) {
      try {
        const response = await ask(own, "peers", AbortSignal.timeout(patience));
        for (const url of await readPeers(response)) this.#add(url);
        this.#store.settlePeers();
        await this.#wait.during(rhythm);
      } catch {
        this.#store.settlePeers();
        // That the node does not answer is seen where its status is asked for.
        await this.#wait.during(patience);
      }
    }
  }
}
