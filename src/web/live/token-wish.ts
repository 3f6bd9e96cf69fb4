import type { TokenLack } from "./api.ts";

/** Whether a node has asked for a token: because it was given none, or a wrong one. */
export class TokenWish {
  #lack: TokenLack | undefined;
  readonly #listeners = new Set<() => void>();

  get lack(): TokenLack | undefined {
    return this.#lack;
  }

  raise(lack: TokenLack): void {
    this.#set(lack);
  }

  fulfil(): void {
    this.#set(undefined);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(lack: TokenLack | undefined): void {
    if (this.#lack === lack) return;
    this.#lack = lack;
    for (const listener of this.#listeners) listener();
  }
}
