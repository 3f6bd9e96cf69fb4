import assert from "node:assert/strict";
import { test } from "node:test";

import { Rng } from "../base/rng.ts";
import { instant, type Instant, later, milliseconds, seconds, zeroDuration } from "../base/time.ts";
import type { CheckOutcome } from "../check/outcome.ts";
import { loadConfiguration } from "../config/load.ts";
import type { LoadBalancingConfig } from "./config.ts";
import type { LvsEffect } from "./effects.ts";
import { LvsEngine, startsPerTick } from "./engine.ts";
import type { LvsSettings } from "./inputs.ts";

const settings: LvsSettings = {
  syncDaemon: undefined,
  initialNotifies: false,
  removesServicesWhole: false,
  keepsTable: false,
};
const success: CheckOutcome = { kind: "success", duration: zeroDuration };
const failure: CheckOutcome = {
  kind: "failure",
  duration: zeroDuration,
  reason: { kind: "connect", code: "ECONNREFUSED" },
};

function configuration(services: number, servers: number, timing: string): LoadBalancingConfig {
  const text = Array.from({ length: services }, (_service, service) => {
    const members = Array.from({ length: servers }, (_server, server) => {
      return `real_server 10.${service}.${server >> 8}.${server & 255} 80 {\nTCP_CHECK {\nretry 0\n}\n}`;
    });
    const head = `virtual_server 192.0.2.${service} 80 {\nlvs_sched rr\nlvs_method NAT\nprotocol TCP\n${timing}`;
    return `${head}\nsorry_server 10.255.255.255 80\n${members.join("\n")}\n}`;
  });
  return loadConfiguration({ path: "k.conf", text: text.join("\n") }, { hostName: "h" }).configuration.lvs;
}

function start(config: LoadBalancingConfig): LvsEngine {
  const engine = new LvsEngine(new Rng(5));
  engine.handle(instant(0), { kind: "configure", config, settings, held: [], isReplacement: false });
  return engine;
}

function checksOf(effects: readonly LvsEffect[]): readonly number[] {
  return effects.flatMap((effect) => (effect.kind === "check" ? [effect.checker] : []));
}

/** Ticks until nothing is due at that time any more. */
function startChecks(engine: LvsEngine, now: Instant): readonly number[] {
  const checkers: number[] = [];
  while (engine.deadline !== undefined && engine.deadline <= now) {
    checkers.push(...checksOf(engine.handle(now, { kind: "tick" })));
  }
  return checkers;
}

void test("one tick starts a few checks at most, the others are due at once", () => {
  const engine = start(configuration(1, startsPerTick + 5, "delay_loop 1\nwarmup 0"));
  const now = instant(0);
  assert.equal(checksOf(engine.handle(now, { kind: "tick" })).length, startsPerTick);
  assert.equal(engine.deadline, now);
  assert.equal(checksOf(engine.handle(now, { kind: "tick" })).length, 5);
  assert.equal(engine.deadline, undefined);
});

void test("before the start and after the end nothing happens", () => {
  const engine = new LvsEngine(new Rng(1));
  const now = instant(0);
  assert.deepEqual(engine.handle(now, { kind: "tick" }), []);
  assert.deepEqual(engine.handle(now, { kind: "check-done", checker: 1, outcome: failure }), []);
  assert.deepEqual(engine.handle(now, { kind: "held", held: [] }), []);
  assert.deepEqual(engine.handle(now, { kind: "file-value", file: "f", value: 1 }), []);
  assert.deepEqual(engine.handle(now, { kind: "stop" }), []);
  const started = start(configuration(1, 2, "delay_loop 1\nwarmup 0"));
  const checkers = startChecks(started, now);
  started.handle(now, { kind: "stop" });
  for (const checker of checkers) {
    assert.deepEqual(started.handle(now, { kind: "check-done", checker, outcome: failure }), []);
  }
  assert.equal(started.deadline, undefined);
  assert.deepEqual(started.table, []);
});

void test("the status tells what is", () => {
  const engine = start(configuration(1, 2, "delay_loop 5\nwarmup 0"));
  const now = later(instant(0), milliseconds(1));
  const [dead = 0, live = 0] = startChecks(engine, now);
  engine.handle(now, { kind: "check-done", checker: dead, outcome: failure });
  engine.handle(now, { kind: "check-done", checker: live, outcome: success });
  const [service] = engine.status.services;
  assert.ok(service !== undefined);
  const { quorum, live: weight, total, upCount, isSorry } = service;
  assert.deepEqual(
    { quorum, weight, total, upCount, isSorry },
    { quorum: "up", weight: 1, total: 2, upCount: 1, isSorry: false },
  );
  const [down, up] = service.servers;
  assert.deepEqual([down?.state, down?.tableWeight, down?.effectiveWeight], ["down", undefined, 1]);
  assert.equal(down?.lastTransition, now);
  assert.deepEqual([up?.state, up?.tableWeight, up?.lastTransition], ["up", 1, undefined]);
  const [checker] = down?.checkers ?? [];
  assert.deepEqual([checker?.runs, checker?.failures, checker?.lastFailure?.at], [1, 1, now]);
  assert.equal(checker?.nextRun, later(now, seconds(5)));
});

/** Milliseconds of processor time that this process has used: others on the machine don't count. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

for (const [services, servers] of [
  [1, 5000],
  [100, 50],
] as const) {
  void test(`${services * servers} servers in ${services} services: a result takes well under 0.1 ms`, (context) => {
    const engine = start(configuration(services, servers, "delay_loop 1\nwarmup 0"));
    let now = instant(0);
    const rng = new Rng(9);
    let [handled, took] = [0, 0];
    for (let loop = 0; loop < 4; loop++) {
      const checkers = startChecks(engine, now);
      const began = processorTime();
      for (const checker of checkers) {
        engine.handle(now, { kind: "check-done", checker, outcome: rng.chance(0.3) ? failure : success });
      }
      [handled, took] = [handled + checkers.length, took + processorTime() - began];
      now = later(now, seconds(1));
    }
    assert.equal(handled, 4 * services * servers);
    context.diagnostic(`${(took / handled).toFixed(4)} ms`);
    assert.ok(took / handled < 0.05, `${took / handled} ms`);
  });
}

void test("5000 servers are reloaded without a change in little time, and without an effect", (context) => {
  const config = configuration(100, 50, "delay_loop 1");
  const engine = start(config);
  const held = engine.table;
  const again = configuration(100, 50, "delay_loop 1");
  const began = processorTime();
  const effects = engine.handle(instant(1), { kind: "configure", config: again, settings, held, isReplacement: false });
  const took = processorTime() - began;
  assert.deepEqual(effects, []);
  context.diagnostic(`${took.toFixed(0)} ms`);
  assert.ok(took < 1000, `${took} ms`);
});
