import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { milliseconds, seconds, toSeconds } from "../../src/base/time.ts";
import { Pair } from "../failover-time/pair.ts";
import { printTable, summarise, type Summary } from "../failover-time/statistics.ts";
import { holdfast, programs, reasonToSkip, reference, type LabProgram } from "../programs.ts";
import { Herd, realTime, type HerdSize, type Measurement } from "./herd.ts";

// Many virtual routers in one daemon, as masters and as backups, and one that advertises every 10 ms. C Keepalived does
// the same right before.

/** How long each is looked at. */
const period = seconds(6);

/** Of the processor time of C Keepalived. */
const processorFactor = 2;

const lateness = milliseconds(2);

const sizes: readonly HerdSize[] = [
  { interfaces: 1, instances: 255 },
  { interfaces: 4, instances: 1000 },
];

const both: readonly LabProgram[] = [reference, holdfast];

describe("scale", { skip: (await reasonToSkip()) || (programs.length < both.length && "needs both programs") }, () => {
  for (const size of sizes) {
    test(`${size.instances} instances on ${size.interfaces} interfaces, adverts every second`, async (context) => {
      const results = new Map<string, Roles>();
      for (const program of both) results.set(program.name, await measureRoles(context, size, program));
      report(context, `${size.instances} instances`, results);
    });
  }

  test("one instance that advertises every 10 ms", async (context) => {
    const rows = new Map<string, Summary>();
    for (const program of both) {
      const pair = await Pair.open({ ...program, daemon: [...realTime, ...program.daemon] }, milliseconds(10));
      context.after(async () => pair.close());
      rows.set(program.name, summarise(await pair.jitter(500)));
      await pair.close();
    }
    for (const line of printTable("deviation of gaps from 10 ms", rows).split("\n")) context.diagnostic(line);
    const [theirs, ours] = [rows.get(reference.name), rows.get(holdfast.name)];
    assert.ok(theirs !== undefined && ours !== undefined);
    assert.ok(ours.p99 <= Math.max(theirs.p99, milliseconds(1)), "more jitter than the reference");
  });
});

type Roles = { readonly masters: Measurement; readonly backups: Measurement };

async function measureRoles(context: TestContext, size: HerdSize, program: LabProgram): Promise<Roles> {
  const herd = await Herd.open(size);
  context.after(async () => herd.close());
  const master = await herd.startMaster(program);
  const masters = await herd.measure(master, period);
  const backup = await herd.startBackup(program);
  const backups = await herd.measure(backup, period);
  await herd.close();
  return { masters, backups };
}

function report(context: TestContext, title: string, results: ReadonlyMap<string, Roles>): void {
  const rows = new Map(Array.from(results, ([name, { masters }]) => [name, summarise(masters.late)] as const));
  for (const line of printTable(`${title}: lateness of adverts`, rows).split("\n")) context.diagnostic(line);
  for (const [name, { masters, backups }] of results) {
    const [busy, idle] = [toSeconds(masters.processor).toFixed(2), toSeconds(backups.processor).toFixed(2)];
    context.diagnostic(`  ${name}: processor time a minute ${busy} s as masters, ${idle} s as backups`);
  }
  const [theirs, ours] = [results.get(reference.name), results.get(holdfast.name)];
  const summary = rows.get(holdfast.name);
  assert.ok(theirs !== undefined && ours !== undefined && summary !== undefined);
  assert.ok(summary.p99 <= lateness, "adverts are late");
  assert.ok(ours.masters.processor <= processorFactor * theirs.masters.processor, "too much work as masters");
  assert.ok(ours.backups.processor <= processorFactor * theirs.backups.processor, "too much work as backups");
}
