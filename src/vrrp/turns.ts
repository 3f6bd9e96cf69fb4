import type { DeadlineHeap } from "../base/deadline-heap.ts";
import { elapsed, type Instant, milliseconds, times } from "../base/time.ts";
import { Instance } from "./instance.ts";
import type { Members } from "./members.ts";
import { ScriptTracker } from "./script-tracker.ts";

/** How much earlier an advert may go to be in step with others: a part of its interval, and no more than this. */
const stepShare = 0.01;
const longestStep = milliseconds(10);

/** How many deadlines are served at once; the others are still due then. */
const tickLimit = 32;

/** What has a deadline of its own, and when. */
export type Deadlines = DeadlineHeap<Instance | ScriptTracker>;

/** Serves what is due, the earliest first; `serveScript` what is a script. */
export function serveDue(
  now: Instant,
  deadlines: Deadlines,
  members: Members,
  serveScript: (now: Instant, due: ScriptTracker) => void,
): void {
  let advertised = false;
  for (let count = 0; count < tickLimit; count += 1) {
    const due = deadlines.takeFirstDue(now);
    if (due === undefined) break;
    if (due instanceof ScriptTracker) {
      serveScript(now, due);
      continue;
    }
    const before = due.state.name;
    members.feed(now, due, { kind: "tick" });
    // What a take-over asks for takes its time: the next one is told when it is done, with the time of then.
    if (due.state.name !== before) return;
    advertised ||= before === "master";
  }
  if (advertised) advertiseTogether(now, deadlines, members);
}

/** Serves only masters that are due. */
export function serveMasters(now: Instant, deadlines: Deadlines, members: Members): void {
  const others: (Instance | ScriptTracker)[] = [];
  for (let count = 0; count < tickLimit;) {
    const due = deadlines.takeFirstDue(now);
    if (due === undefined) break;
    if (due instanceof Instance && due.state.name === "master") {
      members.feed(now, due, { kind: "tick" });
      count += 1;
    } else {
      others.push(due);
    }
  }
  for (const other of others) deadlines.set(other, other.deadline);
  if (others.length === 0) advertiseTogether(now, deadlines, members);
}

/**
 * Adverts that would be due in a moment go with those that are due now, and from then on in step with them: many
 * instances wake the process, and the backup's, a few times in an interval and not once for each.
 */
function advertiseTogether(now: Instant, deadlines: Deadlines, members: Members): void {
  for (let count = 0; count < tickLimit; count += 1) {
    const next = deadlines.first();
    if (!(next instanceof Instance) || !isAdvertSoon(now, next)) return;
    members.feed(now, next, { kind: "advertise-with-others" });
  }
}

function isAdvertSoon(now: Instant, { state, config }: Instance): boolean {
  if (state.name !== "master") return false;
  const soon = Math.min(times(config.advertInterval, stepShare), longestStep);
  return elapsed(now, state.advertiseAt) <= soon;
}
