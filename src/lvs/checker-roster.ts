import { DeadlineHeap } from "../base/deadline-heap.ts";
import type { Rng } from "../base/rng.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckerId } from "./checker-id.ts";
import { type CheckerMemory, CheckerState, type FileNumbers } from "./checker-state.ts";
import type { LvsOutput } from "./output.ts";
import type { RealServerState } from "./real-server-state.ts";
import type { VirtualServerState } from "./virtual-server-state.ts";

/** Where a checker belongs. */
export type Place = {
  readonly service: VirtualServerState;
  readonly server: RealServerState;
  readonly checker: CheckerState;
};

/** All checkers, by number and by deadline: a result finds its checker, and the next one to run is known. */
export class CheckerRoster {
  readonly #rng: Rng;
  readonly #files: FileNumbers;
  readonly #places = new Map<CheckerId, Place>();
  readonly #deadlines = new DeadlineHeap<CheckerState>();
  #lastId: CheckerId = 0;

  constructor(rng: Rng, files: FileNumbers) {
    this.#rng = rng;
    this.#files = files;
  }

  /** When the next one runs. */
  get deadline(): Instant | undefined {
    return this.#deadlines.next();
  }

  /** One that is not in it yet. */
  make(config: CheckerConfig, memory: CheckerMemory | undefined, now: Instant): CheckerState {
    this.#lastId += 1;
    return new CheckerState(this.#lastId, config, { now, rng: this.#rng, files: this.#files }, memory);
  }

  /** From now on it has the checkers of these services. Runs of those that are not any more are cancelled. */
  arrange(services: Iterable<VirtualServerState>, output: LvsOutput): void {
    const before = Array.from(this.#places.values(), ({ checker }) => checker);
    this.#places.clear();
    for (const service of services) {
      for (const server of service.servers) {
        for (const checker of server.checkers) {
          this.#places.set(checker.id, { service, server, checker });
          this.schedule(checker);
        }
      }
    }
    for (const checker of before) {
      if (this.#places.has(checker.id)) continue;
      this.#deadlines.set(checker, undefined);
      if (checker.isRunning) output.command({ kind: "cancel", checker: checker.id });
    }
  }

  /** The checker whose run that is; undefined: it is not any more, or was told to end it. */
  running(id: CheckerId): Place | undefined {
    const place = this.#places.get(id);
    return place?.checker.isRunning === true ? place : undefined;
  }

  /** One that is due, the earliest first. It is to be scheduled again. */
  takeDue(now: Instant): Place | undefined {
    const checker = this.#deadlines.takeFirstDue(now);
    return checker && this.#places.get(checker.id);
  }

  /** The deadline of a checker may be another one. */
  schedule(checker: CheckerState): void {
    this.#deadlines.set(checker, checker.deadline);
  }

  /** The checkers that a tracked file says something to. */
  ofFile(file: string): readonly Place[] {
    return Array.from(this.#places.values()).filter(
      ({ checker: { config } }) => config.kind === "file" && config.file === file,
    );
  }

  /** Under its new number nothing that is said about the run under way is about it. */
  suspend(place: Place, output: LvsOutput): void {
    const { checker } = place;
    if (!checker.isScheduled || checker.isSuspended) return;
    if (checker.isRunning) output.command({ kind: "cancel", checker: checker.id });
    this.#places.delete(checker.id);
    this.#lastId += 1;
    checker.suspend(this.#lastId);
    this.#places.set(checker.id, place);
    this.schedule(checker);
  }

  resume({ checker }: Place, now: Instant): void {
    if (!checker.isSuspended) return;
    checker.resume(now, this.#rng);
    this.schedule(checker);
  }
}
