import assert from "node:assert/strict";
import { test } from "node:test";

import { describeLogLine } from "./log-line.ts";

const date = "Sat Nov 21 03:48:08 2026: ";

function told(line: string): string | undefined {
  return describeLogLine(`${date}${line}`);
}

void test("changes of state and their causes are told", () => {
  assert.equal(told("(VI_1) Entering MASTER STATE"), "VI_1 is MASTER now");
  assert.equal(told("(VI_1) Entering BACKUP STATE (init)"), "VI_1 is BACKUP now");
  assert.equal(
    told("(VI_1) became master because: no advert from 192.0.2.1 for 3.226562 s"),
    "VI_1 because: no advert from 192.0.2.1 for 3.226562 s",
  );
  assert.equal(
    told("(VI_1) Master received advert from 192.0.2.1 with higher priority 199, ours 198"),
    "VI_1 hears 192.0.2.1 with priority 199, its own is 198",
  );
  assert.equal(told("(VI_1): entering FAULT state (interface eth0 down)"), "VI_1 has a fault: interface eth0 down");
  assert.equal(told("Netlink reports eth0 down"), "eth0 is down");
});

void test("the rest of the log is not", () => {
  assert.equal(told("Sending gratuitous ARP on eth0 for 192.0.2.100"), undefined);
  assert.equal(told("Registering Kernel netlink reflector"), undefined);
});
