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
const period = seconds(5);

/** Of the processor time of C Keepalived: 1 to 1.4 in quiet runs, which the machine's noise must not make a failure. */
const processorFactor = 2;

const lateness = milliseconds(2);

const both: readonly LabProgram[] = [reference, holdfast];

describe("scale", { skip: (await reasonToSkip()) || (programs.length < both.length && "needs both programs") }, () => {
  test("255 instances on one interface, adverts every second", async (context) => {
    const herd = await Herd.open({ interfaces: 1, instances: 255 });
    context.after(async () => herd.close());
    const { late } = await herd.measure(await herd.startMaster(holdfast), period);
    const summary = summarise(late);
    for (const line of printTable("lateness of adverts", new Map([[holdfast.name, summary]])).split("\n")) {
      context.diagnostic(line);
    }
    assert.ok(summary.p99 <= lateness, "adverts are late");
    await herd.close();
  });

  test("1,000 instances on four interfaces, adverts every second", async (context) => {
    const size = { interfaces: 4, instances: 1000 };
    const measured = await Promise.all(both.map(async (program) => measureRoles(context, size, program)));
    const results = new Map(both.map(({ name }, index) => [name, measured[index]] as const));
    report(context, `${size.instances} instances`, results);
  });

  test("one instance that advertises every 10 ms", async (context) => {
    const rows = new Map(
      await Promise.all(
        both.map(async (program): Promise<readonly [string, Summary]> => {
          const pair = await Pair.open({ ...program, daemon: [...realTime, ...program.daemon] }, milliseconds(10));
          context.after(async () => pair.close());
          return [program.name, summarise(await pair.jitter(500))];
        }),
      ),
    );
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

function report(context: TestContext, title: string, results: ReadonlyMap<string, Roles | undefined>): void {
  const [theirs, ours] = [results.get(reference.name), results.get(holdfast.name)];
  assert.ok(theirs !== undefined && ours !== undefined);
  const rows = new Map([
    [reference.name, summarise(theirs.masters.late)],
    [holdfast.name, summarise(ours.masters.late)],
  ]);
  for (const line of printTable(`${title}: lateness of adverts`, rows).split("\n")) context.diagnostic(line);
  for (const [name, { masters, backups }] of [
    [reference.name, theirs],
    [holdfast.name, ours],
  ] as const) {
    const [busy, idle] = [toSeconds(masters.processor).toFixed(2), toSeconds(backups.processor).toFixed(2)];
    context.diagnostic(`  ${name}: processor time a minute ${busy} s as masters, ${idle} s as backups`);
  }
  assert.ok(summarise(ours.masters.late).p99 <= lateness, "adverts are late");
  assert.ok(ours.masters.processor <= processorFactor * theirs.masters.processor, "too much work as masters");
  assert.ok(ours.backups.processor <= processorFactor * theirs.backups.processor, "too much work as backups");
}
