import type { ProcessDocument } from "../../status/live/status-document.ts";
import { type ChildName, childNames } from "../../supervisor/index.ts";

/** Since when which process has been at work, and how often it had to be started again. */
export class ProcessRecords {
  readonly #starts = new Map<ChildName, { readonly startedAt: number; readonly restarts: number }>();
  readonly #startedAt: number;

  /** Microseconds of the Unix epoch: when the supervisor was started. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  get startedAt(): number {
    return this.#startedAt;
  }

  started(child: ChildName, at: number): void {
    const before = this.#starts.get(child);
    this.#starts.set(child, { startedAt: at, restarts: before === undefined ? 0 : before.restarts + 1 });
  }

  /** The supervisor, and the children that have ever been started; `pidOf` of those that live. */
  documents(pidOf: (child: ChildName) => number | undefined): readonly ProcessDocument[] {
    const own = { name: "supervisor", pid: process.pid, startedAt: this.#startedAt, restarts: 0 } as const;
    return [
      own,
      ...childNames.flatMap((name): readonly ProcessDocument[] => {
        const start = this.#starts.get(name);
        if (start === undefined) return [];
        const pid = pidOf(name);
        return [{ name, pid, startedAt: pid === undefined ? undefined : start.startedAt, restarts: start.restarts }];
      }),
    ];
  }
}
