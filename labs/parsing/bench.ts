/** Prints what the measurements of parsing say. */
import { reasonToSkip } from "../programs.ts";
import { describeMeasured } from "./report.ts";
import { measureParsing } from "./run.ts";

const reason = await reasonToSkip();
if (reason === false) {
  console.log("keepalived -t, median of 5 runs side by side:");
  for (const measured of measureParsing(5)) console.log(`  ${describeMeasured(measured)}`);
} else {
  console.log(`Parsing cannot be measured here: ${reason}`);
}
