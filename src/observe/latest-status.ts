import { createHash } from "node:crypto";
import type { StatusDocument } from "../status/live/status-document.ts";

/** The daemon as it was a moment ago. */
export type Snapshot = {
  readonly document: StatusDocument;
  /** As JSON. */
  readonly body: Uint8Array;
  /** Of all but the time at which it was made. */
  readonly etag: string;
};

/** Between two questions to the supervisor, ms. */
export const questionInterval = 250;

/** Asks the supervisor as seldom as is good enough, whatever the number of those who want to know. */
export class LatestStatus {
  readonly #ask: () => Promise<StatusDocument>;
  readonly #now: () => number;
  #asked = Number.NEGATIVE_INFINITY;
  #latest: Promise<Snapshot> | undefined;
  #isUnderWay = false;

  /** `now`: milliseconds of any origin. */
  constructor(ask: () => Promise<StatusDocument>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Rejects as the question does. */
  async get(): Promise<Snapshot> {
    const isFresh = this.#isUnderWay || this.#now() - this.#asked < questionInterval;
    if (this.#latest !== undefined && isFresh) return await this.#latest;
    this.#asked = this.#now();
    this.#isUnderWay = true;
    this.#latest = this.#ask()
      .then(takeSnapshot)
      .finally(() => (this.#isUnderWay = false));
    return await this.#latest;
  }
}

function takeSnapshot(document: StatusDocument): Snapshot {
  const { at, ...content } = document;
  const text = JSON.stringify(content);
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, etagLength)}"`;
  return { document, body: Buffer.from(`{"at":${at},${text.slice(1)}`), etag };
}

const etagLength = 22;
