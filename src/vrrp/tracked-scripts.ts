import { unreachable } from "../base/assert.ts";
import type { DeadlineHeap } from "../base/deadline-heap.ts";
import type { Instant } from "../base/time.ts";
import type { ScriptConfig } from "./config.ts";
import type { Effect } from "./effects.ts";
import { type ScriptOutcome, type ScriptReport, ScriptTracker, type Verdict } from "./script-tracker.ts";
import type { ScriptStatus } from "./status.ts";

/** All tracked scripts. What follows from an effect that is a verdict is for the engine to find out. */
export class TrackedScripts {
  #trackers = new Map<string, ScriptTracker>();
  readonly #deadlines: Pick<DeadlineHeap<ScriptTracker>, "set">;

  /** `deadlines` are those of others, too: who is due is told with `tick`. */
  constructor(deadlines: Pick<DeadlineHeap<ScriptTracker>, "set">) {
    this.#deadlines = deadlines;
  }

  get verdicts(): ReadonlyMap<string, Verdict> {
    return new Map(Array.from(this.#trackers, ([name, { verdict }]) => [name, verdict]));
  }

  /** A script that is missing says nothing. */
  verdictOf(script: string): Verdict {
    return this.#trackers.get(script)?.verdict ?? "unknown";
  }

  /** Undefined: there is none of that name. */
  statusOf(script: string): ScriptStatus | undefined {
    const tracker = this.#trackers.get(script);
    return tracker && statusOf(tracker);
  }

  status(): readonly ScriptStatus[] {
    return Array.from(this.#trackers.values(), statusOf);
  }

  /**
   * Only these from now on. Those that are the same go on; one with other settings keeps its verdict until there is
   * another one; of those that are `changed` nothing is known any more. `left`: the verdicts of a predecessor.
   */
  configure(
    now: Instant,
    scripts: readonly ScriptConfig[],
    changed: ReadonlySet<string>,
    left: ReadonlyMap<string, Verdict> | undefined,
  ): readonly Effect[] {
    const previous = this.#trackers;
    this.#trackers = new Map(
      scripts.map((script) => {
        const tracker = changed.has(script.name) ? undefined : previous.get(script.name);
        const same = tracker !== undefined && JSON.stringify(tracker.config) === JSON.stringify(script);
        return [
          script.name,
          same ? tracker : new ScriptTracker(script, now, tracker?.verdict ?? left?.get(script.name)),
        ] as const;
      }),
    );
    const kills: Effect[] = [];
    for (const [name, tracker] of previous) {
      if (this.#trackers.get(name) === tracker) continue;
      this.#deadlines.set(tracker, undefined);
      kills.push({ kind: "kill-script", script: name });
    }
    for (const tracker of this.#trackers.values()) this.#deadlines.set(tracker, tracker.deadline);
    return kills;
  }

  ended(now: Instant, name: string, outcome: ScriptOutcome, output: string): readonly Effect[] {
    const tracker = this.#trackers.get(name);
    return tracker === undefined ? [] : this.#effects(tracker, tracker.ended(now, outcome, output), output);
  }

  tick(now: Instant, due: ScriptTracker): readonly Effect[] {
    return this.#effects(due, due.tick(now), "");
  }

  /** None is run any more. */
  stop(): void {
    for (const tracker of this.#trackers.values()) this.#deadlines.set(tracker, undefined);
    this.#trackers = new Map();
  }

  #effects(tracker: ScriptTracker, reports: readonly ScriptReport[], output: string): readonly Effect[] {
    this.#deadlines.set(tracker, tracker.deadline);
    return reports.map((report) => effectOf(tracker.config.name, report, output));
  }
}

function effectOf(script: string, report: ScriptReport, output: string): Effect {
  switch (report.kind) {
    case "run":
      return { kind: "run-script", script };
    case "kill":
      return { kind: "kill-script", script };
    case "overrun":
      return { kind: "event", event: { kind: "script-overrun", script } };
    case "result":
      return { kind: "event", event: { kind: "script-result", script, outcome: report.outcome, output } };
    case "verdict":
      return { kind: "event", event: { ...report, kind: "script-verdict", script, output } };
    default:
      return unreachable(report);
  }
}

function statusOf({ config, verdict, running, against, lastRun }: ScriptTracker): ScriptStatus {
  return { config, verdict, running, against, lastRun };
}
