import { milliseconds, sum, toSeconds, type Duration } from "../../base/time.ts";
import type { Prediction } from "./prediction.ts";
import { printTable, type Column, type Decorate } from "./table.ts";

/** What became of one address in one event. */
export type Result = {
  readonly event: string;
  readonly address: string;
  readonly prediction: Prediction;
  /** Undefined: it was not served again. */
  readonly measured: Duration | undefined;
  /** The node that served it in the end, if one did. */
  readonly servedBy: string | undefined;
};

export type Verdict = "within" | "late" | "not served" | "wrong node";

/** How much later than the protocol's bound an address may be served again. */
export const allowance: Duration = milliseconds(200);

export function judge({ prediction, measured, servedBy }: Result): Verdict {
  if (measured === undefined || servedBy === undefined) return "not served";
  if (servedBy !== prediction.servedBy) return "wrong node";
  return measured <= sum(prediction.atMost, allowance) ? "within" : "late";
}

const columns: readonly Column[] = [
  { heading: "event", align: "left" },
  { heading: "address", align: "left" },
  { heading: "predicted outage", align: "right" },
  { heading: "measured", align: "right" },
  { heading: "served by", align: "left" },
  { heading: "verdict", align: "left" },
];

/** The results as a table; an event is named in its first row only. `decorate` gets the number of the result. */
export function printResults(results: readonly Result[], decorate?: Decorate): readonly string[] {
  const rows = results.map((result, index) => [
    results[index - 1]?.event === result.event ? "" : result.event,
    result.address,
    printPrediction(result.prediction),
    printMeasured(result.measured),
    result.servedBy ?? "nobody",
    judge(result),
  ]);
  return printTable(columns, rows, decorate);
}

/** "2.227 to 3.227 s", "0.227 s" or "none". */
export function printPrediction({ atLeast, atMost }: Prediction): string {
  if (atMost === 0) return "none";
  const [low, high] = [atLeast, atMost].map((each) => toSeconds(each).toFixed(3));
  return low === high ? `${high} s` : `${low} to ${high} s`;
}

function printMeasured(measured: Duration | undefined): string {
  if (measured === undefined) return "lasting";
  return measured === 0 ? "none" : `${toSeconds(measured).toFixed(2)} s`;
}
