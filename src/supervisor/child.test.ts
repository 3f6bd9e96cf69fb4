import assert from "node:assert/strict";
import { test } from "node:test";
import { instant, later, seconds } from "../base/time.ts";
import { Child, type ChildEffect, usualChildWaitTime } from "./child.ts";
import { configuringLimit, doubtTime, silenceLimit } from "./silence.ts";

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
    if (delayed.event.delay === 0) continue;
    assert(child.deadline !== undefined);
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

void test("The observer is started again whatever has ended it, also where nothing else is", () => {
  for (const exit of [killed, { kind: "exited", status: 1 }, { kind: "exited", status: 2 }] as const) {
    const child = new Child("observer", false);
    child.handle(start, { kind: "configure" });
    assert.deepEqual(kinds(child.handle(start, { kind: "ended", pid: 7, exit })), [
      "child-died",
      "restart-delayed",
      "start",
    ]);
    assert.deepEqual(kinds(child.handle(start, { kind: "ended", pid: 8, exit })), ["child-died", "restart-delayed"]);
    assert.equal(child.deadline, later(start, seconds(1)));
  }
});

void test("The observer may be silent for longer: it has what others leave of the processors", () => {
  const child = new Child("observer", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ready" });
  child.handle(start, { kind: "alive" });
  assert.equal(child.deadline, later(start, configuringLimit));
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

void test("A child that was at work for a second is replaced at once, every time", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  let now = start;
  for (let death = 0; death < 5; death += 1) {
    child.handle(now, { kind: "ready" });
    now = later(now, seconds(1));
    const effects = child.handle(now, { kind: "ended", pid: 7, exit: killed });
    assert.deepEqual(kinds(effects), ["child-died", "restart-delayed", "start"]);
  }
});

void test("A child that dies within a second of its start waits, ready or not", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ready" });
  assert.equal(child.handle(start, { kind: "ended", pid: 7, exit: killed }).at(-1)?.kind, "start");
  child.handle(start, { kind: "ready" });
  const effects = child.handle(later(start, seconds(0.999)), { kind: "ended", pid: 8, exit: killed });
  assert.deepEqual(kinds(effects), ["child-died", "restart-delayed"]);
});

void test("A child that gives no sign of life is doubted, then killed and replaced", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ready" });
  child.handle(later(start, seconds(1)), { kind: "alive" });
  const silent = later(later(start, seconds(1)), silenceLimit);
  assert.equal(child.deadline, silent);
  assert.deepEqual(child.handle(silent, { kind: "wake" }), []);
  const ended = later(silent, doubtTime);
  assert.equal(child.deadline, ended);
  assert.deepEqual(kinds(child.handle(ended, { kind: "wake" })), ["child-silent", "kill"]);
  assert.equal(child.deadline, undefined);
  const effects = child.handle(ended, { kind: "ended", pid: 7, exit: killed });
  assert.deepEqual(kinds(effects), ["child-died", "restart-delayed", "start"]);
});

void test("A sign of life that was waiting to be read ends the doubt", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  child.handle(start, { kind: "ready" });
  const late = later(start, seconds(30));
  assert.deepEqual(child.handle(late, { kind: "wake" }), []);
  assert.deepEqual(child.handle(late, { kind: "alive" }), []);
  assert.equal(child.deadline, later(late, silenceLimit));
});

void test("A child that starts or takes in a configuration may be silent for longer", () => {
  const child = new Child("vrrp", true);
  child.handle(start, { kind: "configure" });
  assert.equal(child.deadline, later(start, configuringLimit));
  child.handle(start, { kind: "ready" });
  assert.equal(child.deadline, later(start, silenceLimit));
  child.handle(start, { kind: "configure" });
  assert.equal(child.deadline, later(start, configuringLimit));
});
