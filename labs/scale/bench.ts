import { type Duration, seconds } from "../../src/base/time.ts";
import type { Daemon } from "../../src/lab/index.ts";
import { leastRuns, printBench, type BenchRow } from "../bench-table.ts";
import { holdfast, reference, type LabProgram } from "../programs.ts";
import { summarise } from "../failover-time/statistics.ts";
import { Herd, type Measurement } from "./herd.ts";

// 1,000 virtual routers on four interfaces: what they cost, and how late their adverts are. Starting as many takes C
// Keepalived a quarter of a minute, so that a run is another look at the same daemons; both programs run side by side.

const size = { interfaces: 4, instances: 1000 } as const;
const period = seconds(5);
const turn = seconds(2);

type Runs = { readonly herd: Herd; readonly masters: readonly Measurement[] };

async function run(program: LabProgram): Promise<Runs> {
  const herd = await Herd.open(size);
  return { herd, masters: await measure(herd, await herd.startMaster(program)) };
}

async function measure(herd: Herd, daemon: Daemon): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  while (measurements.length < leastRuns) measurements.push(await herd.measure(daemon, period));
  return measurements;
}

const [theirs, ours] = await Promise.all([run(reference), run(holdfast)]);
await ours.herd.close();
const backups = await theirs.herd.startBackups([reference, holdfast]);
const [theirBackups = [], ourBackups = []] = await theirs.herd.measureInTurns(backups, turn, leastRuns);
await theirs.herd.close();

function row(what: string, unit: string, value: (measurement: Measurement) => number): BenchRow {
  return { what, unit, reference: theirs.masters.map(value), holdfast: ours.masters.map(value) };
}

const cost = (processor: Duration): number => processor / seconds(1);

console.log(
  printBench(`${size.instances} instances on ${size.interfaces} interfaces, adverts every second`, [
    row("processor as masters", "s/min", ({ processor }) => cost(processor)),
    {
      what: "processor as backups of the same masters",
      unit: "s/min",
      reference: theirBackups.map(cost),
      holdfast: ourBackups.map(cost),
    },
    row("lateness of adverts, p99", "ms", ({ late }) => summarise(late).p99 / 1000),
  ]),
);
