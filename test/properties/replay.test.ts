import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { Rng } from "../../src/base/rng.ts";
import { instant, type Instant, microseconds, milliseconds, seconds } from "../../src/base/time.ts";
import { Cluster, SimulatedNode } from "../../src/sim/cluster.ts";
import { printEffect } from "../../src/sim/print.ts";
import { Comparison, type Played, Player } from "../../src/sim/replay/index.ts";
import { Scenario } from "../../src/sim/scenario.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import type { SyncGroupConfig } from "../../src/vrrp/config.ts";
import type { Effect } from "../../src/vrrp/effects.ts";
import { VrrpEngine } from "../../src/vrrp/engine.ts";
import type { Input } from "../../src/vrrp/inputs.ts";
import {
  allLines,
  isTransition,
  type Recorded,
  RecordDecoder,
  RecordEncoder,
  standingsOf,
  Synopsis,
} from "../../src/vrrp/recording/index.ts";

/**
 * Whatever an engine is told, an engine that is told the same from a recording does the same: with the inputs of all
 * scenarios, of random clusters, and from the middle of a recording on.
 */

type Call = { readonly now: Instant; readonly input: Input; readonly effects: readonly Effect[] };

/** What all engines are told while `act` runs, by engine. */
function eavesdrop(act: () => void): ReadonlyMap<VrrpEngine, readonly Call[]> {
  const calls = new Map<VrrpEngine, Call[]>();
  // oxlint-disable-next-line typescript/unbound-method -- called with the engine that it was called of
  const { handle } = VrrpEngine.prototype;
  VrrpEngine.prototype.handle = function listening(this: VrrpEngine, now, input) {
    const effects = handle.call(this, now, input);
    const known = calls.get(this) ?? [];
    // A scenario goes on with its map of files.
    known.push({ now, input: copyOf(input), effects });
    calls.set(this, known);
    return effects;
  };
  try {
    act();
  } finally {
    VrrpEngine.prototype.handle = handle;
  }
  return calls;
}

function copyOf(input: Input): Input {
  return input.kind === "configure" && input.files !== undefined ? { ...input, files: new Map(input.files) } : input;
}

const head = { program: "0", run: "1.1", number: 1, wall: 0, at: instant(0) } as const;

/** A recording as lines; from the call with number `rotated` on there is another segment. */
function record(calls: readonly Call[], releasesAtOnce: boolean, rotated?: number): readonly (readonly string[])[] {
  const encoder = new RecordEncoder();
  const synopsis = new Synopsis();
  // It is where the one that was recorded is, without being told of anything but inputs.
  const engine = new VrrpEngine({ releasesAtOnce });
  const segments = [[encoder.segment({ ...head, begins: "start", releasesAtOnce })]];
  for (const [index, { now, input, effects }] of calls.entries()) {
    if (index === rotated) {
      const standings = standingsOf(engine);
      segments.push([
        encoder.segment({ ...head, number: 2, begins: "middle", releasesAtOnce }),
        ...synopsis.inputs(now, standings).flatMap((known) => allLines(encoder.known(known.at, known.input))),
        ...allLines(encoder.standings(now, { ...standings, lost: 0 })),
      ]);
    }
    engine.handle(now, input);
    synopsis.learn(now, input);
    const transitions = effects.flatMap((effect) =>
      effect.kind === "event" && isTransition(effect.event) ? [encoder.transition(now, effect.event)] : [],
    );
    segments.at(-1)?.push(...allLines(encoder.input(now, input)), ...transitions);
  }
  return segments;
}

function decode(lines: readonly string[]): readonly Recorded[] {
  const decoder = new RecordDecoder();
  return lines.flatMap((line) => {
    const result = decoder.take(line);
    assert.ok(result.ok, line);
    return result.value ?? [];
  });
}

function play(lines: readonly string[]): { readonly played: readonly Played[]; readonly comparison: Comparison } {
  const player = new Player();
  const comparison = new Comparison();
  const played = decode(lines).flatMap((recorded) => [...player.take(recorded)]);
  for (const each of played) {
    if (each.kind === "begun") comparison.begin(each.isExact);
    else if (each.kind === "recorded") comparison.recorded(each.at, each.event);
    else {
      const events = each.effects.flatMap((effect) => (effect.kind === "event" ? [effect.event] : []));
      comparison.played(each.at, events.filter(isTransition));
    }
  }
  comparison.finish();
  return { played, comparison };
}

function trace(calls: readonly Pick<Call, "effects">[]): readonly string[] {
  return calls.flatMap(({ effects }) => effects.map(printEffect));
}

/** Floods are the same packet over and over. */
const longest = 5_000;

const folder = new URL("../scenarios/", import.meta.url);

const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

/** The commands of each case of a file. */
function casesOf(file: string): readonly (readonly string[])[] {
  const cases = readFileSync(new URL(file, folder), "utf8")
    .split(/^=== .*$/mu)
    .slice(1);
  return cases.map((text) =>
    text
      .split(/\n\n+/u)
      .flatMap((block) => (block.split(/^----$/mu)[0] ?? "").split("\n"))
      .filter((line) => line.trim() !== "" && !line.startsWith("#")),
  );
}

for (const file of files) {
  test(`${file}: every case again from a recording of it`, () => {
    for (const commands of casesOf(file)) {
      for (const [, calls] of eavesdrop(() => new Scenario().run(commands))) {
        if (calls.length > longest) continue;
        const releasesAtOnce = commands.includes("release-at-once");
        const { played, comparison } = play(record(calls, releasesAtOnce).flat());
        const steps = played.filter((each) => each.kind === "step");
        assert.deepEqual(trace(steps), trace(calls), commands.join("\n"));
        assert.equal(comparison.difference, undefined);
      }
    }
  });
}

test("from the middle of every scenario on: what was under way begins anew, all else is the same", () => {
  const different: string[] = [];
  let cases = 0;
  for (const file of files) {
    for (const commands of casesOf(file)) {
      for (const [, calls] of eavesdrop(() => new Scenario().run(commands))) {
        if (calls.length > longest) continue;
        const [, second = []] = record(calls, commands.includes("release-at-once"), Math.ceil(calls.length / 2));
        if (play(second).comparison.difference !== undefined) different.push(file);
        cases += 1;
      }
    }
  }
  assert.ok(cases > 200, `${cases}`);
  // A link that has gone and does not count yet.
  assert.deepEqual(different, ["interfaces.txt"]);
});

/** Nodes that are killed, stopped and cut off, each life of an engine by itself. */
function randomLives(seed: number): readonly (readonly Call[])[] {
  const rng = new Rng(seed);
  const lines = Array.from({ length: 3 }, () => `priority=${1 + rng.below(254)} preempt=${rng.pick(["yes", "no"])}`);
  const nodes = lines.map((line, index) => {
    const instances = [1, 2].map((vrid) =>
      parseInstance(new Words(`instance VI_${vrid} vrid=${vrid} advert=1s ${line}`)),
    );
    const syncGroups = rng.chance(0.5) ? [groupOf(instances.map(({ name }) => name))] : [];
    const config = { instances, syncGroups, scripts: [], startupDelay: seconds(0) };
    return new SimulatedNode(`n${index}`, config, [`192.0.2.${index + 1}/24`]);
  });
  const delay = { least: microseconds(50), most: microseconds(2000) };
  const cluster = new Cluster(nodes, { delay, loss: rng.chance(0.5) ? 0.1 : 0 }, rng.fork());
  const calls = eavesdrop(() => {
    for (const node of nodes) cluster.start(node);
    for (let step = 0; step < 12; step += 1) {
      cluster.advance(milliseconds(200 + rng.below(9000)));
      const node = rng.pick(nodes);
      if (node.engine === undefined) cluster.start(node);
      else if (rng.chance(0.3)) cluster.kill(node);
      else cluster.setLink(node, !node.linkUp);
    }
  });
  return Array.from(calls.values());
}

function groupOf(members: readonly string[]): SyncGroupConfig {
  return { name: "VG", members, trackInterfaces: [], trackScripts: [] };
}

test("random clusters again from recordings of each life", () => {
  let transitions = 0;
  for (let seed = 1; seed <= 15; seed += 1) {
    for (const calls of randomLives(seed)) {
      // Another segment changes nothing for who has the one before.
      const { played, comparison } = play(record(calls, false, Math.floor(calls.length / 2)).flat());
      const steps = played.filter((each) => each.kind === "step");
      assert.deepEqual(trace(steps), trace(calls), `seed ${seed}`);
      assert.equal(comparison.difference, undefined, `seed ${seed}`);
      transitions += comparison.count;
    }
  }
  assert.ok(transitions > 200, `${transitions}`);
});

test("from the middle on, through the same states in the same order", () => {
  let transitions = 0;
  for (let seed = 1; seed <= 15; seed += 1) {
    for (const calls of randomLives(seed)) {
      const [, second = []] = record(calls, false, Math.floor(calls.length / 2));
      const { comparison } = play(second);
      assert.equal(comparison.difference, undefined, `seed ${seed}`);
      transitions += comparison.count;
    }
  }
  assert.ok(transitions > 200, `${transitions}`);
});

test("a replay that decides otherwise is found out", () => {
  const [calls = []] = randomLives(3);
  const lines = record(calls, false).flat();
  const index = lines.findIndex((line) => line.includes('"to":"master"'));
  const changed = lines.with(index, lines[index]?.replace('"to":"master"', '"to":"fault"') ?? "");
  assert.equal(play(changed).comparison.difference?.recorded?.event.to, "fault");
  assert.equal(play(changed).comparison.difference?.played?.event.to, "master");
  assert.notEqual(play(lines.toSpliced(index, 1)).comparison.difference, undefined);
});
