import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, later, seconds, zeroDuration } from "../../base/time.ts";
import { parseInstance, Words } from "../../sim/script-language.ts";
import type { InstanceConfig, VrrpConfig } from "../../vrrp/config.ts";
import { VrrpEngine } from "../../vrrp/engine.ts";
import type { Input } from "../../vrrp/inputs.ts";
import { encodeAdvert } from "../../wire/vrrp.ts";
import type { StatusPart } from "./status-document.ts";
import { vrrpParts } from "./vrrp-parts.ts";

const start = instant(0);
const second = (count: number) => later(start, seconds(count));
const wall = (at: number): number => at + 1_000_000_000;

const script = {
  name: "chk",
  interval: seconds(1),
  timeout: seconds(1),
  rise: 1,
  fall: 1,
  initFail: false,
};

function engineOf(lines: readonly string[], more: Partial<VrrpConfig> = {}): VrrpEngine {
  const engine = new VrrpEngine();
  const link = { name: "eth0", usable: true, loopback: false, multicast: true };
  const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
  const address = { kind: "address-added", interface: "eth0", prefix, usable: true } as const;
  engine.handle(start, { kind: "network", changes: [{ kind: "link", link }, address] });
  const instances = lines.map((line) => parseInstance(new Words(`instance ${line}`)));
  const config = { instances, syncGroups: [], scripts: [], startupDelay: zeroDuration, ...more };
  engine.handle(start, { kind: "configure", config });
  return engine;
}

function advertFor({ vrid, addresses }: InstanceConfig, priority: number, from = "192.0.2.2"): Input {
  const [source, destination] = [IpAddress.of(from), IpAddress.of("224.0.0.18")];
  const list = addresses.map(({ prefix }) => prefix.address);
  const advert = {
    version: 3,
    vrid,
    priority,
    interval: seconds(1),
    addresses: list,
    authentication: undefined,
  } as const;
  const payload = encodeAdvert(advert, { source, destination }, "message");
  const packet = { source, destination, ttl: 255, payload };
  return { kind: "packet", interface: "eth0", family: "ipv4", mode: "multicast", packet };
}

const partsOf = (engine: VrrpEngine, at = 2): readonly StatusPart[] => [...vrrpParts(engine.status(second(at)), wall)];
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("parts of the status", () => {
  test("a backup with its peers", () => {
    const engine = engineOf(["VI_1 vrid=51 addresses=192.0.2.100,192.0.2.101 excluded=192.0.2.102"]);
    const [instance] = engine.instances;
    assert.ok(instance !== undefined);
    engine.handle(second(1), advertFor(instance.config, 200));
    engine.handle(second(2), advertFor({ ...instance.config, addresses: [] }, 150, "192.0.2.3"));
    const document = partsOf(engine)[0]?.instances?.[0];
    assert.deepEqual(plain(document), {
      name: "VI_1",
      interface: "eth0",
      family: "ipv4",
      vrid: 51,
      protocol: 3,
      state: "backup",
      since: 1_000_000_000,
      causes: [],
      priority: 100,
      basePriority: 100,
      parts: [],
      faults: [],
      master: { address: "192.0.2.2", priority: 200 },
      source: "192.0.2.1",
      advertInterval: 1_000_000,
      masterDownInterval: 3_609_375,
      preempt: true,
      addresses: ["192.0.2.100", "192.0.2.101", "192.0.2.102"].map((address) => ({
        address,
        interface: "eth0",
        held: false,
        excluded: address === "192.0.2.102",
      })),
      peers: [
        {
          source: "192.0.2.2",
          priority: 200,
          protocol: 3,
          interval: 1_000_000,
          checksumForm: "message",
          configured: false,
          firstHeard: 1_001_000_000,
          lastHeard: 1_001_000_000,
          adverts: 1,
          gaps: 0,
          longestGap: 0,
          missing: [],
          unexpected: [],
          rejected: 0,
        },
        {
          source: "192.0.2.3",
          configured: false,
          firstHeard: 1_002_000_000,
          lastHeard: 1_002_000_000,
          adverts: 0,
          gaps: 0,
          longestGap: 0,
          missing: [],
          unexpected: [],
          rejected: 1,
          lastRejection: { at: 1_002_000_000, reason: "zero-count", text: "it carries no address" },
        },
      ],
      counters: {
        sent: 0,
        received: 2,
        accepted: 1,
        rejected: { "zero-count": 1 },
        becameMaster: 0,
        releasedMaster: 0,
        priorityZeroSent: 0,
        priorityZeroReceived: 0,
        addressListErrors: 0,
        stalls: 0,
        transitions: [{ to: "backup", cause: "started", count: 1 }],
      },
    });
  });

  test("a master is its own master, and one that has given up is none", () => {
    const engine = engineOf(["VI_1 vrid=51 priority=255", "VI_2 vrid=52"]);
    const [, backup] = engine.instances;
    assert.ok(backup !== undefined);
    engine.handle(second(1), advertFor(backup.config, 200));
    const masters = (): unknown => partsOf(engine)[0]?.instances?.map(({ master }) => master);
    const own = { address: "192.0.2.1", priority: 255 };
    assert.deepEqual(masters(), [own, { address: "192.0.2.2", priority: 200 }]);
    engine.handle(second(1), advertFor(backup.config, 0));
    assert.deepEqual(masters(), [own, undefined]);
  });

  test("trackers: scripts with their last run, files, processes, interfaces", () => {
    const weight = { value: 0, reverse: false };
    const engine = engineOf(["VI_1 scripts=chk:-20 files=flag:-10,calm:1 interfaces=eth1:-5"], {
      scripts: [script],
      trackFiles: ["flag", "calm"].map((name) => ({ name, path: `/${name}`, initial: undefined, weight })),
    });
    engine.handle(start, { kind: "tick" });
    engine.handle(start, { kind: "file-changed", file: "flag", content: "3" });
    const outcome = { kind: "exited", status: 1 } as const;
    engine.handle(later(start, seconds(0.25)), {
      kind: "script-ended",
      script: "chk",
      outcome,
      output: "a\nb\nc\nno\u001b\n",
    });
    const nothing = { detail: "", output: [] };
    assert.deepEqual(plain(partsOf(engine).flatMap(({ trackers }) => trackers ?? [])), [
      {
        kind: "script",
        name: "chk",
        state: "down",
        isGood: false,
        detail: "status 1",
        output: ["b", "c", "no\u{FFFD}"],
        lastRun: 1_000_000_000,
        lastDuration: 250_000,
      },
      { kind: "file", name: "flag", state: "3", isGood: false, ...nothing },
      { kind: "file", name: "calm", state: "0", isGood: true, ...nothing },
      { kind: "interface", name: "eth0", state: "up", isGood: true, ...nothing },
      { kind: "interface", name: "eth1", state: "down", isGood: false, ...nothing },
    ]);
  });

  test("groups, strangers and measures", () => {
    const syncGroups = [{ name: "G", members: ["VI_1"], trackInterfaces: [], trackScripts: [] }];
    const engine = engineOf(["VI_1"], { syncGroups });
    const [instance] = engine.instances;
    assert.ok(instance !== undefined);
    engine.handle(second(1), advertFor({ ...instance.config, vrid: 7 }, 100));
    for (const at of [1, 2]) engine.handle(second(at), advertFor(instance.config, 200));
    const parts = partsOf(engine);
    assert.deepEqual(plain(parts.flatMap(({ groups }) => groups ?? [])), [
      { name: "G", state: "backup", members: ["VI_1"] },
    ]);
    assert.deepEqual(plain(parts.flatMap(({ strangers }) => strangers ?? [])), [
      { protocol: "vrrp", interface: "eth0", source: "192.0.2.2", vrid: 7, lastHeard: 1_001_000_000, count: 1 },
    ]);
    const measures = parts.at(-1)?.measures;
    assert.equal(measures?.advertGap.sum, 1_000_000);
    assert.deepEqual(measures.checkDuration, { bounds: [], counts: [], sum: 0 });
  });

  test("warnings, with what to do", () => {
    const engine = engineOf(["VI_1 priority=255"]);
    const [instance] = engine.instances;
    assert.ok(instance !== undefined);
    engine.handle(second(1), advertFor(instance.config, 255));
    assert.deepEqual(
      partsOf(engine).flatMap(({ warnings }) => warnings ?? []),
      [
        {
          kind: "owner-conflict",
          subject: "VI_1",
          other: "192.0.2.2",
          since: 1_001_000_000,
          text: "192.0.2.2 claims to own the addresses of VI_1 with priority 255, as this node does",
          cure: "Give priority 255 to one node only",
        },
      ],
    );
  });

  test("no part holds more than ten instances, and a large one has a part of its own", () => {
    const large = Array.from({ length: 200 }, (_, index) => `10.0.0.${index + 1}`).join(",");
    const small = Array.from({ length: 95 }, (_, index) => `VI_${index} vrid=${index + 1}`);
    const engine = engineOf([...small, `LARGE vrid=200 addresses=${large}`, "LAST vrid=201"]);
    const counts = partsOf(engine).flatMap(({ instances }) => (instances === undefined ? [] : instances.length));
    assert.equal(Math.max(...counts) <= 10, true);
    assert.deepEqual(counts.slice(-2), [1, 1]);
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      97,
    );
  });

  test("before anything is configured there is next to nothing", () => {
    assert.deepEqual(Object.keys(Object.assign({}, ...vrrpParts(new VrrpEngine().status(start), wall))), ["measures"]);
  });
});
