import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant } from "../../base/time.ts";
import { parseInstance, Words } from "../../sim/script-language.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { StateName } from "../../vrrp/events.ts";
import { held, nothingHeld } from "../../vrrp/held.ts";
import type { Holding } from "../../vrrp/predecessor.ts";
import { currentNetwork, ownIdentity, type ProcessIdentity } from "../process-identity.ts";
import { Beats, beatsSize, slotLimit } from "./beats.ts";
import { readRecord, recordPath, writeRecord } from "./record.ts";
import { findOrphan, succeed } from "./succession.ts";
import { type JournalSource, VrrpJournal } from "./vrrp-journal.ts";

const network = currentNetwork();
/** The process that is this one, but was started earlier: it has ended. */
const ended: ProcessIdentity = { ...ownIdentity(), startTime: 1 };

function holding(line: string, state: StateName = "init"): Holding {
  const config = parseInstance(new Words(line));
  return { ...config, advertInterface: config.interface, state, held: held(config) };
}

function source(...holdings: readonly Holding[]): JournalSource {
  return { holdings, verdicts: new Map([["chk", "up"]]), staticHoldings: nothingHeld };
}

function becomes(instance: string, to: StateName): readonly Effect[] {
  const cause = { kind: "started" } as const;
  return [{ kind: "event", event: { kind: "instance-state", instance, from: "init", to, cause, priority: 100 } }];
}

/** A state directory, a journal in it, and what somebody finds there who comes after its writer. */
class Bench {
  readonly directory = mkdtempSync(join(tmpdir(), "holdfast-journal-"));
  readonly troubles: string[] = [];
  readonly memory = new ArrayBuffer(beatsSize);
  readonly journal: VrrpJournal;
  readonly beats = new Beats(this.memory);
  readonly killed: number[] = [];

  constructor(context: TestContext, writer: ProcessIdentity = ended) {
    context.after(() => rmSync(this.directory, { recursive: true, force: true }));
    const place = { directory: this.directory, writer, network, beatsFile: "vrrp.beats.1" };
    this.journal = new VrrpJournal(place, this.beats, (message) => this.troubles.push(message));
  }

  succeed(at = 1000, inNetwork = network): ReturnType<typeof succeed> {
    writeFileSync(join(this.directory, "vrrp.beats.1"), new Uint8Array(this.memory));
    return succeed(
      this.directory,
      inNetwork,
      () => instant(at),
      (pid, isRight) => {
        if (isRight()) this.killed.push(pid);
        return true;
      },
    );
  }
}

test("who comes after finds every instance with its state, its last advert and what it holds", (context) => {
  const bench = new Bench(context);
  const [first, second] = [holding("instance VI_1"), holding("instance VI_2 vrid=52 addresses=fe80::1")];
  bench.journal.plan(instant(10), source(first, second));
  bench.journal.before(instant(20), becomes("VI_1", "master"));
  bench.journal.after(instant(20), [...becomes("VI_1", "master"), ...becomes("VI_2", "backup")], true);
  bench.journal.advertised("VI_1", instant(30));
  const left = bench.succeed()?.predecessor;
  assert.deepEqual(
    left?.instances.map(({ name, state, advertisedAt }) => [name, state, advertisedAt]),
    [
      ["VI_1", "master", 30],
      ["VI_2", "backup", undefined],
    ],
  );
  // What is undefined has no place in JSON.
  const things = left?.instances.map((each) => each.held);
  assert.deepEqual(JSON.stringify(things), JSON.stringify([first.held, second.held]));
  assert.ok(things?.[1]?.addresses[0]?.prefix.address.equals(IpAddress.of("fe80::1")));
  assert.deepEqual(left?.verdicts, new Map([["chk", "up"]]));
  assert.deepEqual(bench.killed, []);
});

test("who comes after leaves the machine as it was before the first of them", async (context) => {
  const bench = new Bench(context);
  const { held: staticHoldings } = holding("instance S addresses=192.0.2.7");
  bench.journal.plan(instant(10), { ...source(holding("instance VI_1")), staticHoldings });
  const setting = { family: "ipv4", interface: "eth0", name: "arp_ignore", value: 1 } as const;
  bench.journal.surround({ settings: [{ setting, before: 0 }] });
  bench.journal.surround({ found: ["2 192.0.2.9/32"] });
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const left = bench.succeed();
  assert.deepEqual(left?.surroundings, { settings: [{ setting, before: 0 }], found: ["2 192.0.2.9/32"] });
  assert.ok(left.predecessor.statics?.addresses[0]?.prefix.address.equals(IpAddress.of("192.0.2.7")));
});

test("a master is one before it holds anything, and until it has released everything", (context) => {
  const bench = new Bench(context);
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  bench.journal.before(instant(20), becomes("VI_1", "master"));
  assert.equal(bench.succeed()?.predecessor.instances[0]?.state, "master");
  bench.journal.before(instant(30), becomes("VI_1", "backup"));
  assert.equal(bench.succeed()?.predecessor.instances[0]?.state, "master");
  bench.journal.after(instant(30), becomes("VI_1", "backup"), true);
  assert.equal(bench.succeed()?.predecessor.instances[0]?.state, "backup");
});

test("a reload leaves what was held before in the record until it is released", async (context) => {
  const bench = new Bench(context);
  const before = holding("instance VI_1 addresses=192.0.2.100,192.0.2.101");
  bench.journal.plan(instant(10), source(before));
  bench.journal.before(instant(10), becomes("VI_1", "master"));
  bench.journal.plan(instant(20), source(holding("instance VI_1", "master")));
  const during = bench.succeed()?.predecessor.instances ?? [];
  assert.deepEqual(
    during.map(({ state, advertisedAt, held: what }) => [state, advertisedAt, what.addresses.length]),
    [
      ["master", 10, 1],
      ["master", undefined, 2],
    ],
  );
  bench.journal.after(instant(20), [], true);
  await new Promise(setImmediate);
  assert.equal(bench.succeed()?.predecessor.instances.length, 1);
});

test("as long as something waits to be released, and over another reload", async (context) => {
  const bench = new Bench(context);
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  bench.journal.before(instant(10), becomes("VI_1", "master"));
  for (const at of [20, 30]) {
    bench.journal.plan(instant(at), source(holding("instance VI_2 vrid=52")));
    bench.journal.after(instant(at), [], false);
    await new Promise(setImmediate);
    const left = bench.succeed()?.predecessor.instances ?? [];
    assert.deepEqual(
      left.map(({ name, state, advertisedAt }) => [name, state, advertisedAt]),
      [
        ["VI_2", "init", undefined],
        ["VI_1", "master", undefined],
      ],
    );
  }
  bench.journal.after(instant(40), [], true);
  await new Promise(setImmediate);
  assert.equal(bench.succeed()?.predecessor.instances.length, 1);
});

test("an instance that a reload gives another name keeps what is known of it; a new one begins anew", (context) => {
  const bench = new Bench(context);
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  bench.journal.before(instant(10), becomes("VI_1", "master"));
  bench.journal.plan(instant(20), source(holding("instance VI_NEW", "master"), holding("instance VI_2 vrid=52")));
  const left = bench.succeed()?.predecessor.instances ?? [];
  assert.deepEqual(
    left.map(({ name, state, advertisedAt }) => [name, state, advertisedAt]),
    [
      ["VI_NEW", "master", 20],
      ["VI_2", "init", undefined],
      ["VI_1", "master", undefined],
    ],
  );
});

test("what was told is known for a minute", (context) => {
  const bench = new Bench(context);
  bench.journal.plan(instant(10), source(holding("instance VI_1"), holding("instance VI_2 vrid=52")));
  bench.journal.told("VI_1", "master");
  bench.journal.alive(instant(500));
  assert.deepEqual(bench.succeed(60_000_500)?.told, new Map([["VI_1", "master"]]));
  assert.deepEqual(bench.succeed(60_000_501)?.told, new Map());
});

test("one that still serves is ended, once it is known to be the right one", (context) => {
  const bench = new Bench(context, ownIdentity());
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  assert.equal(findOrphan(bench.directory)?.pid, process.pid);
  assert.equal(bench.succeed()?.replaced, process.pid);
  assert.deepEqual(bench.killed, [process.pid]);
});

test("what another boot, another network or another version has left means nothing", (context) => {
  const bench = new Bench(context, { ...ended, boot: "another" });
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  assert.equal(bench.succeed(), undefined);
  writeRecord(bench.directory, { writer: ended, network, beats: "vrrp.beats.1", instances: [], verdicts: {} });
  assert.deepEqual(bench.succeed()?.predecessor.instances, []);
  assert.equal(bench.succeed(1000, "net:[1]"), undefined);
  writeFileSync(recordPath(bench.directory), '{"version":2}');
  assert.equal(bench.succeed(), undefined);
  writeFileSync(recordPath(bench.directory), '{"version":1');
  assert.equal(bench.succeed(), undefined);
});

test("the end leaves nothing, and a directory that is gone is told once", async (context) => {
  const bench = new Bench(context);
  bench.journal.plan(instant(10), source(holding("instance VI_1")));
  assert.ok(readRecord(bench.directory) !== undefined);
  bench.succeed();
  bench.journal.close();
  assert.equal(existsSync(bench.directory), false);
  const other = new Bench(context);
  rmSync(other.directory, { recursive: true });
  other.journal.plan(instant(10), source(holding("instance VI_1")));
  other.journal.plan(instant(20), source(holding("instance VI_1")));
  assert.equal(other.troubles.length, 1);
  assert.match(other.troubles[0] ?? "", /^Cannot write to .* \(ENOENT\)/u);
  assert.ok(!existsSync(other.directory));
});

test(`more than ${slotLimit} instances: those beyond have no place, and do no harm`, (context) => {
  const bench = new Bench(context);
  const one = holding("instance VI");
  const many = Array.from({ length: slotLimit + 1 }, (_, index) => ({ ...one, name: `VI_${index}` }));
  bench.journal.plan(instant(10), source(...many));
  for (const { name } of many.slice(-2)) bench.journal.before(instant(20), becomes(name, "master"));
  const left = bench.succeed()?.predecessor.instances.slice(-2) ?? [];
  assert.deepEqual(
    left.map(({ state, advertisedAt }) => [state, advertisedAt]),
    [
      ["master", 20],
      ["init", undefined],
    ],
  );
});
