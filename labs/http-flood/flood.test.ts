import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test, type TestContext } from "node:test";

import { elapsed, instant, milliseconds, printSeconds, seconds, times, type Duration } from "../../src/base/time.ts";
import { sourceProgram, Topology, type LabNode, type Program, type WireCapture } from "../../src/lab/index.ts";
import { printTable, summarise } from "../failover-time/statistics.ts";
import { observerOf } from "../http/observer.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import type { FloodReport, FloodTask } from "./flood-main.ts";

// The observer process of a master that advertises every 20 ms is flooded, while the adverts are looked at on the wire.

const interval = milliseconds(20);
const priority = 100;
/** RFC 9568 §6.1, Skew_Time. */
const skew = times(interval, (256 - priority) / 256);

/** Gaps in a look at the quiet daemon, and in one at the flooded one; there are two of each. */
const looks = { quiet: 100, flooded: 125 } as const;

/** What medians differ by on a machine of two processors where nothing is flooded. */
const noise = milliseconds(0.25);

/** For all connections to be there, where everything is slow. */
const patience = seconds(40);

/** KiB that the observer may have had, of which an idle one has about 90,000. */
const memoryLimit = 400 * 1_024;

const token = "0123456789abcdef0123456789abcdef";
const port = 9650;

describe("a flooded observer", { skip: await reasonToSkip() }, () => {
  test("2,000 connections, slow readers and as many requests as two clients can make delay no advert", async (context) => {
    const lab = await open();
    context.after(async () => lab.close());
    const wire = await lab.capture();
    const [master, backup, client] = ["node1", "node2", "client"].map((name) => lab.node(name));
    assert(master !== undefined && backup !== undefined && client !== undefined);
    const daemon = await start(master, ["--http", `192.0.2.1:${port}`, "--http-token-file", "/etc/keepalived/token"]);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    await daemon.awaitLog(/Listening for HTTP on 192\.0\.2\.1:9650/u);
    const other = await start(backup, []);
    await other.awaitLog(/Entering BACKUP STATE/u);
    const marks = [daemon.mark, other.mark] as const;

    const quiet = [...(await gaps(wire, looks.quiet))];
    const pressers = [0, 1].map(() => flood(client, { kind: "press", connections: 16 }));
    for (const each of pressers) await each.awaitLine(/^begun$/u, 0, patience);
    const holders = flood(client, { kind: "hold", connections: 2_000 });
    await holders.awaitLine(/^begun$/u, 0, patience);
    const flooded = [await gaps(wire, looks.flooded), await gaps(wire, looks.flooded)];
    const memory = peakMemory(observerOf(daemon));
    const done = await Promise.all([holders, ...pressers].map(finish));
    quiet.push(...(await gaps(wire, looks.quiet)));

    const rows = new Map([
      ["quiet", summarise(quiet.map(deviation))],
      ["flooded", summarise(flooded.flat().map(deviation))],
    ]);
    for (const line of printTable("deviation of gaps from 20 ms", rows).split("\n")) context.diagnostic(line);
    for (const each of done) context.diagnostic(`  ${JSON.stringify(each)}`);
    report(context, flooded.flat());
    context.diagnostic(`  the observer has had ${(memory / 1_024).toFixed(0)} MiB at most`);
    assert.ok(memory < memoryLimit, `${memory} KiB`);
    const [before, during] = [rows.get("quiet"), rows.get("flooded")];
    assert.ok(before !== undefined && during !== undefined);
    assert.ok(during.median <= before.median * 1.05 + noise, "the median has changed");
    assertInTime(flooded);
    for (const [index, each] of [daemon, other].entries()) {
      const after = each.log.slice(marks[index]).map(({ text }) => text);
      assert.deepEqual(
        after.filter((line) => /Entering|Observer|sign of life/u.test(line)),
        [],
      );
    }
    for (const { answers } of done.slice(1)) assert.ok(answers > 0, "nothing was answered");
    assert.equal(await ask(client), "ok", "the observer has outlived it");
  });

  test("an observer that is killed again and again delays no advert", async (context) => {
    const lab = await open();
    context.after(async () => lab.close());
    const wire = await lab.capture();
    const [master, backup] = [lab.node("node1"), lab.node("node2")];
    const daemon = await start(master, ["--http", `${port}`]);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const other = await start(backup, []);
    await other.awaitLog(/Entering BACKUP STATE/u);
    const marks = [daemon.mark, other.mark] as const;
    const rounds: (readonly Duration[])[] = [];
    for (let round = 0, mark = 0; round < 3; round += 1) {
      const started = await daemon.awaitLog(/Starting Observer child process, pid=\d+/u, mark);
      await daemon.awaitLog(/Listening for HTTP/u, mark);
      mark = daemon.mark;
      const looked = gaps(wire, 40);
      await master.run(["kill", "-KILL", /pid=(\d+)/u.exec(started.text)?.[1] ?? ""]);
      rounds.push(await looked);
    }
    report(context, rounds.flat());
    assertInTime(rounds);
    for (const [index, each] of [daemon, other].entries()) {
      assert.deepEqual(
        each.log.slice(marks[index]).filter(({ text }) => text.includes("Entering")),
        [],
      );
    }
  });
});

async function open(): Promise<Topology> {
  const nodes = ["node1", "node2", "client"].map((name, index) => [
    name,
    { interfaces: { eth0: { addresses: [`192.0.2.${index + 1}/24`] } } },
  ]);
  const lab = await Topology.open({ nodes: Object.fromEntries(nodes) });
  for (const [name, own] of [
    ["node1", priority],
    ["node2", priority - 10],
  ] as const) {
    const { files } = lab.node(name);
    files.write("keepalived.conf", configuration(own));
    files.write("token", `${token}\n`);
    await lab.node(name).run(["chmod", "600", "/etc/keepalived/token"]);
  }
  return lab;
}

async function start(node: LabNode, options: readonly string[]): Promise<LabNode["daemon"]> {
  return await node.startDaemon({ program: holdfast.daemon, options });
}

/** The next so many gaps between two adverts. */
async function gaps(wire: WireCapture, count: number): Promise<readonly Duration[]> {
  const found: Duration[] = [];
  let last = await wire.awaitAdvert({}, wire.events.at(-1)?.time ?? instant(0));
  while (found.length < count) {
    const next = await wire.awaitAdvert({}, last.time);
    assert.equal(next.sourceMac, last.sourceMac, "another master");
    found.push(elapsed(last.time, next.time));
    last = next;
  }
  return found;
}

/** What else runs on the machine can only add to a time: what a flood would delay is late in every look. */
function assertInTime(all: readonly (readonly Duration[])[]): void {
  const latest = Math.min(...all.map((look) => Math.max(...look)));
  assert.ok(
    latest <= interval + skew,
    `in each look an advert came ${latest} microseconds or more after the one before`,
  );
}

function flood(client: LabNode, task: Pick<FloodTask, "kind" | "connections">): Program {
  const whole: FloodTask = { ...task, host: "192.0.2.1", port, token };
  return client.spawn([...sourceProgram(new URL("flood-main.ts", import.meta.url)), JSON.stringify(whole)]);
}

async function finish(program: Program): Promise<FloodReport> {
  program.input.end();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by flood-main.ts
  return JSON.parse((await program.awaitLine(/^\{/u)).text) as FloodReport;
}

/** "ok" when it is well. */
async function ask(client: LabNode): Promise<string> {
  const script = `fetch("http://192.0.2.1:${port}/healthz").then(async (r) => console.log((await r.text()).trim()))`;
  return (await client.run([process.execPath, "-e", script])).trim();
}

/** How far a gap is from the interval. */
function deviation(gap: Duration): Duration {
  return milliseconds(Math.abs(gap - interval) / 1_000);
}

/** In KiB. */
function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

function report(context: TestContext, all: readonly Duration[]): void {
  const over = all.filter((gap) => gap > interval + skew / 2).length;
  context.diagnostic(`  ${all.length} gaps, ${over} of them late by more than half of the skew time`);
}

function configuration(own: number): string {
  // Other work of the machine, such as that of the clients of this lab, is none of a daemon's business.
  return `
global_defs {
  vrrp_rt_priority 10
}
vrrp_instance VI_1 {
  version 3
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${own}
  advert_int ${printSeconds(interval)}
  virtual_ipaddress {
    192.0.2.100/24
  }
}
`;
}
