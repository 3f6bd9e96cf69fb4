import { milliseconds } from "../../src/base/time.ts";
import { leastRuns, printBench, type BenchRow } from "../bench-table.ts";
import { Pair, realTimePriority } from "../failover-time/pair.ts";
import { summarise, type Summary } from "../failover-time/statistics.ts";
import { holdfast, reference, type LabProgram } from "../programs.ts";

// One virtual router that advertises every 10 ms, with real-time priority: how far the gaps are from that, in looks at
// one program after the other in turns, each with processes of its own, a second after their start.

const interval = milliseconds(10);

/** Of one look, and before it. */
const gaps = 2000;
const first = 100;

async function look(program: LabProgram): Promise<Summary> {
  const pair = await Pair.open(program, interval, realTimePriority);
  try {
    await pair.jitter(first);
    return summarise(await pair.jitter(gaps));
  } finally {
    await pair.close();
  }
}

const looks: { readonly theirs: Summary; readonly ours: Summary }[] = [];
while (looks.length < leastRuns) looks.push({ theirs: await look(reference), ours: await look(holdfast) });

function row(what: "median" | "p90" | "p99"): BenchRow {
  const inMilliseconds = (summary: Summary): number => summary[what] / 1000;
  return {
    what: `deviation of gaps, ${what}`,
    unit: "ms",
    reference: looks.map(({ theirs }) => inMilliseconds(theirs)),
    holdfast: looks.map(({ ours }) => inMilliseconds(ours)),
  };
}

console.log(printBench("One instance, adverts every 10 ms", [row("median"), row("p90"), row("p99")]));
