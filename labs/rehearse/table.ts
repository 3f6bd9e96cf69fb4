import { type Duration, toSeconds, zeroDuration } from "../../src/base/time.ts";
import { alignColumns } from "../../src/rehearse/table.ts";
import type { Row } from "./ordeal.ts";
import type { Course } from "./verdict.ts";

/** Predictions and what came of them, a line each; times in seconds. */
export function printTable(rows: readonly Row[]): readonly string[] {
  const lengths = ["nobody", "measured", "differs", "settled", "measured", "differs", "machine late"];
  return alignColumns([["deployment", "event", "address", "owners", ...lengths, ""], ...rows.map(cells)]);
}

/** "48 of 48 came true; 9 interruptions differ by 0.002 s (0.001 s to 0.007 s); ..." */
export function printSummary(rows: readonly Row[]): string {
  const judged = rows.filter(({ isVoid }) => !isVoid);
  const good = judged.filter(({ isTrue }) => isTrue);
  const excused = good.filter(({ difference, allowed }) => Math.abs(difference) > allowed);
  const interrupted = judged.filter(({ predicted }) => predicted.nobody > 0);
  const handed = judged.filter(({ predicted }) => predicted.settledAfter !== undefined && predicted.nobody === 0);
  return [
    `${good.length} of ${judged.length} came true, ${excused.length} of them as the machine was late`,
    ...(judged.length < rows.length ? [`${rows.length - judged.length} not judged: the machine stood still`] : []),
    `${interrupted.length} interruptions differ by ${spread(interrupted.map(({ difference }) => difference))}`,
    `${handed.length} moves without one end later by ${spread(handed.map(({ settling }) => settling))}`,
  ].join("; ");
}

function cells(row: Row): readonly string[] {
  const { deployment, event, address, predicted, measured, difference, settling, late, isVoid, isTrue } = row;
  const [foretold, real] = [printOwners(predicted), printOwners(measured)];
  return [
    deployment,
    event,
    address,
    foretold === real ? foretold : `${foretold}, but it was ${real}`,
    ...[predicted.nobody, measured.nobody, difference].map(print),
    ...(predicted.settledAfter === undefined && measured.settledAfter === undefined
      ? ["-", "-", "-"]
      : [predicted.settledAfter ?? zeroDuration, measured.settledAfter ?? zeroDuration, settling].map(print)),
    print(late),
    isVoid ? "not judged" : isTrue ? "" : "WRONG",
  ];
}

/** "node1 node2", with who has it in the end where that is not the last. */
function printOwners({ order, after }: Course): string {
  const end = after.length === 1 && after[0] === order.at(-1) ? "" : ` (then ${after.join(" and ") || "nobody"})`;
  return `${order.join(" ")}${end}`;
}

/** The middle and both ends. */
function spread(durations: readonly Duration[]): string {
  const sorted = [...durations].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  if (least === undefined || middle === undefined || most === undefined) return "nothing";
  return `${print(middle)} s (${print(least)} to ${print(most)})`;
}

function print(duration: Duration): string {
  return toSeconds(duration).toFixed(3);
}
