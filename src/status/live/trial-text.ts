import { unreachable } from "../../base/assert.ts";
import { type Duration, printSeconds } from "../../base/time.ts";

/** How a script that was run to see what it does has ended. */
export type TrialEnd =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "signalled"; readonly signal: string }
  /** It was ended when its time was over. */
  | { readonly kind: "timed-out"; readonly after: Duration }
  | { readonly kind: "not-started"; readonly why: string };

export type Trial = { readonly end: TrialEnd; readonly duration: Duration; readonly output: string };

/** What `rise` and `fall` make of a result, and what the daemon holds of the script now. */
export type TrackedScript = {
  readonly rise: number;
  readonly fall: number;
  readonly verdict: "unknown" | "up" | "down";
  /** Results in a row that speak against the verdict. */
  readonly against: number;
};

/** Lines of output that are shown, the last ones. */
const shownLines = 20;

/** "status 1 after 0.013 s", and what it has printed. */
export function trialLines({ end, duration, output }: Trial): readonly string[] {
  const lines = output.trimEnd().split("\n");
  const shown = output.trim() === "" ? [] : lines.slice(-shownLines);
  const left = lines.length - shown.length;
  const said =
    shown.length === 0 ? ["it printed nothing"] : [left > 0 ? `its last ${shownLines} lines:` : "it printed:"];
  return [`${endText(end)} after ${printSeconds(duration)} s`, ...said, ...shown.map((line) => `  ${line}`)];
}

function endText(end: TrialEnd): string {
  switch (end.kind) {
    case "exited":
      return `status ${end.status}`;
    case "signalled":
      return `ended by ${end.signal}`;
    case "timed-out":
      return `killed, as its time-out of ${printSeconds(end.after)} s was over,`;
    case "not-started":
      return `could not be started (${end.why})`;
    default:
      return unreachable(end);
  }
}

export function isSuccess(end: TrialEnd): boolean {
  return end.kind === "exited" && end.status === 0;
}

/** What such a result would mean for the tracker: "a failure: 2 more in a row make it down (fall 3)". */
export function trackerVerdict(end: TrialEnd, { rise, fall, verdict, against }: TrackedScript): string {
  const isGood = isSuccess(end);
  const what = isGood ? "a success" : "a failure";
  const now = verdict === "unknown" ? "it has no result yet" : `it is ${verdict}`;
  if (verdict === (isGood ? "up" : "down")) return `${what}: ${now}, and stays so`;
  const to = isGood ? "up" : "down";
  const needed = verdict === "unknown" ? 1 : isGood ? rise : fall;
  const rule = isGood ? `rise ${rise}` : `fall ${fall}`;
  if (needed === 1) return `${what}: ${now}, and one such result makes it ${to} (${rule})`;
  const before = against === 0 ? "" : `, and ${against} in a row have been seen`;
  return `${what}: ${now}, and ${needed} such results in a row make it ${to} (${rule})${before}`;
}

/** What such a result of a notify script would mean. */
export function notifyVerdict(end: TrialEnd): string {
  if (isSuccess(end)) return "a success";
  if (end.kind === "timed-out") return "it was still running: the daemon would let it run on, and waits for nothing";
  return "a failure: the log and the events would say so, and nothing else hangs on it";
}

/** What such a result means for a MISC_CHECK. */
export function checkVerdict(end: TrialEnd, isDynamic: boolean): string {
  if (isSuccess(end)) return isDynamic ? "a success: the weight is as configured" : "a success";
  if (end.kind === "exited" && end.status >= 2 && isDynamic) {
    return `a success (misc_dynamic): the weight is ${end.status - 2}`;
  }
  return "a failure";
}
