import assert from "node:assert/strict";
import { test } from "node:test";

import { DeadlineHeap } from "../../src/base/deadline-heap.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import { printTableKey, type Table, type TableService } from "../../src/base/lvs-table.ts";
import { Rng } from "../../src/base/rng.ts";
import { instant, type Instant, later, microseconds, seconds, zeroDuration } from "../../src/base/time.ts";
import type { CheckerConfig, CheckTiming } from "../../src/check/config.ts";
import type { CheckOutcome } from "../../src/check/outcome.ts";
import { applyChanges } from "../../src/lvs/apply-changes.ts";
import type { LoadBalancingConfig, RealServer, VirtualServer } from "../../src/lvs/config.ts";
import type { LvsEffect } from "../../src/lvs/effects.ts";
import { LvsEngine } from "../../src/lvs/engine.ts";
import type { LvsEvent } from "../../src/lvs/events.ts";
import type { LvsInput, LvsSettings } from "../../src/lvs/inputs.ts";
import { isSameEndpoint, printEndpoint } from "../../src/lvs/server-key.ts";
import { serviceName } from "../../src/lvs/service-name.ts";
import type { ServiceStatus } from "../../src/lvs/status.ts";
import type { WeightOverride } from "../../src/lvs/weight-overrides.ts";
import { wantedServers } from "../../src/lvs/wanted-servers.ts";

/**
 * Random checks, results, reloads, crashes, orders of operators and meddling on up to 200 servers, and after each step
 * what must always hold. Every run is a seed; a failure names it.
 */

const settings: LvsSettings = {
  syncDaemon: undefined,
  initialNotifies: false,
  removesServicesWhole: false,
  keepsTable: false,
};
const files = ["load", "maintenance"];

function randomTiming(rng: Rng): CheckTiming {
  return {
    delayLoop: seconds(1 + rng.below(3)),
    retry: rng.below(3),
    delayBeforeRetry: seconds(rng.below(2)),
    warmup: seconds(rng.below(3)),
    alpha: rng.chance(0.3),
    logAllFailures: false,
  };
}

function randomChecker(rng: Rng): CheckerConfig {
  const timing = randomTiming(rng);
  const source = { address: undefined, port: undefined, interface: undefined };
  const connection = { address: undefined, port: undefined, connectTimeout: seconds(1), source, mark: 0 };
  switch (rng.below(5)) {
    case 0: {
      const timeout = seconds(1);
      const script = { command: { words: ["/bin/check"] as const }, account: undefined };
      return { kind: "misc", timing, script, timeout, dynamic: rng.chance(0.7) };
    }
    case 1: {
      const weight = rng.chance(0.5) ? { value: rng.below(3) - 1, reverse: rng.chance(0.5) } : undefined;
      return { kind: "file", file: rng.pick(files), weight };
    }
    case 2: {
      const urls = Array.from({ length: 1 + rng.below(3) }, (_, index) => ({
        path: `/${index}`,
        virtualHost: undefined,
        statusCodes: [{ first: 200, last: 299 }],
        digest: undefined,
        pattern: undefined,
        closeNotify: false,
      }));
      return { kind: "http", timing, connection, tls: undefined, protocol: "1.0", fastRecovery: rng.chance(0.3), urls };
    }
    case 3:
      return { kind: "bfd", session: "b", alpha: rng.chance(0.5) };
    default:
      return { kind: "tcp", timing, connection };
  }
}

function randomServer(rng: Rng, index: number): RealServer {
  return {
    address: IpAddress.of(`10.0.${index >> 8}.${index & 255}`),
    port: 80,
    forwarding: { method: "NAT" },
    weight: rng.below(4),
    inhibitOnFailure: rng.chance(0.3),
    upperThreshold: 0,
    lowerThreshold: 0,
    notifyUp: undefined,
    notifyDown: undefined,
    alpha: false,
    mail: false,
    snmpName: undefined,
    checkers: Array.from({ length: rng.below(3) }, () => randomChecker(rng)),
  };
}

function randomService(rng: Rng, index: number, size: number): VirtualServer {
  const realServers = Array.from({ length: size }, (_, server) => randomServer(rng, server));
  const total = realServers.reduce((sum, { weight }) => sum + weight, 0);
  const quorum = Math.min(1 + rng.below(Math.max(1, total)), total);
  const sorry: VirtualServer["sorryServer"] = {
    // At times it is one of the real servers.
    address: rng.chance(0.1) ? IpAddress.of("10.0.0.0") : IpAddress.of("10.9.9.9"),
    port: 80,
    forwarding: { method: "NAT" },
    inhibitOnFailure: rng.chance(0.3),
  };
  return {
    service:
      index === 0 && rng.chance(0.5)
        ? { kind: "group", group: "g", protocol: "TCP" }
        : { kind: "address", address: IpAddress.of(`192.0.2.${index}`), port: 80, protocol: "TCP" },
    family: "ipv4",
    scheduler: rng.pick(["rr", "wlc"] as const),
    schedulerFlags: [],
    hashed: false,
    onePacket: false,
    persistence: undefined,
    quorum,
    hysteresis: rng.below(Math.max(1, quorum)),
    quorumUp: undefined,
    quorumDown: undefined,
    alpha: false,
    omega: rng.chance(0.5),
    suspendWithoutAddress: rng.chance(0.2),
    mail: false,
    snmpName: undefined,
    sorryServer: rng.chance(0.6) ? sorry : undefined,
    realServers,
  };
}

/** The same in other objects, and in another order. */
function rewritten(config: LoadBalancingConfig): LoadBalancingConfig {
  const virtualServers = config.virtualServers.toReversed().map((service) => ({
    ...service,
    realServers: service.realServers.toReversed().map((server) => ({
      ...server,
      checkers: server.checkers.toReversed().map((checker) => ({ ...checker })),
    })),
  }));
  return { ...config, virtualServers };
}

/** The same with a few things changed, as an operator would. */
function revise(rng: Rng, config: LoadBalancingConfig, next: number): LoadBalancingConfig {
  const virtualServers = config.virtualServers
    .filter(() => rng.chance(0.95))
    .map((service) => {
      const realServers = service.realServers
        .filter(() => rng.chance(0.95))
        .map((server): RealServer => {
          const checkers = server.checkers.map((checker) => (rng.chance(0.1) ? randomChecker(rng) : { ...checker }));
          return { ...server, weight: rng.chance(0.2) ? rng.below(4) : server.weight, checkers };
        });
      if (realServers.length === 0) return service;
      const total = realServers.reduce((sum, { weight }) => sum + weight, 0);
      const quorum = Math.min(service.quorum, total);
      const hysteresis = Math.min(service.hysteresis, Math.max(0, quorum - 1));
      return { ...service, quorum, hysteresis, realServers };
    });
  if (rng.chance(0.3)) virtualServers.push(randomService(rng, next, 1 + rng.below(5)));
  return { ...config, virtualServers };
}

const range = { first: IpAddress.of("198.51.100.1"), last: IpAddress.of("198.51.100.3") };
const groups = [{ name: "g", entries: [{ kind: "addresses" as const, range, port: 80 }] }];

/** An engine, the table that it has made, and checks that end at random times in random ways. */
class World {
  readonly rng: Rng;
  config: LoadBalancingConfig;
  engine: LvsEngine;
  table: Table;
  now: Instant = instant(0);
  /** What is under way, and when it ends. */
  readonly runs = new DeadlineHeap<number>();
  readonly running = new Set<number>();
  /** The probability that a server fails: it goes up and down, so that quorums come and go. */
  trouble = 0.2;
  /** Servers that the events say get connections, and quorums that they say are there. */
  readonly serving = new Set<string>();
  readonly quorums = new Map<string, string>();
  readonly foreign: TableService;
  /** What operators have said. */
  overrides: readonly WeightOverride[] = [];
  #reloads = 0;

  constructor(seed: number, services: number, size: number) {
    this.rng = new Rng(seed);
    this.engine = new LvsEngine(this.rng.fork());
    const virtualServers = Array.from({ length: services }, (_, index) => randomService(this.rng, index, size));
    this.config = { groups, virtualServers, tlsClient: undefined };
    const foreign = randomService(this.rng, 255, 2);
    this.foreign = {
      key: { kind: "mark", mark: 77, family: "ipv4" },
      settings: { ...foreign },
      servers: foreign.realServers.map((server) => ({ ...server })),
    };
    this.table = [this.foreign];
    this.configure(false);
  }

  configure(isReplacement: boolean): void {
    this.handle({ kind: "configure", config: this.config, settings, held: this.table, isReplacement });
  }

  handle(input: LvsInput): void {
    for (const effect of this.engine.handle(this.now, input)) this.#perform(effect);
  }

  #perform(effect: LvsEffect): void {
    switch (effect.kind) {
      case "table":
        this.table = applyChanges(this.table, effect.changes);
        return;
      case "check":
        assert.ok(!this.running.has(effect.checker), "two runs of one checker");
        this.running.add(effect.checker);
        this.runs.set(effect.checker, later(this.now, microseconds(this.rng.below(3_000_000))));
        return;
      case "cancel":
        assert.ok(this.running.delete(effect.checker), "a run that is not");
        this.runs.set(effect.checker, undefined);
        return;
      case "event":
        this.#note(effect.event);
        return;
      case "sync-daemon":
        return;
      default:
        assert.fail();
    }
  }

  #note(event: LvsEvent): void {
    if ("server" in event) {
      const name = `${serviceName(event.virtualServer)} ${printEndpoint(event.server)}`;
      const isComing = event.kind === "server-added" || event.kind === "server-enabled";
      const isGoing = event.kind === "server-removed" || event.kind === "server-disabled";
      if (isComing) assert.ok(!this.serving.has(name), `${name} added twice`);
      if (isGoing) assert.ok(this.serving.has(name), `${name} removed twice`);
      if (isComing) this.serving.add(name);
      if (isGoing) this.serving.delete(name);
    }
    if (event.kind !== "quorum") return;
    const name = serviceName(event.virtualServer);
    const { live, quorum, hysteresis, state } = event;
    if (state === "gained") assert.ok(live > 0 && live >= quorum + hysteresis);
    if (state === "lost") assert.ok(live === 0 || live < quorum - hysteresis || event.cause !== "check");
    const isUp = state === "gained" ? "up" : "down";
    if (event.cause === "check") assert.notEqual(this.quorums.get(name), isUp, "a quorum that was so already");
    this.quorums.set(name, isUp);
  }

  step(): void {
    const { rng } = this;
    const chance = rng.next();
    if (chance < 0.01) this.trouble = rng.pick([0.02, 0.2, 0.6, 0.95]);
    else if (chance < 0.015) {
      this.#reloads += 1;
      this.config = revise(rng, this.config, 100 + this.#reloads);
      this.configure(false);
      this.#startEvents();
    } else if (chance < 0.018) {
      this.engine = new LvsEngine(rng.fork());
      for (const id of this.running) this.runs.set(id, undefined);
      this.running.clear();
      this.handle({ kind: "overrides", overrides: this.overrides });
      this.configure(true);
      this.#startEvents();
    } else if (chance < 0.023) {
      // Whatever is known and under way, a reload of the same is no news.
      this.config = rewritten(this.config);
      const what = {
        kind: "configure",
        config: this.config,
        settings,
        held: this.table,
        isReplacement: false,
      } as const;
      assert.deepEqual(this.engine.handle(this.now, what), []);
    } else if (chance < 0.05) {
      this.handle({ kind: "file-value", file: rng.pick(files), value: rng.chance(0.1) ? undefined : rng.below(5) - 2 });
    } else if (chance < 0.06) {
      const addresses = this.config.virtualServers
        .flatMap(({ service }) => (service.kind === "address" ? [service.address] : [range.last]))
        .filter(() => rng.chance(0.7));
      this.handle({ kind: "local-addresses", addresses });
    } else if (chance < 0.07) {
      this.table = this.table.filter((service) => service.key.kind === "mark" || rng.chance(0.8));
      this.handle({ kind: "held", held: this.table });
    } else if (chance < 0.075) {
      this.overrides = this.#randomOverrides();
      this.handle({ kind: "overrides", overrides: this.overrides });
    } else if (chance < 0.08) {
      // Of a run that is over, or of a checker that was never there.
      const checker = rng.below(1000);
      if (this.running.has(checker)) return;
      assert.deepEqual(this.engine.handle(this.now, { kind: "check-done", checker, outcome: this.#outcome() }), []);
    } else this.#proceed();
  }

  #randomOverrides(): readonly WeightOverride[] {
    const { rng } = this;
    const places = this.config.virtualServers.flatMap((service) =>
      service.realServers.map((server) => ({ service: serviceName(service), server: printEndpoint(server) })),
    );
    const share = rng.pick([0, 0.2, 0.9]);
    return places
      .filter(() => rng.chance(share))
      .map((place) => {
        const isDrained = rng.chance(0.5);
        return { ...place, isDrained, weight: isDrained ? 0 : rng.below(6) };
      });
  }

  /** A start or a reload tells of what is new: what serves now is what counts from here on. */
  #startEvents(): void {
    this.serving.clear();
    this.quorums.clear();
    for (const service of this.engine.status.services) this.#adopt(service);
  }

  #adopt(service: ServiceStatus): void {
    for (const { server, state } of service.servers) {
      if (state === "up" && !service.isSorry) {
        this.serving.add(`${serviceName(service.virtualServer)} ${printEndpoint(server)}`);
      }
    }
    this.quorums.set(serviceName(service.virtualServer), service.quorum);
  }

  begin(): void {
    this.#startEvents();
  }

  #proceed(): void {
    const end = this.runs.next();
    const { deadline } = this.engine;
    if (end === undefined && deadline === undefined) return;
    if (deadline === undefined || (end !== undefined && end <= deadline)) {
      this.now = end === undefined || end < this.now ? this.now : end;
      const checker = this.runs.takeFirstDue(this.now);
      if (checker === undefined) return;
      this.running.delete(checker);
      this.handle({ kind: "check-done", checker, outcome: this.#outcome() });
    } else {
      this.now = deadline < this.now ? this.now : deadline;
      this.handle({ kind: "tick" });
    }
  }

  #outcome(): CheckOutcome {
    const duration = zeroDuration;
    if (this.rng.chance(this.trouble))
      return { kind: "failure", duration, reason: { kind: "timeout", stage: "connect" } };
    return { kind: "success", duration, weight: this.rng.chance(0.3) ? this.rng.below(5) : undefined };
  }
}

/** What holds after each step. */
function judge(world: World): void {
  const { services } = world.engine.status;
  const wanted = services.flatMap((service): TableService[] => {
    const health = new Map(
      service.servers.map(({ server, state, effectiveWeight, override }) => {
        const isDrained = override?.isDrained === true;
        return [server, { state, weight: effectiveWeight, isDrained }];
      }),
    );
    const servers = wantedServers(
      service.virtualServer,
      service.quorum,
      (server) => health.get(server) ?? { state: "down", weight: 0 },
    );
    const { scheduler, schedulerFlags, hashed, onePacket, persistence } = service.virtualServer;
    const what = { scheduler, schedulerFlags, hashed, onePacket, persistence };
    return service.keys.map((key) => ({ key, settings: what, servers }));
  });
  // The table is a function of configuration and health, and what is not ours is as it was.
  assert.deepEqual(normal(world.table), normal([...wanted, world.foreign]));
  for (const service of services) judgeService(world, service);
}

function judgeService(world: World, service: ServiceStatus): void {
  const { virtualServer, quorum, live } = service;
  const { hysteresis, quorum: needed, sorryServer } = virtualServer;
  const weights = service.servers.filter(({ state }) => state === "up").map(({ effectiveWeight }) => effectiveWeight);
  assert.equal(
    live,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  if (quorum === "up") assert.ok(live > 0 && live >= needed - hysteresis);
  else assert.ok(live === 0 || live < needed + hysteresis);
  assert.equal(service.isSorry, quorum === "down" && sorryServer !== undefined);
  for (const key of service.keys) {
    const entries = world.table.find((held) => printTableKey(held.key) === printTableKey(key))?.servers ?? [];
    const sorry = sorryServer && entries.find((entry) => isSameEndpoint(entry, sorryServer));
    const isTwin = virtualServer.realServers.some((server) => sorryServer && isSameEndpoint(server, sorryServer));
    if (!isTwin) assert.equal((sorry?.weight ?? 0) > 0, service.isSorry);
    for (const { server, state, override } of service.servers) {
      const entry = entries.find((candidate) => isSameEndpoint(candidate, server));
      if (entry === sorry && entry !== undefined) continue;
      if (state === "down" || service.isSorry) assert.equal(entry?.weight ?? 0, 0, "no connections to the dead");
      if (state === "down" && !server.inhibitOnFailure) assert.equal(entry, undefined);
      if (state === "up" && override?.isDrained === true) assert.equal(entry?.weight, 0, "what is connected goes on");
    }
  }
  for (const { server, state, checkers } of service.servers) {
    const name = `${serviceName(virtualServer)} ${printEndpoint(server)}`;
    assert.equal(world.serving.has(name), state === "up" && !service.isSorry, name);
    assert.equal(state, checkers.some((checker) => checker.state === "down") ? "down" : "up");
    for (const checker of checkers) {
      const isScheduled = checker.checker.kind !== "file" && checker.checker.kind !== "bfd";
      const waits = checker.nextRun !== undefined;
      assert.equal(waits || checker.isRunning, isScheduled && !service.isSuspended, "each checker waits or runs");
      assert.ok(!(waits && checker.isRunning));
    }
  }
}

function normal(table: Table): readonly string[] {
  return table
    .flatMap(({ key, settings: { scheduler }, servers }) => [
      `${printTableKey(key)} ${scheduler}`,
      ...servers.map((server) => `${printTableKey(key)} -> ${printEndpoint(server)} ${server.weight}`),
    ])
    .toSorted((a, b) => (a < b ? -1 : 1));
}

void test("random results, reloads, crashes and meddling: the table is what configuration and health ask for", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const world = new World(seed, 3, 6);
    world.begin();
    try {
      for (let step = 0; step < 400; step++) {
        world.step();
        judge(world);
      }
      world.handle({ kind: "stop" });
      assert.deepEqual(normal(world.table), normal([world.foreign]));
      assert.equal(world.running.size, 0);
      assert.equal(world.engine.deadline, undefined);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
        cause: error,
      });
    }
  }
});

void test("the same with 200 servers", () => {
  for (let seed = 1000; seed < 1003; seed++) {
    const world = new World(seed, 4, 50);
    world.begin();
    try {
      for (let step = 0; step < 1500; step++) {
        world.step();
        if (step % 5 === 0) judge(world);
      }
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
        cause: error,
      });
    }
  }
});
