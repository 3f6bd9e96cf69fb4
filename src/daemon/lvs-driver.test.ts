import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import type { TableChange, TableKey } from "../base/lvs-table.ts";
import { plain as settings } from "../base/lvs-table-samples.ts";
import { type Instant, instant, seconds, zeroDuration } from "../base/time.ts";
import type { CheckOutcome } from "../check/outcome.ts";
import type { LvsEffect } from "../lvs/effects.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { LvsInput, LvsSettings } from "../lvs/inputs.ts";
import { FakeClock, FakeLoadBalancing } from "../platform/fake/index.ts";
import { LvsDriver, type LvsMachine } from "./lvs-driver.ts";

const address = IpAddress.fromBytes(Uint8Array.of(192, 0, 2, 1));
const key: TableKey = { kind: "address", address, port: 80, protocol: "TCP" };
const addService: TableChange = { kind: "add-service", key, settings };
const editService: TableChange = { kind: "edit-service", key, settings };
const nothing: LvsSettings = {
  syncDaemon: undefined,
  initialNotifies: false,
  removesServicesWhole: false,
  keepsTable: false,
};
const noConfig = { groups: [], virtualServers: [], tlsClient: undefined };
const repaired = (changes: number): LvsEffect => ({ kind: "event", event: { kind: "table-repaired", changes } });
const check: LvsEffect = {
  kind: "check",
  checker: 7,
  config: { kind: "bfd", session: "none", alpha: false },
  address,
  port: 80,
  step: 0,
};
const success: CheckOutcome = { kind: "success", duration: zeroDuration };

/** A driver of an engine that answers as it is told to, and writes down what it hears. */
class Bench implements LvsMachine {
  readonly clock = new FakeClock();
  readonly balancing = new FakeLoadBalancing();
  readonly heard: string[] = [];
  readonly told: string[] = [];
  readonly events: LvsEvent[] = [];
  readonly done: ((outcome: CheckOutcome) => void)[] = [];
  cancelled = 0;
  deadline: Instant | undefined;
  answer: (input: LvsInput) => readonly LvsEffect[] = () => [];

  handle(_now: Instant, input: LvsInput): readonly LvsEffect[] {
    this.heard.push(input.kind);
    return this.answer(input);
  }

  async open(): Promise<LvsDriver> {
    const balancer = await this.balancing.open();
    const checks = {
      run: (_request: unknown, done: (outcome: CheckOutcome) => void) => {
        this.done.push(done);
        return { cancel: () => (this.cancelled += 1) };
      },
    };
    return new LvsDriver({ clock: this.clock, openAlarm: this.clock.openAlarm, balancer, checks }, this, {
      event: (event) => this.events.push(event),
      trouble: (message) => this.told.push(message),
    });
  }
}

test("who is told of a change finds the table changed", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  bench.answer = () => [repaired(1), { kind: "table", changes: [addService] }, repaired(2)];
  driver.feed({ kind: "local-addresses", addresses: [] });
  assert.equal(bench.events.length, 1);
  await driver.look();
  assert.deepEqual(
    bench.events.map((event) => event.kind === "table-repaired" && event.changes),
    [1, 2, 1, 2],
  );
  assert.equal(bench.balancing.table.length, 1);
});

test("what happens while the table is being read is heard after what was read", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  const configured = driver.configure(noConfig, nothing, false);
  await Promise.resolve();
  driver.feed({ kind: "file-value", file: "f", value: 1 });
  await configured;
  assert.deepEqual(bench.heard, ["configure", "file-value"]);
});

test("a check is run, answered once, or called off", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  bench.answer = ({ kind }) => (kind === "local-addresses" ? [check] : []);
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.done[0]?.(success);
  assert.deepEqual(bench.heard, ["local-addresses", "check-done"]);
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.answer = () => [{ kind: "cancel", checker: 7 }];
  driver.feed({ kind: "local-addresses", addresses: [] });
  assert.equal(bench.cancelled, 1);
});

test("the alarm rings at the deadline, and one that was put off costs one ring more", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  bench.deadline = instant(seconds(1));
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.deadline = instant(seconds(3));
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.clock.advance(seconds(2));
  assert.equal(bench.clock.next, instant(seconds(3)));
  bench.answer = () => {
    bench.deadline = undefined;
    return [];
  };
  bench.clock.advance(seconds(2));
  assert.deepEqual(bench.heard.slice(2), ["tick", "tick"]);
  assert.equal(bench.clock.next, undefined);
});

test("changes that fail are named, the first of many, and the others counted", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  bench.answer = () => [{ kind: "table", changes: Array.from({ length: 8 }, () => editService) }];
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.answer = () => [];
  await driver.look();
  assert.equal(bench.told[0], "Load balancer: edit-service tcp 192.0.2.1 80: edit-service: ESRCH");
  assert.deepEqual([bench.told.length, bench.told.at(-1)], [6, "Load balancer: 3 more changes failed"]);
});

test("at the end runs are called off, the table is changed and everybody told; then nothing is heard any more", async () => {
  const bench = new Bench();
  const driver = await bench.open();
  bench.answer = () => [check];
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.answer = () => [{ kind: "table", changes: [addService] }, repaired(1)];
  await driver.stop();
  driver.feed({ kind: "local-addresses", addresses: [] });
  bench.done[0]?.(success);
  assert.deepEqual(bench.heard, ["local-addresses", "stop"]);
  assert.deepEqual([bench.cancelled, bench.balancing.table.length, bench.events.length], [1, 1, 1]);
});
