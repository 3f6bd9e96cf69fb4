import { rmSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { KnownPeers } from "../../vrrp/recollection.ts";
import { errorCode } from "../error-code.ts";
import type { ProcessIdentity } from "../process-identity.ts";
import { inTurns } from "../turns.ts";
import { printPlainData } from "./plain-data.ts";

/** Another version means something else by its words: it is not read. */
export const peersVersion = 1;
export const peersFileName = "vrrp.peers.jsonl";

/** So often it is written what changes with each advert, ms. */
const usualPause = 10_000;
/** After something has changed that people look at, ms. */
const shortPause = 1_000;

export type PeersFilePlace = {
  readonly directory: string;
  readonly writer: ProcessIdentity;
  readonly network: string;
};

export type PeersFileSource = {
  /** An instance in each step. */
  readonly walk: () => Iterator<KnownPeers, undefined>;
  /** There is something more urgent. */
  readonly isBusy: () => boolean;
};

/**
 * Whom the instances of a vrrp process have heard, for the process after it: a line for each instance that has heard
 * somebody, behind one that says whose file it is. It may be some seconds old, as what hangs on the second is heard
 * again within one. Written in turns of the event loop, by other threads.
 */
export class PeersFile {
  readonly #place: PeersFilePlace;
  readonly #source: PeersFileSource;
  readonly #trouble: (message: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;
  /** Not at its time, but shortly. */
  #isSoon = false;
  #isClosed = false;

  /** `trouble` is told once when it cannot be written; then it is left. */
  constructor(place: PeersFilePlace, source: PeersFileSource, trouble: (message: string) => void) {
    this.#place = place;
    this.#source = source;
    this.#trouble = trouble;
  }

  /** From now on it is kept. */
  begin(): void {
    this.#schedule(shortPause);
  }

  /** Something has changed that people look at; nothing before `begin`. */
  soon(): void {
    if (this.#isSoon || this.#isClosed) return;
    if (this.#isWriting) this.#isSoon = true;
    else if (this.#timer !== undefined) this.#schedule(shortPause);
  }

  /** Nothing is left: the process ends in good order. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const path of [this.#draft, join(this.#place.directory, peersFileName)]) rmSync(path, { force: true });
  }

  get #draft(): string {
    return join(this.#place.directory, `${peersFileName}.${this.#place.writer.pid}.tmp`);
  }

  #schedule(pause: number): void {
    clearTimeout(this.#timer);
    this.#isSoon = pause === shortPause;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.write();
    }, pause).unref();
  }

  /** At once. Never rejects. */
  async write(): Promise<void> {
    this.#isWriting = true;
    this.#isSoon = false;
    try {
      await this.#writeDraft();
      if (this.#isClosed) return;
      await rename(this.#draft, join(this.#place.directory, peersFileName));
    } catch (error) {
      if (!this.#isClosed) this.#fail(errorCode(error));
    }
    this.#isWriting = false;
    if (!this.#isClosed) this.#schedule(this.#isSoon ? shortPause : usualPause);
  }

  #fail(code: string): void {
    this.#isClosed = true;
    this.#trouble(`Cannot write to ${this.#place.directory} (${code}): whoever replaces this process knows no peers`);
  }

  async #writeDraft(): Promise<void> {
    const { writer, network } = this.#place;
    const file = await open(this.#draft, "w", 0o600);
    try {
      let text = `${printPlainData({ version: peersVersion, writer, network })}\n`;
      const between = async (): Promise<void> => {
        const piece = text;
        text = "";
        await file.appendFile(piece);
        while (this.#source.isBusy()) await nextTurn();
      };
      const add = (peers: KnownPeers): void => {
        text += `${printPlainData(peers)}\n`;
      };
      await inTurns(added(this.#source.walk(), add), between);
      await file.appendFile(text);
    } finally {
      await file.close();
    }
  }
}

function* added(
  walk: Iterator<KnownPeers, undefined>,
  add: (peers: KnownPeers) => void,
): Generator<undefined, undefined> {
  for (let step = walk.next(); step.done !== true; step = walk.next()) {
    add(step.value);
    yield undefined;
  }
}
