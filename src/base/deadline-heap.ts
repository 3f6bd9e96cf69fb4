import type { Instant } from "./time.ts";

type Entry<K> = {
  readonly key: K;
  at: Instant;
  order: number;
  /** What it is sorted by: `at` and `order`, or earlier when the deadline has been put off since. */
  sortedAt: Instant;
  sortedOrder: number;
  /** In the heap. */
  position: number;
};

/**
 * The deadlines of many machines, at most one each, and which of them is the next: a binary heap that knows where
 * each key is, so that a moved deadline leaves nothing behind. A deadline that is put off, as each advert does it to
 * that of a backup, stays where it is until it comes up too early: that takes constant time, everything else
 * logarithmic time. Equal instants come in the order in which they were set.
 */
export class DeadlineHeap<K> {
  /** Entry i is not sorted after entries 2i + 1 and 2i + 2. */
  readonly #heap: Entry<K>[] = [];
  readonly #entries = new Map<K, Entry<K>>();
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Puts the key's deadline at `at`, in place of an earlier setting; undefined takes it away. */
  set(key: K, at: Instant | undefined): void {
    const known = this.#entries.get(key);
    if (at === undefined) {
      if (known !== undefined) this.#remove(known);
      return;
    }
    if (known?.at === at) return;
    this.#order += 1;
    const order = this.#order;
    if (known === undefined) {
      const entry = { key, at, order, sortedAt: at, sortedOrder: order, position: this.#heap.length };
      this.#entries.set(key, entry);
      this.#heap.push(entry);
      this.#rise(entry);
      return;
    }
    known.at = at;
    known.order = order;
    // One that is set anew to the time it is sorted by comes after its equals, which is later as well.
    if (at >= known.sortedAt) return;
    known.sortedAt = at;
    known.sortedOrder = order;
    this.#rise(known);
  }

  get(key: K): Instant | undefined {
    return this.#entries.get(key)?.at;
  }

  /** The earliest deadline; undefined when there is none. */
  next(): Instant | undefined {
    return this.#first()?.at;
  }

  /** Whose deadline is the earliest; undefined when there is none. */
  first(): K | undefined {
    return this.#first()?.key;
  }

  /** Removes every key whose deadline is at or before `now`; returns them, the earliest first. */
  takeDue(now: Instant): K[] {
    const due: K[] = [];
    for (let first = this.takeFirstDue(now); first !== undefined; first = this.takeFirstDue(now)) due.push(first);
    return due;
  }

  /** Removes the earliest key if its deadline is at or before `now`. */
  takeFirstDue(now: Instant): K | undefined {
    const first = this.#first();
    if (first === undefined || first.at > now) return undefined;
    this.#remove(first);
    return first.key;
  }

  /** The earliest entry, after those before it that have been put off are where they belong. */
  #first(): Entry<K> | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.sortedOrder === first.order) return first;
      first.sortedAt = first.at;
      first.sortedOrder = first.order;
      this.#sink(first);
    }
  }

  #remove(entry: Entry<K>): void {
    this.#entries.delete(entry.key);
    const last = this.#heap.pop();
    if (last === undefined || last === entry) return;
    this.#place(last, entry.position);
    this.#rise(last);
    this.#sink(last);
  }

  #rise(entry: Entry<K>): void {
    while (entry.position > 0) {
      const above = this.#heap[(entry.position - 1) >> 1];
      if (above === undefined || !isBefore(entry, above)) return;
      this.#swap(entry, above);
    }
  }

  #sink(entry: Entry<K>): void {
    for (;;) {
      const left = this.#heap[2 * entry.position + 1];
      const right = this.#heap[2 * entry.position + 2];
      const below = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (below === undefined || !isBefore(below, entry)) return;
      this.#swap(entry, below);
    }
  }

  #swap(entry: Entry<K>, other: Entry<K>): void {
    const { position } = entry;
    this.#place(entry, other.position);
    this.#place(other, position);
  }

  #place(entry: Entry<K>, position: number): void {
    this.#heap[position] = entry;
    entry.position = position;
  }
}

function isBefore<K>(a: Entry<K>, b: Entry<K>): boolean {
  return a.sortedAt === b.sortedAt ? a.sortedOrder < b.sortedOrder : a.sortedAt < b.sortedAt;
}
