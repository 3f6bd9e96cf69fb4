import type { TableChange } from "../../base/lvs-table.ts";
import type { Results } from "./nft-held-table.ts";

/** Changes that wait for their turn. */
type WaitingChanges = { readonly changes: readonly TableChange[]; readonly done: (results: Results) => void };
type Task =
  | { readonly kind: "changes"; readonly waiting: WaitingChanges }
  | { readonly kind: "other"; run(): Promise<void> };

/** One task after the other; changes that have come while another was under way are made together. */
export class NftTasks {
  readonly #make: (changes: readonly TableChange[]) => Promise<Results>;
  readonly #tasks: Task[] = [];
  #isWorking = false;

  constructor(make: (changes: readonly TableChange[]) => Promise<Results>) {
    this.#make = make;
  }

  async change(changes: readonly TableChange[]): Promise<Results> {
    return new Promise((done) => this.#add({ kind: "changes", waiting: { changes, done } }));
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#add({ kind: "other", run: async () => task().then(resolve, reject) });
    });
  }

  #add(task: Task): void {
    this.#tasks.push(task);
    if (this.#isWorking) return;
    this.#isWorking = true;
    void this.#workOff();
  }

  async #workOff(): Promise<void> {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      if (task.kind === "other") await task.run();
      else await this.#makeTogether([task.waiting, ...this.#takeChanges()]);
    }
    this.#isWorking = false;
  }

  #takeChanges(): readonly WaitingChanges[] {
    const taken: WaitingChanges[] = [];
    for (let next = this.#tasks[0]; next?.kind === "changes"; next = this.#tasks[0]) {
      taken.push(next.waiting);
      this.#tasks.shift();
    }
    return taken;
  }

  async #makeTogether(waiting: readonly WaitingChanges[]): Promise<void> {
    const results = await this.#make(waiting.flatMap(({ changes }) => changes));
    let start = 0;
    for (const { changes, done } of waiting) {
      done(results.slice(start, start + changes.length));
      start += changes.length;
    }
  }
}
