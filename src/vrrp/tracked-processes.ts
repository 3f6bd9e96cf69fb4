import { earlier, type Instant } from "../base/time.ts";
import type { TrackProcessConfig } from "./config.ts";
import type { VrrpEvent } from "./events.ts";
import { type ProcessChange, ProcessTracker, type ProcessVerdict } from "./process-tracker.ts";
import type { ProcessStatus } from "./status.ts";

/** How many processes there are, by the names of their `vrrp_track_process` blocks. */
export type ProcessCounts = ReadonlyMap<string, number>;

/** All tracked processes. */
export class TrackedProcesses {
  #trackers = new Map<string, ProcessTracker>();

  get deadline(): Instant | undefined {
    if (this.#trackers.size === 0) return undefined;
    let first: Instant | undefined;
    for (const { deadline } of this.#trackers.values()) first = earlier(first, deadline);
    return first;
  }

  /** A block that is missing says nothing. */
  verdictOf(process: string): ProcessVerdict {
    return this.#trackers.get(process)?.verdict ?? "unknown";
  }

  /** Only these from now on. What is known of them still counts when the same processes are meant. */
  configure(processes: readonly TrackProcessConfig[], isReload: boolean): void {
    const before = this.#trackers;
    this.#trackers = new Map(
      processes.map((config) => {
        const known = before.get(config.name);
        if (known === undefined) return [config.name, new ProcessTracker(config, isReload ? "unknown" : "awaited")];
        if (JSON.stringify(known.config) === JSON.stringify(config)) return [config.name, known];
        const count = namesTheSame(known.config, config) ? known.count : undefined;
        return [config.name, new ProcessTracker(config, known.verdict, count)];
      }),
    );
  }

  counted(now: Instant, counts: ProcessCounts): readonly VrrpEvent[] {
    return this.#changes((tracker) => {
      const count = counts.get(tracker.config.name);
      return count === undefined ? undefined : tracker.counted(now, count);
    });
  }

  tick(now: Instant): readonly VrrpEvent[] {
    return this.#changes((tracker) => tracker.tick(now));
  }

  /** Of those that have been counted. */
  status(): ReadonlyMap<string, ProcessStatus> {
    return new Map(
      Array.from(this.#trackers).flatMap(([name, { count, verdict, pending }]) =>
        count === undefined ? [] : [[name, { count, hasQuorum: verdict === "up", pending }] as const],
      ),
    );
  }

  #changes(ask: (tracker: ProcessTracker) => ProcessChange): readonly VrrpEvent[] {
    return Array.from(this.#trackers.values()).flatMap((tracker): readonly VrrpEvent[] => {
      const change = ask(tracker);
      const { config, count = 0 } = tracker;
      return change === undefined ? [] : [{ kind: "process-quorum", process: config.name, change, count }];
    });
  }
}

function namesTheSame(a: TrackProcessConfig, b: TrackProcessConfig): boolean {
  return whoIsMeant(a) === whoIsMeant(b);
}

function whoIsMeant({ process, parameters, match, fullCommand }: TrackProcessConfig): string {
  return JSON.stringify([process, parameters, match, fullCommand]);
}
