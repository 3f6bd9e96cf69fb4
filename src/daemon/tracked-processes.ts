import { type OpenProcessWatcher, printSystemError, type ProcessWatcher, SystemException } from "../platform/ports.ts";
import type { TrackProcessConfig } from "../vrrp/config.ts";
import type { ProcessCounts } from "../vrrp/tracked-processes.ts";

export type TrackedProcessesListener = {
  readonly counted: (counts: ProcessCounts) => void;
  /** One line for the log. */
  readonly trouble: (message: string) => void;
};

/** Watches the processes of `vrrp_track_process` blocks. A machine without any needs no watcher. */
export class TrackedProcessWatch {
  readonly #open: OpenProcessWatcher;
  readonly #listener: TrackedProcessesListener;
  #watcher: ProcessWatcher | undefined;
  /** What is watched. */
  #patterns = "";

  constructor(open: OpenProcessWatcher, listener: TrackedProcessesListener) {
    this.#open = open;
    this.#listener = listener;
  }

  configure(processes: readonly TrackProcessConfig[]): void {
    if (processes.length === 0) return this.close();
    const patterns = processes.map(({ name, process, parameters, match, fullCommand }) => {
      return { name, process, parameters, match, fullCommand };
    });
    // Counting all anew takes a while and would find what is known.
    const before = this.#patterns;
    this.#patterns = JSON.stringify(patterns);
    if (this.#watcher === undefined || this.#patterns !== before) this.#opened()?.watch(patterns);
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#patterns = "";
  }

  #opened(): ProcessWatcher | undefined {
    if (this.#watcher !== undefined) return this.#watcher;
    try {
      this.#watcher = this.#open(this.#listener.counted);
      const { obstacle } = this.#watcher;
      if (obstacle !== undefined) {
        this.#listener.trouble(
          `Tracked processes are looked at once a second, as the kernel does not tell: ${obstacle}`,
        );
      }
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#listener.trouble(`Cannot watch processes (${printSystemError(error.error)})`);
    }
    return this.#watcher;
  }
}
