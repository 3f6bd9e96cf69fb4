import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { IpAddress } from "../base/ip-address.ts";
import { logLines } from "../status/log-wording.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { EventLog } from "./event-log.ts";

const small: VrrpEvent = { kind: "addresses-set", instance: "VI_1" };

function idle(): boolean {
  return false;
}

function announced(count: number): VrrpEvent {
  const addresses = Array.from({ length: count }, (_, index) => ({
    prefix: { address: IpAddress.of(`192.0.2.${index}`), length: 32 },
    interface: "eth0",
    scope: 0,
    label: undefined,
    broadcast: undefined,
  }));
  return { kind: "announced", instance: "VI_1", addresses, repeat: 2, reason: "became-master" };
}

function lines(events: readonly VrrpEvent[]): readonly string[] {
  return events.flatMap((event) => logLines(event).map(({ text }) => text));
}

test("what makes few lines is written at once", () => {
  const written: VrrpEvent[] = [];
  const log = new EventLog((event) => written.push(event), idle);
  log.add(small);
  log.add(announced(3));
  assert.deepEqual(lines(written), lines([small, announced(3)]));
});

test("many announcements are written in parts when there is time, all lines in their order", async () => {
  const written: VrrpEvent[] = [];
  let busy = true;
  const log = new EventLog(
    (event) => written.push(event),
    () => busy,
  );
  const all = [announced(40), small];
  for (const event of all) log.add(event);
  await turn();
  assert.equal(lines(written).length, 0);
  busy = false;
  await turn();
  assert.equal(lines(written).length, 16 * 3);
  await turn();
  await turn();
  await turn();
  assert.deepEqual(lines(written), lines(all));
});

test("finish writes the rest", async () => {
  const written: VrrpEvent[] = [];
  const log = new EventLog((event) => written.push(event), idle);
  log.add(announced(40));
  log.finish();
  assert.deepEqual(lines(written), lines([announced(40)]));
  await turn();
  assert.equal(lines(written).length, 40 * 3);
});
