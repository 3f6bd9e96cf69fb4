import type { Writable } from "node:stream";

/** Bytes of what a client has not waited for, such as refusals, that it may leave unread. */
export const unreadLimit = 1024 * 1024;

/**
 * How long a client may leave unread what it has asked for, and how long it has to read the last words, milliseconds.
 */
export type Patience = { readonly stalled: number; readonly parting: number };

export const usualPatience: Patience = { stalled: 30_000, parting: 5_000 };

/** Lines to a client that may read slowly, or never. What waits for it is bounded. */
export class LineWriter {
  readonly #stream: Writable;
  readonly #patience: Patience;
  #unread = 0;
  #hasParted = false;

  constructor(stream: Writable, patience: Patience = usualPatience) {
    this.#stream = stream;
    this.#patience = patience;
  }

  /** Nothing can be said any more. */
  get isOver(): boolean {
    return this.#hasParted || this.#stream.destroyed || !this.#stream.writable;
  }

  /** Resolves when there is room for more: true, or false where it was not read for too long or cannot be any more. */
  async write(line: string): Promise<boolean> {
    if (this.isOver) return false;
    const stream = this.#stream;
    if (stream.write(`${line}\n`)) return true;
    return await new Promise<boolean>((resolve) => {
      const settle = (hasRoom: boolean): void => {
        clearTimeout(stalled);
        stream.off("drain", drained);
        stream.off("close", closed);
        resolve(hasRoom);
      };
      const drained = (): void => settle(true);
      const closed = (): void => settle(false);
      const stalled = setTimeout(closed, this.#patience.stalled);
      stream.on("drain", drained);
      stream.on("close", closed);
    });
  }

  /** Something that nobody has asked for at this moment. False: too much is unread, it is not kept. */
  offer(line: string): boolean {
    if (this.isOver) return true;
    if (this.#unread > unreadLimit) return false;
    // Most of it is ASCII; the bound need not be exact.
    const { length } = line;
    this.#unread += length;
    this.#stream.write(`${line}\n`, () => {
      this.#unread -= length;
    });
    return true;
  }

  /** The last words. What has not been read a little later never will be. */
  part(line?: string): void {
    if (this.isOver) return;
    this.#hasParted = true;
    const stream = this.#stream;
    if (line !== undefined) stream.write(`${line}\n`);
    stream.end();
    const parting = setTimeout(() => stream.destroy(), this.#patience.parting);
    stream.once("close", () => clearTimeout(parting));
  }
}
