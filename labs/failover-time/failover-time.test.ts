import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { milliseconds, printDuration, seconds, type Duration } from "../../src/base/time.ts";
import { programs, reasonToSkip } from "../programs.ts";
import { Pair, type Takeover } from "./pair.ts";
import { printTable, summarise, type Summary } from "./statistics.ts";

// What a daemon adds to the protocol's own timers, every program in the same run on switches of their own. All act
// in step, so that nobody starts a daemon while another one is measured; in turns where the whole fail-over is so short
// that the end of one is still under way when the other one takes over.

/** How much slower than the reference the median may be. */
const allowance = 1.5;

/** Below this a difference is the noise of the machine. */
const noise = milliseconds(1.5);

/** From the end of the skew time to the successor's first announcement, in the median. */
const handOver = milliseconds(5);

const kills = [
  { interval: seconds(1), pairs: 5, rounds: 1 },
  { interval: milliseconds(100), pairs: 2, rounds: 3 },
  { interval: milliseconds(20), pairs: 1, rounds: 6, inTurns: true },
] as const;

describe("fail-over time", { skip: await reasonToSkip() }, () => {
  for (const plan of kills) {
    test(`the master is killed, adverts every ${printDuration(plan.interval)}`, async (context) => {
      const takeovers = await measure(context, plan, async (pair) => [await pair.killMaster()]);
      reportTakeovers(context, `killed, ${printDuration(plan.interval)}, beyond the down interval`, takeovers);
    });
  }

  test("the master is stopped, adverts every 0.1s", async (context) => {
    const plan = { interval: milliseconds(100), pairs: 1, rounds: 5, inTurns: true };
    const takeovers = await measure(context, plan, async (pair) => [await pair.stopMaster()]);
    reportTakeovers(context, "stopped, 0.1s, beyond the skew", takeovers);
    const own = takeovers.get("holdfast")?.map(({ announcement }) => announcement);
    if (own !== undefined) assert.ok(summarise(own).median <= handOver, "the hand-over takes longer than 5 ms");
  });
});

type Plan = {
  readonly interval: Duration;
  readonly pairs: number;
  readonly rounds: number;
  readonly inTurns?: boolean;
};

/** Measurements of each program, by its name. */
async function measure<T>(
  context: TestContext,
  { interval, pairs, rounds, inTurns = false }: Plan,
  act: (pair: Pair) => Promise<readonly T[]>,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const wanted = programs.flatMap((program) => Array.from({ length: pairs }, () => program));
  const opened = await Promise.all(wanted.map(async (program) => Pair.open(program, interval)));
  context.after(async () => Promise.all(opened.map(async (pair) => pair.close())));
  const measured = new Map<string, T[]>(programs.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const together of inTurns ? opened.map((pair) => [pair]) : [opened]) {
      const results = await Promise.all(together.map(async (pair) => [pair.program.name, await act(pair)] as const));
      for (const [name, values] of results) measured.get(name)?.push(...values);
      await Promise.all(together.map(async (pair) => pair.restore()));
    }
  }
  return measured;
}

function reportTakeovers(
  context: TestContext,
  title: string,
  measured: ReadonlyMap<string, readonly Takeover[]>,
): void {
  for (const what of ["advert", "announcement"] as const) {
    const values = [...measured].map(([name, takeovers]) => [name, takeovers.map((each) => each[what])] as const);
    const rows = report(context, `${title}: ${what}`, new Map(values));
    // What counts is when the neighbours know; the advert before it is shown for comparison.
    if (what === "announcement") compare(rows);
  }
}

/** Prints the table. */
function report(
  context: TestContext,
  title: string,
  measured: ReadonlyMap<string, readonly Duration[]>,
): readonly Summary[] {
  const rows = new Map([...measured].map(([name, values]): [string, Summary] => [name, summarise(values)]));
  for (const line of printTable(title, rows).split("\n")) context.diagnostic(line);
  return [...rows.values()];
}

/** Holds every program against the first one, the reference. */
function compare([reference, ...others]: readonly Summary[]): void {
  for (const other of others) {
    const limit = Math.max((reference?.median ?? 0) * allowance, (reference?.median ?? 0) + noise);
    assert.ok(other.median <= limit, `the median of ${printDuration(other.median)} is beyond the allowance`);
  }
}
