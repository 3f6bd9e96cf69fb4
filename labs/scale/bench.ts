import { seconds } from "../../src/base/time.ts";
import { leastRuns, printBench, type BenchRow } from "../bench-table.ts";
import { holdfast, reference, type LabProgram } from "../programs.ts";
import { summarise } from "../failover-time/statistics.ts";
import { Herd, type Measurement } from "./herd.ts";

// 1,000 virtual routers on four interfaces: what they cost, and how late their adverts are.

const size = { interfaces: 4, instances: 1000 } as const;
const period = seconds(10);

type Run = { readonly masters: Measurement; readonly backups: Measurement };

async function run(program: LabProgram): Promise<Run> {
  const herd = await Herd.open(size);
  try {
    const masters = await herd.measure(await herd.startMaster(program), period);
    const backups = await herd.measure(await herd.startBackup(program), period);
    return { masters, backups };
  } finally {
    await herd.close();
  }
}

const runs: { readonly reference: Run; readonly holdfast: Run }[] = [];
for (let round = 0; round < leastRuns; round += 1) {
  runs.push({ reference: await run(reference), holdfast: await run(holdfast) });
}

function row(what: string, unit: string, value: (run: Run) => number): BenchRow {
  return {
    what,
    unit,
    reference: runs.map((each) => value(each.reference)),
    holdfast: runs.map((each) => value(each.holdfast)),
  };
}

console.log(
  printBench(`${size.instances} instances on ${size.interfaces} interfaces, adverts every second`, [
    row("as masters", "CPU s/min", ({ masters }) => masters.processor / seconds(1)),
    row("as backups", "CPU s/min", ({ backups }) => backups.processor / seconds(1)),
    row("lateness of adverts, p99", "ms", ({ masters }) => summarise(masters.late).p99 / 1000),
  ]),
);
