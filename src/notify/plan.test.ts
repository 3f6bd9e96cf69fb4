import assert from "node:assert/strict";
import { test } from "node:test";

import type { Command } from "../base/command.ts";
import type { NotifyConfig } from "./config.ts";
import { commandsFor, NotificationFilter } from "./plan.ts";

const command = (...words: [string, ...string[]]): Command => ({ words });

const config: NotifyConfig = {
  instances: new Map([
    ["VI_1", { master: command("/etc/m.sh", "a b"), any: command("/etc/n.sh", "first") }],
    ["VI_2", { stop: command("/etc/s.sh") }],
  ]),
  groups: new Map([["VG", { any: command("/etc/g.sh") }]]),
};

test("the state's own script comes first, the generic one gets four arguments", () => {
  const commands = commandsFor({ type: "INSTANCE", name: "VI_1", state: "MASTER", priority: 150 }, config);
  assert.deepEqual(
    commands.map(({ words }) => words),
    [
      ["/etc/m.sh", "a b"],
      ["/etc/n.sh", "first", "INSTANCE", "VI_1", "MASTER", "150"],
    ],
  );
});

test("a group has its own scripts", () => {
  const commands = commandsFor({ type: "GROUP", name: "VG", state: "FAULT", priority: 0 }, config);
  assert.deepEqual(
    commands.map(({ words }) => words),
    [["/etc/g.sh", "GROUP", "VG", "FAULT", "0"]],
  );
});

test("no script for a state, for an unknown name", () => {
  assert.deepEqual(commandsFor({ type: "INSTANCE", name: "VI_2", state: "BACKUP", priority: 1 }, config), []);
  assert.deepEqual(commandsFor({ type: "GROUP", name: "VI_1", state: "BACKUP", priority: 0 }, config), []);
});

test("the same state twice is told once, per instance and per group", () => {
  const filter = new NotificationFilter();
  const vi = { type: "INSTANCE", name: "X", state: "BACKUP", priority: 1 } as const;
  assert.equal(filter.isNews(vi), true);
  assert.equal(filter.isNews({ ...vi, priority: 2 }), false);
  assert.equal(filter.isNews({ ...vi, type: "GROUP" }), true);
  assert.equal(filter.isNews({ ...vi, state: "MASTER" }), true);
  assert.equal(filter.isNews(vi), true);
});
