import assert from "node:assert/strict";
import { test } from "node:test";

import type { Command } from "../base/command.ts";
import type { NotifyScripts } from "./config.ts";
import { composeMail } from "./mail.ts";
import type { Notification } from "./occurrence.ts";
import { commandsFor, environmentFor, printFifoLine } from "./plan.ts";

const command = (...words: [string, ...string[]]): Command => ({ words });

const scripts: NotifyScripts = {
  master: command("/etc/m.sh", "a b"),
  lowerPriority: command("/etc/low.sh"),
  any: command("/etc/n.sh", "first"),
};
const master: Notification = {
  type: "INSTANCE",
  name: "VI_1",
  state: "MASTER",
  priority: 150,
  oldState: "BACKUP",
  context: { reason: "no advert from 192.0.2.2 for 3.6 s", master: "192.0.2.1" },
};
const wordsFor = (notification: Notification): unknown => commandsFor(notification, scripts).map(({ words }) => words);

test("the state's own script comes first, the generic one gets four arguments", () => {
  assert.deepEqual(wordsFor(master), [
    ["/etc/m.sh", "a b"],
    ["/etc/n.sh", "first", "INSTANCE", "VI_1", "MASTER", "150"],
  ]);
});

test("a group is told by its own type, with priority 0", () => {
  assert.deepEqual(wordsFor({ ...master, type: "GROUP", name: "VG", state: "FAULT", priority: 0 }), [
    ["/etc/n.sh", "first", "GROUP", "VG", "FAULT", "0"],
  ]);
});

test("what is no state runs its own script at most", () => {
  assert.deepEqual(wordsFor({ ...master, state: "MASTER_RX_LOWER_PRI" }), [["/etc/low.sh"]]);
  assert.deepEqual(wordsFor({ ...master, state: "MASTER_PRIORITY" }), []);
  assert.deepEqual(commandsFor(master, undefined), []);
});

test("scripts find the circumstances in their environment; what is not known is absent", () => {
  assert.deepEqual(environmentFor(master), {
    HOLDFAST_TYPE: "INSTANCE",
    HOLDFAST_NAME: "VI_1",
    HOLDFAST_STATE: "MASTER",
    HOLDFAST_PRIORITY: "150",
    HOLDFAST_OLD_STATE: "BACKUP",
    HOLDFAST_REASON: "no advert from 192.0.2.2 for 3.6 s",
    HOLDFAST_MASTER: "192.0.2.1",
  });
  const first = environmentFor({ ...master, oldState: undefined, context: { reason: "started", master: undefined } });
  assert.deepEqual(Object.keys(first).includes("HOLDFAST_OLD_STATE") || "HOLDFAST_MASTER" in first, false);
});

test("the lines of the FIFOs", () => {
  assert.equal(printFifoLine(master), 'INSTANCE "VI_1" MASTER 150');
  assert.equal(printFifoLine({ type: "GROUP", name: "VG", state: "STOP", priority: 0 }), 'GROUP "VG" STOP 0');
});

const mail = (change: Partial<Notification>): unknown => {
  const composed = composeMail({ ...master, ...change }, "R1");
  return composed && [composed.subject, composed.body];
};

test("mails have the subjects and bodies of the reference", () => {
  assert.deepEqual(mail({}), [
    "[R1] VRRP Instance VI_1 - Entering MASTER state",
    "=> VRRP Instance is now owning VRRP VIPs <=",
  ]);
  for (const state of ["BACKUP", "FAULT"] as const) {
    assert.deepEqual(mail({ state }), [
      `[R1] VRRP Instance VI_1 - Entering ${state} state`,
      "=> VRRP Instance is no longer owning VRRP VIPs <=",
    ]);
  }
  assert.deepEqual(mail({ type: "GROUP", name: "VG" }), [
    "[R1] VRRP Group VG - Entering MASTER state",
    "=> All VRRP group instances are now in MASTER state <=",
  ]);
  assert.deepEqual(mail({ state: "DELETED" }), ["[R1] VRRP Instance VI_1 - Deleted", "=> VRRP Deleted at reload <="]);
  assert.equal(mail({ state: "STOP" }), undefined);
  assert.equal(mail({ state: "MASTER_PRIORITY" }), undefined);
});
