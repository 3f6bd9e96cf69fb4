import { buildDocument, type SupervisorFacts } from "../../status/live/document.ts";
import type { StatusPart } from "../../status/live/status-document.ts";
import type { WorkerName } from "../../supervisor/index.ts";
import type { News } from "../messages.ts";
import type { SharedDocument } from "./services.ts";

type Answer = Extract<News, { readonly kind: "answer" }>;

/** How long children have to answer, and how long an answer is good for, milliseconds. */
export const answerPatience = 2_000;
export const answerLifetime = 200;

/** What is asked, and about whom. */
export type Informants = {
  /** Those that are at work now. */
  readonly children: () => readonly WorkerName[];
  readonly ask: (child: WorkerName, id: number) => void;
  readonly facts: () => Omit<SupervisorFacts, "silent">;
};

type Walk = {
  readonly id: number;
  readonly parts: StatusPart[];
  readonly missing: Set<WorkerName>;
  readonly silent: Set<WorkerName>;
  readonly done: (shared: SharedDocument) => void;
  readonly overdue: NodeJS.Timeout;
};

/** Asks the children how they are, for all who want to know at the time with one question. */
export class StatusInquiry {
  readonly #informants: Informants;
  #walk: Walk | undefined;
  #latest: { readonly shared: Promise<SharedDocument>; readonly goodUntil: number } | undefined;
  #lastId = 0;

  constructor(informants: Informants) {
    this.#informants = informants;
  }

  /** Resolves at the latest when the children have had their time. Never rejects. */
  async document(): Promise<SharedDocument> {
    if (this.#latest !== undefined && performance.now() < this.#latest.goodUntil) return this.#latest.shared;
    const { promise: shared, resolve } = deferred<SharedDocument>();
    // For as long as it is being made; #finish says how long from then on.
    this.#latest = { shared, goodUntil: Number.POSITIVE_INFINITY };
    this.#begin(resolve);
    return shared;
  }

  /** What comes late, or twice, is about nobody. */
  hear(child: WorkerName, { id, part, isLast }: Answer): void {
    const walk = this.#walk;
    if (walk?.id !== id || !walk.missing.has(child)) return;
    walk.parts.push(part);
    if (isLast) this.#heardAll(walk, child);
  }

  /** It has died: there is nothing to wait for. */
  lost(child: WorkerName): void {
    const walk = this.#walk;
    if (walk === undefined || !walk.missing.has(child)) return;
    walk.silent.add(child);
    this.#heardAll(walk, child);
  }

  #begin(done: (shared: SharedDocument) => void): void {
    this.#lastId += 1;
    const children = this.#informants.children();
    const walk: Walk = {
      id: this.#lastId,
      parts: [],
      missing: new Set(children),
      silent: new Set(),
      done,
      overdue: setTimeout(() => {
        for (const child of walk.missing) walk.silent.add(child);
        this.#finish(walk);
      }, answerPatience),
    };
    this.#walk = walk;
    for (const child of children) this.#informants.ask(child, walk.id);
    if (children.length === 0) this.#finish(walk);
  }

  #heardAll(walk: Walk, child: WorkerName): void {
    walk.missing.delete(child);
    if (walk.missing.size === 0) this.#finish(walk);
  }

  #finish({ parts, silent, done, overdue }: Walk): void {
    clearTimeout(overdue);
    this.#walk = undefined;
    const document = buildDocument({ ...this.#informants.facts(), silent: Array.from(silent) }, parts);
    let text: string | undefined;
    const shared = {
      document,
      get text() {
        return (text ??= JSON.stringify(document));
      },
    };
    if (this.#latest !== undefined) {
      this.#latest = { shared: this.#latest.shared, goodUntil: performance.now() + answerLifetime };
    }
    done(shared);
  }
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  const resolvers: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => resolvers.push(resolve));
  return { promise, resolve: (value) => resolvers[0]?.(value) };
}
