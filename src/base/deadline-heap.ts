import type { Instant } from "./time.ts";

type Entry<K> = { readonly key: K; readonly at: Instant; readonly order: number };

/**
 * The deadlines of many machines, at most one each, and which of them is the next: a binary heap that knows where
 * each key is, so that a moved deadline leaves nothing behind. `set` takes logarithmic time and `next` constant
 * time. Equal instants come in the order in which they were set.
 */
export class DeadlineHeap<K> {
  /** Entry i is not after entries 2i + 1 and 2i + 2. */
  readonly #entries: Entry<K>[] = [];
  readonly #positions = new Map<K, number>();
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** Puts the key's deadline at `at`, in place of an earlier setting; undefined takes it away. */
  set(key: K, at: Instant | undefined): void {
    const position = this.#positions.get(key);
    if (at === undefined) {
      if (position !== undefined) this.#removeAt(position);
      return;
    }
    if (position !== undefined && this.#entries[position]?.at === at) return;
    this.#order += 1;
    const entry: Entry<K> = { key, at, order: this.#order };
    this.#place(entry, position ?? this.#entries.length);
    this.#settle(entry);
  }

  get(key: K): Instant | undefined {
    const position = this.#positions.get(key);
    return position === undefined ? undefined : this.#entries[position]?.at;
  }

  /** The earliest deadline; undefined when there is none. */
  next(): Instant | undefined {
    return this.#entries[0]?.at;
  }

  /** Whose deadline is the earliest; undefined when there is none. */
  first(): K | undefined {
    return this.#entries[0]?.key;
  }

  /** Removes every key whose deadline is at or before `now`; returns them, the earliest first. */
  takeDue(now: Instant): K[] {
    const due: K[] = [];
    for (let first = this.takeFirstDue(now); first !== undefined; first = this.takeFirstDue(now)) due.push(first);
    return due;
  }

  /** Removes the earliest key if its deadline is at or before `now`. */
  takeFirstDue(now: Instant): K | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.at > now) return undefined;
    this.#removeAt(0);
    return first.key;
  }

  #removeAt(position: number): void {
    const removed = this.#entries[position];
    const last = this.#entries.pop();
    if (removed === undefined || last === undefined) return;
    this.#positions.delete(removed.key);
    if (last === removed) return;
    this.#place(last, position);
    this.#settle(last);
  }

  /** Moves an entry up or down to where it belongs. */
  #settle(entry: Entry<K>): void {
    this.#sink(entry, this.#rise(entry, this.#positions.get(entry.key) ?? 0));
  }

  #rise(entry: Entry<K>, start: number): number {
    let position = start;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.#entries[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      this.#place(above, position);
      this.#place(entry, parent);
      position = parent;
    }
    return position;
  }

  #sink(entry: Entry<K>, start: number): void {
    let position = start;
    for (;;) {
      const left = 2 * position + 1;
      const child = this.#isBeforeAt(left + 1, left) ? left + 1 : left;
      const below = this.#entries[child];
      if (below === undefined || !isBefore(below, entry)) return;
      this.#place(below, position);
      this.#place(entry, child);
      position = child;
    }
  }

  #isBeforeAt(a: number, b: number): boolean {
    const first = this.#entries[a];
    const second = this.#entries[b];
    return first !== undefined && second !== undefined && isBefore(first, second);
  }

  #place(entry: Entry<K>, position: number): void {
    this.#entries[position] = entry;
    this.#positions.set(entry.key, position);
  }
}

function isBefore<K>(a: Entry<K>, b: Entry<K>): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
