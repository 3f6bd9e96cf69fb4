import { seconds } from "../../src/base/time.ts";
import type { Daemon } from "../../src/lab/index.ts";
import { leastRuns, printBench, type BenchRow } from "../bench-table.ts";
import { holdfast, reference, type LabProgram } from "../programs.ts";
import { summarise } from "../failover-time/statistics.ts";
import { Herd, type Measurement } from "./herd.ts";

// 1,000 virtual routers on four interfaces: what they cost, and how late their adverts are. Starting as many takes C
// Keepalived a quarter of a minute, so that a run is another look at the same daemons; both programs run side by side.

const size = { interfaces: 4, instances: 1000 } as const;
const period = seconds(5);

type Runs = { readonly masters: readonly Measurement[]; readonly backups: readonly Measurement[] };

async function run(program: LabProgram): Promise<Runs> {
  const herd = await Herd.open(size);
  try {
    const masters = await measure(herd, await herd.startMaster(program));
    const backups = await measure(herd, await herd.startBackup(program));
    return { masters, backups };
  } finally {
    await herd.close();
  }
}

async function measure(herd: Herd, daemon: Daemon): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  while (measurements.length < leastRuns) measurements.push(await herd.measure(daemon, period));
  return measurements;
}

const [theirs, ours] = await Promise.all([run(reference), run(holdfast)]);

function row(what: string, unit: string, role: keyof Runs, value: (measurement: Measurement) => number): BenchRow {
  return { what, unit, reference: theirs[role].map(value), holdfast: ours[role].map(value) };
}

const cost = ({ processor }: Measurement): number => processor / seconds(1);

console.log(
  printBench(`${size.instances} instances on ${size.interfaces} interfaces, adverts every second`, [
    row("as masters", "CPU s/min", "masters", cost),
    row("as backups", "CPU s/min", "backups", cost),
    row("lateness of adverts, p99", "ms", "masters", ({ late }) => summarise(late).p99 / 1000),
  ]),
);
