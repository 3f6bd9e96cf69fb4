/** Measures the take-over of a thousand addresses: part of `npm run bench`. */
import { leastRuns, printBench } from "../bench-table.ts";
import { holdfast, reasonToSkip, reference } from "../programs.ts";
import { addressCount, measureTakeOvers, type TakeOver } from "./measure.ts";

const reason = await reasonToSkip();
if (reason === false) {
  const measured = await measureTakeOvers([reference, holdfast], leastRuns);
  const of = (name: string, what: keyof TakeOver): readonly number[] =>
    measured.get(name)?.map((takeOver) => takeOver[what]) ?? [];
  const row = (what: string, key: keyof TakeOver): Parameters<typeof printBench>[1][number] => {
    return { what, unit: "ms", reference: of(reference.name, key), holdfast: of(holdfast.name, key) };
  };
  const rows = [row("complete", "complete"), row("last one announced", "announced"), row("last one held", "held")];
  console.log(printBench(`Take-over of ${addressCount} addresses, from the advert`, rows));
} else {
  console.log(`Take-overs cannot be measured here: ${reason}`);
}
