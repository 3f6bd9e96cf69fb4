import type { OpenProcessWatcher, ProcessListener, ProcessPattern, ProcessWatcher } from "../ports.ts";
import { matchesProcess, type ProcessNames } from "../process-pattern.ts";
import type { FakeClock } from "./clock.ts";

/** What runs on a machine. Watchers are told in the moment in which something changes, but not from inside. */
export class FakeProcesses {
  readonly #clock: FakeClock;
  readonly #running = new Map<number, ProcessNames>();
  readonly #watchers = new Set<FakeProcessWatcher>();
  #lastPid = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  readonly openProcessWatcher: OpenProcessWatcher = (listener) => {
    const watcher = new FakeProcessWatcher(this, listener, () => void this.#watchers.delete(watcher));
    this.#watchers.add(watcher);
    return watcher;
  };

  /** Its process number. */
  start(names: ProcessNames): number {
    this.#lastPid += 1;
    this.#running.set(this.#lastPid, names);
    this.changed();
    return this.#lastPid;
  }

  rename(pid: number, names: ProcessNames): void {
    this.#running.set(pid, names);
    this.changed();
  }

  end(pid: number): void {
    this.#running.delete(pid);
    this.changed();
  }

  count(pattern: ProcessPattern): number {
    return Array.from(this.#running.values()).filter((names) => matchesProcess(pattern, names)).length;
  }

  changed(): void {
    this.#clock.schedule(this.#clock.now(), () => {
      for (const watcher of this.#watchers) watcher.look();
    });
  }
}

class FakeProcessWatcher implements ProcessWatcher {
  readonly obstacle = undefined;
  readonly #processes: FakeProcesses;
  readonly #listener: ProcessListener;
  readonly #onClose: () => void;
  #patterns: readonly ProcessPattern[] = [];
  #counts = new Map<string, number>();

  constructor(processes: FakeProcesses, listener: ProcessListener, onClose: () => void) {
    this.#processes = processes;
    this.#listener = listener;
    this.#onClose = onClose;
  }

  watch(patterns: readonly ProcessPattern[]): void {
    this.#patterns = patterns;
    this.#counts = new Map();
    this.#processes.changed();
  }

  look(): void {
    const counts = this.#patterns.map((pattern) => [pattern.name, this.#processes.count(pattern)] as const);
    const changed = counts.filter(([name, count]) => this.#counts.get(name) !== count);
    this.#counts = new Map(counts);
    if (changed.length > 0) this.#listener(new Map(changed));
  }

  close(): void {
    this.#patterns = [];
    this.#onClose();
  }
}
