import { setImmediate as turn } from "node:timers/promises";

import { elapsed, type Instant } from "../../base/time.ts";
import { holdfastVersion } from "../../base/version.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { Input } from "../../vrrp/inputs.ts";
import { isTransition, type Lines, RecordEncoder, type Standings, Synopsis } from "../../vrrp/recording/index.ts";
import { errorCode } from "../error-code.ts";
import { printSummed } from "../live/journal-line.ts";
import { type SegmentFile, segmentSize } from "./segment-file.ts";
import { WaitingInputs } from "./waiting-inputs.ts";

/** How long inputs wait so that many are written at once, ms: what a process that is killed has not written. */
const gatheringTime = 50;

/** How long lines may be made in one turn of the loop, ms. */
const turnLimit = 0.2;

/** Characters that are written at once. */
const chunkSize = 1 << 16;

/** How soon a disk that has refused something is asked again, ms. */
const usualRetryTime = 2_000;

/** How long an orderly end waits for the disk, ms. */
const finishLimit = 500;

export type InputRecorderSettings = {
  readonly file: Pick<SegmentFile, "begin" | "append" | "close" | "size">;
  /** Where that is, for messages. */
  readonly directory: string;
  readonly run: string;
  readonly releasesAtOnce: boolean;
  readonly now: () => Instant;
  /** Undefined: there is no engine yet. */
  readonly standings: () => Standings | undefined;
  /** There is something more urgent. */
  readonly isBusy: () => boolean;
  /** A line for the log. */
  readonly trouble: (message: string) => void;
  /** Milliseconds between attempts at a disk that refuses. */
  readonly retryTime?: number;
};

const nothing: Standings = { instances: [], verdicts: new Map(), isHandingOver: false };

/**
 * Writes what an engine is told, and which transitions came of it, so that it can be played again. While the engine
 * works an input is only put aside; lines are made in later turns of the loop, a few at a time, and written while the
 * loop goes on. What the disk does not take is counted, and the next segment begins with what is known then.
 */
export class InputRecorder {
  readonly #settings: InputRecorderSettings;
  readonly #encoder = new RecordEncoder();
  readonly #synopsis = new Synopsis();
  readonly #waiting = new WaitingInputs();
  #hasSegment = false;
  /** Nothing has been written yet, and nothing lost: what comes first is the beginning. */
  #isAtStart = true;
  /** What is known has to be told once nothing waits any more. */
  #isSynopsisDue = false;
  #isBroken = false;
  /** Never rejects; undefined: there is nothing to do. */
  #working: Promise<void> | undefined;
  #hurry: (() => void) | undefined;
  #isEnding = false;

  constructor(settings: InputRecorderSettings) {
    this.#settings = settings;
  }

  /**
   * An engine was told this, and this comes of it; `performed` follows. The bytes of a packet may be another's
   * afterwards.
   */
  handled(at: Instant, given: Input, effects: readonly Effect[]): void {
    const input = given.kind === "packet" ? { ...given, packet: ownPacket(given.packet) } : given;
    this.#synopsis.learn(at, input);
    this.#waiting.add({ at, input, effects });
  }

  /** These effects have been performed: there is time for what is slower than putting aside. */
  performed(effects: readonly Effect[]): void {
    this.#working ??= this.#work();
    // What somebody will ask for is not waited with.
    if (effects.some((effect) => effect.kind === "event" && isTransition(effect.event))) this.#hurry?.();
  }

  /** Writes what waits; resolves when it is written, or has not been within half a second. */
  async finish(): Promise<void> {
    this.#isEnding = true;
    this.#hurry?.();
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, finishLimit);
    });
    const done = Promise.resolve(this.#working).then(async () => this.#settings.file.close().catch(() => undefined));
    await Promise.race([done, overdue]);
    clearTimeout(timer);
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    do {
      const { retryTime = usualRetryTime } = this.#settings;
      await this.#pause(this.#isBroken ? retryTime : gatheringTime);
      // What waits is worth nothing after what is lost.
      if (this.#isBroken) this.#waiting.drop();
      try {
        if (this.#isSegmentDue) await this.#begin();
        await this.#write();
        this.#isBroken = false;
      } catch (error) {
        this.#fails(error);
      }
    } while (this.#isWorkLeft);
    this.#working = undefined;
  }

  get #isWorkLeft(): boolean {
    const isIdle = this.#waiting.first === undefined;
    return this.#isEnding ? !isIdle && !this.#isBroken : !isIdle || this.#isBroken || this.#isSegmentDue;
  }

  get #isSegmentDue(): boolean {
    return !this.#hasSegment || this.#waiting.lost > 0 || this.#settings.file.size >= segmentSize;
  }

  /** What waits still belongs to what was before it: the synopsis comes after that. */
  async #begin(): Promise<void> {
    const { file, run, releasesAtOnce, now } = this.#settings;
    const number = await file.begin();
    const begins = this.#isAtStart ? "start" : "middle";
    const at = this.#waiting.first?.at ?? now();
    const wall = Date.now() * 1_000 - elapsed(at, now());
    const head = { program: holdfastVersion, run, number, begins, at, wall, releasesAtOnce } as const;
    await file.append(printSummed(this.#encoder.segment(head)));
    this.#hasSegment = true;
    this.#isSynopsisDue = begins === "middle";
    this.#isAtStart = false;
  }

  async #write(): Promise<void> {
    const lines = this.#lines();
    for (let text = await this.#fill(lines); text !== ""; text = await this.#fill(lines)) {
      await this.#settings.file.append(text);
      this.#waiting.written();
    }
  }

  *#lines(): Lines {
    for (;;) {
      for (let handled = this.#waiting.take(); handled !== undefined; handled = this.#waiting.take()) {
        const { at, input, effects } = handled;
        yield* this.#encoder.input(at, input);
        for (const effect of effects) {
          if (effect.kind === "event" && isTransition(effect.event)) yield this.#encoder.transition(at, effect.event);
        }
      }
      if (!this.#isSynopsisDue) return undefined;
      yield* this.#synopsisLines();
    }
  }

  /** What is taken down at once is how it is between two inputs. */
  *#synopsisLines(): Lines {
    const at = this.#settings.now();
    const standings = this.#settings.standings() ?? nothing;
    const known = this.#synopsis.inputs(at, standings);
    const lost = this.#waiting.takeLost();
    this.#isSynopsisDue = false;
    for (const each of known) yield* this.#encoder.known(each.at, each.input);
    yield* this.#encoder.standings(at, { ...standings, lost });
    if (lost > 0) this.#settings.trouble(`The recording goes on: it lacks ${lost} inputs`);
    return undefined;
  }

  /** As many lines as are written at once; empty: there are no more. */
  async #fill(lines: Lines): Promise<string> {
    for (let text = ""; ;) {
      await turn();
      if (this.#settings.isBusy() && !this.#isEnding) continue;
      const until = performance.now() + turnLimit;
      do {
        const { value, done } = lines.next();
        if (done === true) return text;
        if (value !== undefined) text += printSummed(value);
        if (text.length >= chunkSize) return text;
      } while (performance.now() < until);
    }
  }

  #fails(error: unknown): void {
    this.#waiting.drop();
    this.#hasSegment = false;
    this.#isAtStart = false;
    if (this.#isBroken) return;
    this.#isBroken = true;
    const { directory, trouble } = this.#settings;
    trouble(
      `Cannot record in ${directory} (${errorCode(error)}): make room there, or name another place with --state-dir`,
    );
  }

  /** Ends early when there is no time any more. */
  async #pause(time: number): Promise<void> {
    if (this.#isEnding) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type Packet = (Input & { readonly kind: "packet" })["packet"];

/** The buffers of a socket are read into again. */
function ownPacket(packet: Packet): Packet {
  const { payload, header } = packet;
  return { ...packet, payload: payload.slice(), ...(header !== undefined && { header: header.slice() }) };
}
