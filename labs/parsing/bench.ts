/** Measures the checking of large files: part of `npm run bench`. */
import { leastRuns, printBench } from "../bench-table.ts";
import { reasonToSkip } from "../programs.ts";
import { describeMeasured } from "./report.ts";
import { measureParsing } from "./run.ts";

const reason = await reasonToSkip();
if (reason === false) {
  const results = measureParsing(leastRuns);
  const rows = results.map(({ name, reference, holdfast }) => ({ what: name, unit: "ms", reference, holdfast }));
  console.log(printBench("Checking a file (keepalived -t)", rows));
  for (const measured of results) console.log(`  ${describeMeasured(measured)}`);
} else {
  console.log(`Parsing cannot be measured here: ${reason}`);
}
