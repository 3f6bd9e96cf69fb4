import { elapsed, type Instant, printDuration, toSeconds } from "../../src/base/time.ts";
import { extremes, printViolation, type Violation } from "./judge.ts";
import { bounds, type Outcome } from "./run.ts";

/** How much of what was before and after a violation is shown, in microseconds. */
const [before, after] = [2_500_000, 500_000] as const;

/** One line for each violation. */
export function printViolations({ seen, violations }: Outcome): readonly string[] {
  return violations.map((violation) => printViolation(violation, seen.begin));
}

/** What was done and seen, and the longest times that were needed. */
export function printSummary({ seen, violations }: Outcome): string {
  const { nobody, several } = extremes(seen, bounds);
  const counts = `${seen.disturbances.length} troubles, ${seen.changes.length} changes of owner`;
  const times = `no owner for ${printDuration(nobody)} and two sound ones for ${printDuration(several)} at most`;
  return `${counts}, ${times}, ${violations.length} violations`;
}

/** Everything that happened around the first of the violations, in the order of time. */
export function explain(outcome: Outcome): readonly string[] {
  const [first] = [...outcome.violations].sort((a, b) => a.from - b.from);
  if (first === undefined) return [];
  return [printViolation(first, outcome.seen.begin), ...surroundings(outcome, first)];
}

function surroundings({ seen, logs }: Outcome, { address, from, until }: Violation): readonly string[] {
  const lines: (readonly [Instant, string])[] = [
    ...seen.changes
      .filter((change) => change.address === address)
      .map(({ time, node, held }) => [time, `${node} ${held ? "has" : "lost"} ${address}`] as const),
    ...seen.disturbances.flatMap((each) => [
      [each.from, `${each.node} ${each.kind} begins`] as const,
      [each.until, `${each.node} ${each.kind} is over`] as const,
    ]),
    ...logs.map(({ time, node, text }) => [time, `${node}: ${text.slice(26)}`] as const),
  ];
  return lines
    .filter(([time]) => time > from - before && time < until + after)
    .sort(([a], [b]) => a - b)
    .map(([time, text]) => `+${toSeconds(elapsed(seen.begin, time)).toFixed(3)}s ${text}`);
}
