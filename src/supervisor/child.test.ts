import assert from "node:assert/strict";
import { test } from "node:test";
import { instant, later, seconds } from "../base/time.ts";
import { Child, type ChildEffect, usualChildWaitTime } from "./child.ts";

const start = instant(0);
const killed = { kind: "signalled", signal: 9, name: "SIGKILL" } as const;

function kinds(effects: readonly ChildEffect[]): readonly string[] {
  return effects.map((effect) => (effect.kind === "report" ? effect.event.kind : effect.kind));
}

void test("A child that keeps dying waits 0, 1, 2, 4 ... 60 seconds before the next start", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  let now = start;
  const delays: number[] = [];
  for (let death = 0; death < 9; death += 1) {
    const effects = child.handle(now, { kind: "ended", pid: 7, exit: killed });
    const delayed = effects.find((effect) => effect.kind === "report" && effect.event.kind === "restart-delayed");
    assert(delayed?.kind === "report" && delayed.event.kind === "restart-delayed");
    delays.push(delayed.event.delay / seconds(1));
    if (child.deadline === undefined) continue;
    assert.deepEqual(child.handle(instant(child.deadline - 1), { kind: "wake" }), []);
    now = child.deadline;
    assert.deepEqual(kinds(child.handle(now, { kind: "wake" })), ["start"]);
  }
  assert.deepEqual(delays, [0, 1, 2, 4, 8, 16, 32, 60, 60]);
});

void test("After a minute of life the next death counts as the first", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ended", pid: 7, exit: killed });
  child.handle(start, { kind: "ended", pid: 8, exit: killed });
  const restarted = later(start, seconds(1));
  child.handle(restarted, { kind: "wake" });
  const effects = child.handle(later(restarted, seconds(60)), { kind: "ended", pid: 9, exit: killed });
  assert.deepEqual(kinds(effects), ["child-died", "restart-delayed", "start"]);
});

void test("Exit statuses 1, 2 and 4 are permanent, 0, 70 and signals are not", () => {
  for (const [status, expected] of [
    [1, ["permanent-error", "gave-up"]],
    [2, ["permanent-error", "gave-up"]],
    [4, ["permanent-error", "gave-up"]],
    [0, ["child-died", "restart-delayed", "start"]],
    [70, ["child-died", "restart-delayed", "start"]],
  ] as const) {
    const child = new Child("vrrp", true);
    child.handle(start, { kind: "configure" });
    assert.deepEqual(kinds(child.handle(start, { kind: "ended", pid: 7, exit: { kind: "exited", status } })), expected);
  }
});

void test("Without respawning a death ends the daemon with status 0", () => {
  const child = new Child("vrrp", false);
  child.handle(start, { kind: "configure" });
  const effects = child.handle(start, { kind: "ended", pid: 7, exit: killed });
  assert.deepEqual(kinds(effects), ["child-died", "gave-up"]);
  assert.equal(child.alive, false);
});

void test("A child that does not stop within its time is killed, once", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  assert.deepEqual(kinds(child.handle(start, { kind: "stop", wait: usualChildWaitTime })), ["stop"]);
  assert.deepEqual(kinds(child.handle(start, { kind: "stop", wait: usualChildWaitTime })), []);
  assert.equal(child.deadline, later(start, usualChildWaitTime));
  assert.deepEqual(kinds(child.handle(later(start, usualChildWaitTime), { kind: "wake" })), ["child-killed", "kill"]);
  assert.equal(child.deadline, undefined);
  assert.equal(child.alive, true);
  assert.deepEqual(child.handle(start, { kind: "ended", pid: 7, exit: killed }), []);
  assert.equal(child.alive, false);
});

void test("A child that stops in time is not killed and not started again, whatever its status", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "stop", wait: usualChildWaitTime });
  assert.deepEqual(child.handle(start, { kind: "ended", pid: 7, exit: { kind: "exited", status: 2 } }), []);
  assert.equal(child.deadline, undefined);
});

void test("A stop while a restart is pending cancels it", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ended", pid: 7, exit: killed });
  child.handle(start, { kind: "ended", pid: 8, exit: killed });
  assert.notEqual(child.deadline, undefined);
  assert.deepEqual(child.handle(start, { kind: "stop", wait: usualChildWaitTime }), []);
  assert.equal(child.deadline, undefined);
});

void test("A new configuration starts a child that is waiting at once", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ended", pid: 7, exit: killed });
  child.handle(start, { kind: "ended", pid: 8, exit: killed });
  assert.deepEqual(kinds(child.handle(start, { kind: "configure" })), ["start"]);
});
