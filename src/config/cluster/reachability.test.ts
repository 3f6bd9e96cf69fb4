import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { Rng } from "../../base/rng.ts";
import { earlier, type Instant, instant, later, seconds } from "../../base/time.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import { VrrpEngine } from "../../vrrp/engine.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { Input } from "../../vrrp/inputs.ts";
import { loadConfiguration } from "../load.ts";
import { checkCluster } from "./index.ts";
import type { Happening, UnitReachability } from "./index.ts";

/*
 * What the arithmetic says is held against the engines themselves, in virtual time, for random clusters. Every run is a
 * seed; a failure names it.
 */

const runs = 400;
/** Enough for a few elections one after the other. */
const calm = seconds(30);

type Script = { readonly name: string; readonly weight: number; readonly reverse: boolean };

/** A machine on the one segment of the cluster. */
class Machine {
  readonly #config: VrrpConfig;
  readonly address: IpAddress;
  readonly #reversed: ReadonlySet<string>;
  engine: VrrpEngine | undefined;
  readonly #failing = new Set<string>();

  constructor(config: VrrpConfig, address: IpAddress) {
    this.#config = config;
    this.address = address;
    const tracked = [...config.instances, ...config.syncGroups].flatMap(({ trackScripts }) => trackScripts);
    this.#reversed = new Set(tracked.flatMap(({ script, weight }) => (weight.reverse ? [script] : [])));
  }

  start(now: Instant): readonly Effect[] {
    this.engine = new VrrpEngine();
    const link = { name: "eth0", usable: true, loopback: false, multicast: true };
    const prefix = { address: this.address, length: 24 };
    return [
      ...this.handle(now, {
        kind: "network",
        changes: [
          { kind: "link", link },
          { kind: "address-added", interface: "eth0", prefix, usable: true },
        ],
      }),
      ...this.handle(now, { kind: "configure", config: this.#config }),
    ];
  }

  /** What the engine does, with the scripts that it runs answered at once. */
  handle(now: Instant, input: Input): readonly Effect[] {
    const effects = [...(this.engine?.handle(now, input) ?? [])];
    for (const effect of effects) {
      if (effect.kind !== "run-script") continue;
      const { script } = effect;
      const status = this.#failing.has(script) === this.#reversed.has(script) ? 0 : 1;
      const outcome = { kind: "exited", status } as const;
      effects.push(...this.handle(now, { kind: "script-ended", script, outcome, output: "" }));
    }
    return effects;
  }

  /** What the tracked script `name` says from now on makes things worse. */
  fail(name: string): void {
    this.#failing.add(name);
  }

  get isMaster(): boolean {
    return this.engine?.instances.every(({ state }) => state.name === "master") ?? false;
  }

  get isPartlyMaster(): boolean {
    return this.engine?.instances.some(({ state }) => state.name === "master") ?? false;
  }
}

class Segment {
  readonly machines: ReadonlyMap<string, Machine>;
  #now: Instant = instant(0);

  constructor(machines: ReadonlyMap<string, Machine>) {
    this.machines = machines;
  }

  start(names: readonly string[]): void {
    for (const name of names) {
      const machine = this.machines.get(name);
      if (machine !== undefined) this.#perform(machine, machine.start(this.#now));
    }
  }

  settle(): void {
    const end = later(this.#now, calm);
    for (;;) {
      const machines = Array.from(this.machines.values());
      const next = machines.map(({ engine }) => engine?.deadline).reduce(earlier, undefined);
      if (next === undefined || next > end) break;
      this.#now = next;
      // Timers that end at once have all ended before anybody hears of the others.
      const due = machines.filter(({ engine }) => engine?.deadline === next);
      const done = due.map((machine) => ({ machine, effects: machine.handle(next, { kind: "tick" }) }));
      for (const { machine, effects } of done) this.#perform(machine, effects);
    }
    this.#now = end;
  }

  /** Everybody hears at once what one says. */
  #perform(from: Machine, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind !== "send") continue;
      const { source, destination, payload } = effect;
      const packet = { source, destination, ttl: 255, payload };
      for (const to of this.machines.values()) {
        if (to === from) continue;
        const input = { kind: "packet", interface: "eth0", family: "ipv4", mode: "multicast", packet } as const;
        this.#perform(to, to.handle(this.#now, input));
      }
    }
  }

  get masters(): readonly string[] {
    return Array.from(this.machines).flatMap(([name, machine]) => (machine.isMaster ? [name] : []));
  }

  get partMasters(): readonly string[] {
    return Array.from(this.machines).flatMap(([name, machine]) => (machine.isPartlyMaster ? [name] : []));
  }
}

type World = {
  readonly texts: ReadonlyMap<string, string>;
  readonly segment: () => Segment;
  readonly unit: UnitReachability;
};

function build(rng: Rng): World {
  const grouped = rng.chance(0.3);
  const scripts = Array.from({ length: rng.below(3) }, (_, index): Script => {
    const weight = rng.chance(0.3) ? 0 : rng.below(61) - 30;
    return { name: `chk_${index}`, weight, reverse: rng.chance(0.2) };
  });
  const count = 2 + rng.below(2);
  // Of several backups, one may have waited for a part of its group already: that is not told.
  const even = count > 2 || rng.chance(0.5);
  const texts = new Map(
    Array.from({ length: count }, (_, index) => [
      `n${index}.conf`,
      nodeText(index, { grouped, even, scripts: scripts.filter(() => rng.chance(0.8)), rng }),
    ]),
  );
  const nodes = Array.from(texts, ([name, text]) => ({
    name,
    result: loadConfiguration({ path: name, text }, { hostName: name }),
  }));
  const [unit] = checkCluster(nodes).reachability;
  assert.ok(unit !== undefined);
  const segment = (): Segment =>
    new Segment(
      new Map(
        nodes.map(({ name, result }, index) => [
          name,
          new Machine(result.configuration.vrrp, IpAddress.of(`192.0.2.${index + 1}`)),
        ]),
      ),
    );
  return { texts, segment, unit };
}

type NodeTraits = {
  readonly grouped: boolean;
  /** The members of the group have the same priority. */
  readonly even: boolean;
  readonly scripts: readonly Script[];
  readonly rng: Rng;
};

function nodeText(index: number, { grouped, even, scripts, rng }: NodeTraits): string {
  const list = `track_script {\n${scripts.map(({ name }) => `  ${name}\n`).join("")}}\n`;
  const tracking = scripts.length === 0 ? "" : list;
  const blocks = scripts.map(
    ({ name, weight, reverse }) =>
      `vrrp_script ${name} {\n  script "/bin/true"\n  weight ${weight}${reverse ? " reverse" : ""}\n}\n`,
  );
  const nopreempt = rng.chance(0.3) ? "nopreempt\n" : "";
  // Near each other, equal now and then, near the limits now and then.
  const base = rng.pick([1, 100, 100, 100, 240]);
  // Two owners, and groups that have one for some of their members, are mistakes of their own.
  const isOwner = index === 0 && rng.chance(0.1);
  const step = rng.below(12);
  const instances = (grouped ? [1, 2] : [1]).map((number) => {
    const priority = isOwner ? 255 : base + (even ? step : rng.below(12));
    const addresses = `virtual_ipaddress {\n  192.0.2.${100 + number}\n}\n`;
    const identity = `state BACKUP\ninterface eth0\nvirtual_router_id ${number}\npriority ${priority}\nmcast_src_ip 192.0.2.${index + 1}\n`;
    return `vrrp_instance VI_${number} {\n${identity}${nopreempt}${addresses}${grouped ? "" : tracking}}\n`;
  });
  const group = grouped ? `vrrp_sync_group VG {\ngroup {\n VI_1\n VI_2\n}\n${tracking}}\n` : "";
  return [...blocks, group, ...instances].join("");
}

function apply(happening: Happening, segment: Segment): void {
  for (const [name, machine] of segment.machines) {
    if (happening.kind === "node-dies") {
      if (happening.node === name) machine.engine = undefined;
    } else if (happening.kind === "tracker-fails-everywhere") machine.fail(happening.tracker.name);
    else if (happening.kind === "tracker-fails" && happening.node === name) machine.fail(happening.tracker.name);
  }
}

/** Nobody knows whether weights count already when the scripts report that hold a start back. */
function dependsOnReports({ cases }: UnitReachability): boolean {
  const weights = cases.flatMap(({ happening }) =>
    happening.kind === "tracker-fails" ? [happening.tracker.weight.value] : [],
  );
  return weights.includes(0) && weights.some((weight) => weight !== 0);
}

test("the engines do what the arithmetic says", () => {
  const told = { start: 0, moved: 0, unmoved: 0, nobody: 0, contested: 0, grouped: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const { texts, segment: segmentOf, unit } = build(new Rng(seed));
    const names = Array.from(texts.keys());
    const story = (what: string): string => `seed ${seed}: ${what}\n${Array.from(texts.values()).join("\n----\n")}`;
    if (unit.routers.length > 1) told.grouped++;

    const together = segmentOf();
    together.start(names);
    together.settle();
    if (unit.start.kind === "master" && !dependsOnReports(unit)) {
      told.start++;
      assert.deepEqual(together.masters, [unit.start.node], story("start"));
    } else told.contested++;

    for (const each of unit.cases) {
      if (each.happening.kind === "weights-fail") continue;
      const what = JSON.stringify([each.happening, each.before, each.after]);
      const segment = segmentOf();
      // Whoever is first stays master, if it can.
      segment.start([each.before]);
      segment.settle();
      segment.start(names.filter((name) => name !== each.before));
      segment.settle();
      assert.deepEqual(segment.masters, [each.before], story(`before ${what}`));
      apply(each.happening, segment);
      segment.settle();
      if (each.after.kind === "master") {
        if (each.after.node === each.before) told.unmoved++;
        else told.moved++;
        assert.deepEqual(segment.masters, [each.after.node], story(what));
      } else if (each.after.kind === "nobody") {
        told.nobody++;
        assert.deepEqual(segment.partMasters, [], story(what));
      } else told.contested++;
    }
  }
  // The worlds are not all of one kind.
  assert.ok(told.start > runs / 2 && told.grouped > 50, JSON.stringify(told));
  assert.ok(told.moved > 100 && told.unmoved > 100 && told.nobody > 10, JSON.stringify(told));
});
