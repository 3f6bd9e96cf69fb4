import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { type Duration, elapsed, milliseconds, seconds, toMilliseconds } from "../../src/base/time.ts";
import { wallClock } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, reasonToSkip, reference } from "../programs.ts";
import { address, Trio } from "./trio.ts";

// Make before break: while one node leaves MASTER and the other one becomes it, a client that asks every 5 ms is
// answered.

const priority = 100;

const instance = (interval: string, others = ""): string => `
vrrp_instance VI_1 {
    version 3
    state BACKUP
    nopreempt
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int ${interval}
    ${others}
    virtual_ipaddress {
        ${address}
    }
}
`;

/** Skew of priority 100: what is left of the gap when nothing else takes time (RFC 9568 §6.1). */
const skew = (interval: number): Duration => milliseconds((interval * (256 - priority)) / 256);

async function open(
  context: TestContext,
  programs: readonly [LabProgram, LabProgram],
  configuration: string,
  options: readonly string[] = [],
): Promise<Trio> {
  const trio = await Trio.open(programs, configuration, options);
  context.after(async () => trio.close());
  return trio;
}

async function stops(trio: Trio, count: number): Promise<ReadonlyMap<string, readonly Duration[]>> {
  const gaps = new Map<string, Duration[]>();
  for (let index = 0; index < count; index += 1) {
    const { who, gap } = await trio.stopMaster();
    gaps.set(who, [...(gaps.get(who) ?? []), gap]);
  }
  return gaps;
}

function median(gaps: readonly Duration[] = []): number {
  return gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? Number.NaN;
}

const print = (gaps: readonly Duration[] = []): string => gaps.map((gap) => toMilliseconds(gap)).join(" ");

describe("hand-over", { concurrency: 3, skip: await reasonToSkip() }, () => {
  test("stopped with SIGTERM, adverts every second: no gap to a Holdfast backup", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("1"));
    const gaps = (await stops(trio, 5)).get(holdfast.name);
    context.diagnostic(`gaps of Holdfast, ms: ${print(gaps)}`);
    assert.equal(median(gaps), 0);
  });

  test("stopped with SIGTERM, adverts every second: no gap to a C Keepalived backup, and its own in return", async (context) => {
    const trio = await open(context, [holdfast, reference], instance("1"));
    const gaps = await stops(trio, 8);
    const [own, other] = [gaps.get(holdfast.name), gaps.get(reference.name)];
    context.diagnostic(`gaps of Holdfast, ms: ${print(own)}; of C Keepalived: ${print(other)}`);
    const delays = trio.announcementDelays(reference.name);
    context.diagnostic(`C Keepalived announces after its first advert, ms: ${print(delays)}`);
    assert.equal(median(own), 0);
    assert.ok(median(other) > skew(1000) - milliseconds(20), "C Keepalived removes its addresses at once");
  });

  test("a tracked file takes the master down, adverts every 0.1 s: no gap", async (context) => {
    const maintenance = `
track_file maintenance {
    file "/etc/keepalived/maintenance"
    weight 0
}
`;
    const tracking = "track_file {\n        maintenance\n    }";
    const trio = await open(context, [holdfast, holdfast], maintenance + instance("0.1", tracking));
    const gaps: Duration[] = [];
    for (let round = 0; round < 5; round += 1) {
      const { master, backup } = trio.roles;
      const begun = wallClock();
      const mark = master.node.daemon.mark;
      master.node.files.write("maintenance", "1\n");
      await master.node.daemon.awaitLog(/removing VIPs/u, mark);
      gaps.push(await trio.gapSince(begun, backup));
      master.node.files.write("maintenance", "0\n");
      await master.node.daemon.awaitLog(/Entering BACKUP STATE/u, mark);
    }
    context.diagnostic(`gaps of Holdfast, ms: ${print(gaps)}`);
    assert.equal(median(gaps), 0);
  });

  test("--release-at-once: nobody answers for the skew time", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("0.1"), ["--release-at-once"]);
    const gaps = (await stops(trio, 3)).get(holdfast.name);
    context.diagnostic(`gaps, ms: ${print(gaps)}`);
    assert.ok(median(gaps) > skew(100) - milliseconds(15));
    for (const line of trio.roles.backup.node.daemon.log) assert.doesNotMatch(line.text, /keeping VIPs/u);
  });

  test("alone, a stop takes the longest skew and not more", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("0.1"));
    const { master, backup } = trio.roles;
    await backup.node.daemon.kill();
    const begun = wallClock();
    await master.node.daemon.stop();
    // With the margin for a successor's lateness; the down interval would make it 0.5 s.
    assert.ok(master.node.daemon.log.some(({ text }) => text.includes("until a successor advertises (at most 0.2 s)")));
    const lost = trio.owners.timeline(address).find(({ held }) => !held);
    assert.ok(lost !== undefined && elapsed(begun, lost.time) < seconds(1), JSON.stringify(lost));
  });
});
