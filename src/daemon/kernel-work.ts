import { unreachable } from "../base/assert.ts";
import { elapsed, microseconds } from "../base/time.ts";
import type { ChangeResult, Clock, NetworkChange as KernelChange } from "../platform/ports.ts";
import type { VirtualAddress } from "../vrrp/config.ts";

/** Something that a transition asks for and that may be large. */
export type KernelTask =
  | { readonly kind: "change"; readonly changes: ChangeList; readonly done: TaskDone | undefined }
  /** `repeat` rounds over all addresses. */
  | { readonly kind: "announce"; readonly addresses: readonly VirtualAddress[]; readonly repeat: number };

/** Changes that are made when their turn has come. */
export type ChangeList = {
  readonly size: number;
  slice(start: number, end: number): readonly KernelChange[];
};

/** Hears of the results, change by change, when all of them are made. */
export type TaskDone = (results: readonly ChangeResult[]) => void;

export type KernelHands = {
  readonly apply: (changes: readonly KernelChange[]) => readonly ChangeResult[];
  /** One round over the addresses. */
  readonly announce: (addresses: readonly VirtualAddress[]) => void;
};

/** How long the event loop is held at a time; a piece more may come on top. */
const slice = microseconds(500);

/** What is done between two looks at the clock. */
const changesPerPiece = 16;
const announcementsPerPiece = 32;

type Progress = { readonly task: KernelTask; offset: number; round: number; readonly results: ChangeResult[] };

/**
 * Does in slices what would hold the event loop for long, everything in order. The first slice is done at once, before
 * `add` returns: for all but the largest instances it is everything, and no fail-over waits for a turn of the loop.
 * Between the slices adverts go out and come in.
 */
export class KernelWork {
  readonly #clock: Clock;
  readonly #hands: KernelHands;
  readonly #queue: Progress[] = [];
  #next: NodeJS.Immediate | undefined;

  constructor(clock: Clock, hands: KernelHands) {
    this.#clock = clock;
    this.#hands = hands;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0;
  }

  add(task: KernelTask): void {
    const size = task.kind === "change" ? task.changes.size : task.addresses.length * task.repeat;
    if (size === 0) return;
    this.#queue.push({ task, offset: 0, round: 0, results: [] });
    // Behind a task that waits for its next slice it waits, too.
    if (this.#next === undefined) this.#work();
  }

  /** Does all that is left, however long that takes. */
  finish(): void {
    if (this.#next !== undefined) clearImmediate(this.#next);
    this.#next = undefined;
    while (this.#queue.length > 0) this.#piece();
  }

  #work(): void {
    const start = this.#clock.now();
    while (this.#queue.length > 0 && elapsed(start, this.#clock.now()) < slice) this.#piece();
    this.#next =
      this.#queue.length === 0
        ? undefined
        : setImmediate(() => {
            this.#work();
          });
  }

  #piece(): void {
    const [progress] = this.#queue;
    if (progress === undefined) return;
    const { task } = progress;
    switch (task.kind) {
      case "change": {
        const changes = task.changes.slice(progress.offset, progress.offset + changesPerPiece);
        if (changes.length > 0) progress.results.push(...this.#hands.apply(changes));
        progress.offset += changesPerPiece;
        if (progress.offset < task.changes.size) return;
        this.#queue.shift();
        task.done?.(progress.results);
        return;
      }
      case "announce": {
        const addresses = task.addresses.slice(progress.offset, progress.offset + announcementsPerPiece);
        this.#hands.announce(addresses);
        progress.offset += addresses.length;
        if (progress.offset < task.addresses.length) return;
        progress.offset = 0;
        progress.round += 1;
        if (progress.round === task.repeat) this.#queue.shift();
        return;
      }
      default:
        unreachable(task);
    }
  }
}
