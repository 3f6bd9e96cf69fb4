import type { TrackerReport } from "../../status/live/event-record.ts";
import type { WarningDocument } from "../../status/live/status-document.ts";
import { type DisabledTracker, printDisabled, printDisabledCure } from "../../status/tracker-words.ts";
import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";

/** Who tracks a script, as an event tells; a status has all of them. */
const toldNames = 16;

/** Whatever has trackers. */
type Tracking = Pick<InstanceConfig | SyncGroupConfig, "name" | "trackScripts">;

/**
 * The scripts of a configuration that cannot be run although something tracks them. They take part in nothing, so that
 * nobody would notice: a warning stands for each, until a reload has mended it.
 */
export class DisabledTrackers {
  #standing: ReadonlyMap<string, { readonly tracker: DisabledTracker; readonly since: number }> = new Map();

  /**
   * At the start and at each reload: what has come and what is over. `disabled` says of each script why it is not run,
   * `tracking` is as the configuration wants it; `now` is in microseconds of the Unix epoch.
   */
  configure(
    now: number,
    disabled: ReadonlyMap<string, string>,
    tracking: readonly Tracking[],
  ): readonly TrackerReport[] {
    const before = this.#standing;
    const trackers = Array.from(disabled, ([script, why]): DisabledTracker => {
      const trackedBy = tracking.filter(({ trackScripts }) => trackScripts.some((each) => each.script === script));
      return { script, why, trackedBy: trackedBy.map(({ name }) => name) };
    }).filter(({ trackedBy }) => trackedBy.length > 0);
    this.#standing = new Map(
      trackers.map((tracker) => [tracker.script, { tracker, since: before.get(tracker.script)?.since ?? now }]),
    );
    const over = Array.from(before.keys()).filter((script) => !this.#standing.has(script));
    const begun = trackers.filter(({ script, why }) => before.get(script)?.tracker.why !== why);
    return [
      ...over.map((script) => ({ kind: "tracker-enabled", script }) as const),
      ...begun.map(
        ({ script, why, trackedBy }) =>
          ({ kind: "tracker-disabled", script, why, trackedBy: trackedBy.slice(0, toldNames) }) as const,
      ),
    ];
  }

  get warnings(): readonly WarningDocument[] {
    return Array.from(this.#standing.values(), ({ tracker, since }) => ({
      kind: "tracker-disabled",
      subject: tracker.script,
      concerns: tracker.trackedBy,
      other: undefined,
      since,
      text: printDisabled(tracker),
      cure: printDisabledCure(tracker),
    }));
  }
}
