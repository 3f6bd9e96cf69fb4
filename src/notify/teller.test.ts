import assert from "node:assert/strict";
import { test } from "node:test";

import type { NotifyConfig, NotifyDefaults, NotifyScripts } from "./config.ts";
import type { Occurrence } from "./occurrence.ts";
import { type Message, Teller } from "./teller.ts";

const defaults: NotifyDefaults = { mail: false, priorityChanges: false, faultMails: true, routerId: "R1" };
const context = { reason: "started", master: undefined };
const nobody: NotifyConfig = { instances: new Map(), groups: new Map() };

const state = (name: string, to: "MASTER" | "BACKUP" | "FAULT" | "STOP", priority = 100): Occurrence => ({
  kind: "state",
  type: "INSTANCE",
  name,
  state: to,
  priority,
  context,
});
const group = (to: "MASTER" | "BACKUP"): Occurrence => ({
  kind: "state",
  type: "GROUP",
  name: "VG",
  state: to,
  priority: 0,
  context,
});
const removed = (name: string): Occurrence => ({ kind: "removed", type: "INSTANCE", name, priority: 100, context });
const priority = (name: string, to: number): Occurrence => ({ kind: "priority", type: "INSTANCE", name, priority: to });

function print(messages: readonly Message[]): readonly string[] {
  return messages.map((message) => {
    if (message.kind === "run") return message.command.words.join(" ");
    return message.kind === "line" ? message.text : message.mail.subject;
  });
}

function tellerOf(config: Partial<NotifyConfig>, changes: Partial<NotifyDefaults> = {}): Teller {
  const teller = new Teller();
  teller.configure({ ...nobody, ...config }, { ...defaults, ...changes }, []);
  return teller;
}

test("order: the state's script, the generic one, the FIFO, the mail", () => {
  const teller = tellerOf(
    { instances: new Map([["VI_1", { master: { words: ["m"] }, any: { words: ["n"] } }]]) },
    { mail: true },
  );
  assert.deepEqual(print(teller.tell(state("VI_1", "MASTER"))), [
    "m",
    "n INSTANCE VI_1 MASTER 100",
    'INSTANCE "VI_1" MASTER 100',
    "[R1] VRRP Instance VI_1 - Entering MASTER state",
  ]);
});

test("the same state twice is told once, per instance and per group", () => {
  const teller = tellerOf({});
  assert.equal(teller.tell(state("VG", "BACKUP")).length, 1);
  assert.equal(teller.tell(state("VG", "BACKUP", 2)).length, 0);
  assert.equal(teller.tell(group("BACKUP")).length, 1);
  assert.equal(teller.tell(state("VG", "MASTER")).length, 1);
  assert.equal(teller.tell(state("VG", "BACKUP")).length, 1);
});

test("mail: the block's own word counts before that of all, and faults can be left out", () => {
  const teller = tellerOf(
    { instanceSettings: new Map([["quiet", { mail: false }]]), groupSettings: new Map([["VG", { mail: false }]]) },
    { mail: true, faultMails: false },
  );
  assert.equal(teller.tell(state("VI_1", "BACKUP")).length, 2);
  assert.equal(teller.tell(state("VI_1", "FAULT")).length, 1);
  assert.equal(teller.tell(state("quiet", "MASTER")).length, 1);
  assert.equal(teller.tell(group("MASTER")).length, 1);
});

test("a change of the priority is a line of its own, where it is wanted, in MASTER and BACKUP", () => {
  const teller = tellerOf(
    { instanceSettings: new Map([["quiet", { priorityChanges: false }]]) },
    { priorityChanges: true },
  );
  assert.deepEqual(teller.tell(priority("VI_1", 90)), []);
  teller.tell(state("VI_1", "BACKUP"));
  assert.deepEqual(print(teller.tell(priority("VI_1", 90))), ['INSTANCE "VI_1" BACKUP_PRIORITY 90']);
  teller.tell(state("VI_1", "MASTER"));
  assert.deepEqual(print(teller.tell(priority("VI_1", 95))), ['INSTANCE "VI_1" MASTER_PRIORITY 95']);
  teller.tell(state("VI_1", "FAULT"));
  assert.deepEqual(teller.tell(priority("VI_1", 80)), []);
  teller.tell(state("quiet", "MASTER"));
  assert.deepEqual(teller.tell(priority("quiet", 80)), []);
});

test("a lower-priority master is told each time, and changes no state", () => {
  const teller = tellerOf({ instances: new Map([["VI_1", { lowerPriority: { words: ["low"] } }]]) });
  teller.tell(state("VI_1", "MASTER"));
  const heard: Occurrence = { ...state("VI_1", "MASTER"), kind: "lower-priority-heard", context };
  for (let times = 0; times < 2; times += 1) {
    assert.deepEqual(print(teller.tell(heard)), ["low", 'INSTANCE "VI_1" MASTER_RX_LOWER_PRI 100']);
  }
  assert.deepEqual(teller.tell(state("VI_1", "MASTER")), []);
});

test("a removal is told by the configuration before: FAULT, or DELETED where it is asked for", () => {
  const any = { any: { words: ["n"] } } as const;
  const teller = tellerOf({
    instances: new Map<string, NotifyScripts>([
      ["VI_1", any],
      ["VI_2", { ...any, deleted: { words: ["d"] } }],
    ]),
    instanceSettings: new Map([["VI_2", { deleted: true }]]),
  });
  for (const name of ["VI_1", "VI_2", "VI_3"]) teller.tell(state(name, "MASTER"));
  teller.configure(nobody, defaults, []);
  assert.deepEqual(print(teller.tell(removed("VI_1"))), ["n INSTANCE VI_1 FAULT 100", 'INSTANCE "VI_1" FAULT 100']);
  assert.deepEqual(print(teller.tell(removed("VI_2"))), [
    "d",
    "n INSTANCE VI_2 DELETED 100",
    'INSTANCE "VI_2" DELETED 100',
  ]);
  assert.deepEqual(print(teller.states()), ['INSTANCE "VI_3" MASTER 100']);
});

test("all states again: groups first, with the priority of now", () => {
  const teller = tellerOf({});
  teller.tell(state("VI_1", "MASTER"));
  teller.tell(group("MASTER"));
  teller.tell(priority("VI_1", 80));
  assert.deepEqual(print(teller.states()), ['GROUP "VG" MASTER 0', 'INSTANCE "VI_1" MASTER 80']);
  teller.configure(nobody, defaults, []);
  assert.deepEqual(print(teller.states()), ['INSTANCE "VI_1" MASTER 80']);
});

test("what was told before is told again to FIFOs alone, and only once", () => {
  const instances = new Map([["VI_1", { any: { words: ["n"] } }]] as const);
  const teller = tellerOf({ instances }, { mail: true });
  teller.recall({ type: "INSTANCE", name: "VI_1" }, "MASTER");
  assert.deepEqual(print(teller.tell(state("VI_1", "MASTER"))), ['INSTANCE "VI_1" MASTER 100']);
  assert.deepEqual(teller.tell(state("VI_1", "MASTER")), []);
  teller.recall({ type: "INSTANCE", name: "VI_1" }, "MASTER");
  assert.equal(print(teller.tell(state("VI_1", "BACKUP"))).length, 3);
  assert.equal(print(teller.tell(state("VI_1", "MASTER"))).length, 3);
});
