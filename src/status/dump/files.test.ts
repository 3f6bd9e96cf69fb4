import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../../config/load.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { instant } from "../../base/time.ts";
import { VrrpEngine } from "../../vrrp/engine.ts";
import type { VrrpStatus } from "../../vrrp/status.ts";
import { printData } from "./data.ts";
import type { DumpFacts } from "./facts.ts";
import { printJsonDump } from "./json.ts";
import { printStatistics } from "./statistics.ts";

const second = 1_000_000;
const text = `
vrrp_track_process web {
    process nginx
    quorum 2
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 255
    authentication {
        auth_type PASS
        auth_pass sesame
    }
    virtual_ipaddress {
        192.0.2.100/24
    }
    track_process {
        web
    }
}
vrrp_instance VI_2 {
    interface eth0
    virtual_router_id 52
    virtual_ipaddress {
        192.0.2.101/24
    }
}
`;

const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };

function engineAfter(seconds: number): { readonly engine: VrrpEngine; readonly status: VrrpStatus } {
  const engine = new VrrpEngine();
  const link = { name: "eth0", usable: true, loopback: false, multicast: true };
  engine.handle(instant(0), {
    kind: "network",
    changes: [
      { kind: "link", link },
      { kind: "address-added", interface: "eth0", prefix, usable: true },
    ],
  });
  const { vrrp } = loadConfiguration({ path: "t.conf", text }, { hostName: "h" }).configuration;
  engine.handle(instant(0), { kind: "configure", config: vrrp });
  engine.handle(instant(0), { kind: "processes-counted", counts: new Map([["web", 3]]) });
  const end = instant(seconds * second);
  while (engine.deadline !== undefined && engine.deadline <= end) engine.handle(engine.deadline, { kind: "tick" });
  return { engine, status: engine.status(end) };
}

const nothing = { mail: false, deleted: false, priorityChanges: false, scripts: new Map() };
const facts: DumpFacts = {
  calendar: (at) => ({ seconds: `${at / second}`, words: "then" }),
  globals: ["Router ID = h"],
  defaults: {
    strict: false,
    skipCheckAdvertAddresses: false,
    higherPrioritySendAdvert: false,
    checkUnicastSource: false,
  },
  instance: () => nothing,
  group: () => nothing,
  script: () => undefined,
  interfaces: [],
};

const whole = (pieces: Iterable<string>): string => [...pieces].join("");

function jsonOf(status: VrrpStatus, version: 1 | 2): unknown {
  const file: unknown = JSON.parse(whole(printJsonDump(status, facts, version)));
  return file;
}

test("the engine's status says who is what since when", () => {
  const { status } = engineAfter(2);
  assert.deepEqual(
    status.instances.map(({ state, since, priority }) => ({ state, since, priority })),
    [
      { state: "master", since: 0, priority: 255 },
      { state: "backup", since: 0, priority: 100 },
    ],
  );
});

test("a status stays as it is while the engine goes on", () => {
  const { engine, status } = engineAfter(2);
  const before = whole(printStatistics(status));
  engine.handle(instant(3 * second), { kind: "tick" });
  assert.equal(whole(printStatistics(status)), before);
  assert.notEqual(whole(printStatistics(engine.status(instant(3 * second)))), before);
});

test("cleared counters begin anew, and the states stay", () => {
  const { engine } = engineAfter(2);
  const told = [...engine.statusInSteps(instant(2 * second), true)].length;
  assert.equal(told, 2, "one step for each instance");
  const { instances } = engine.status(instant(2 * second));
  assert.deepEqual(
    instances.map(({ state, counters }) => [state, counters.sent, counters.becameMaster]),
    [
      ["master", 0, 0],
      ["backup", 0, 0],
    ],
  );
});

test("states are numbers in the JSON, and secrets stars in every file", () => {
  const { status } = engineAfter(2);
  const file = whole(printJsonDump(status, facts, 1));
  assert.match(file, /^\[\{"data":\{"iname":"VI_1",.*"state":2,"wantstate":2,.*"state":1,"wantstate":1,/u);
  assert.match(file, /"auth_type":1,"auth_data":"\*{8}"/u);
  assert.match(file, /"192\.0\.2\.100\\\/24 dev eth0 scope global"/u);
  const data = whole(printData(status, facts));
  assert.match(data, / {3}Password = \*{8}\n/u);
  assert.ok(!/sesame/u.test(file + data));
});

test("version 2 of the JSON names the instances and has the tracked processes", () => {
  const { status } = engineAfter(2);
  const { vrrp, track_process } = Object(jsonOf(status, 2));
  assert.equal(vrrp.length, 2);
  assert.deepEqual(track_process, [
    {
      process: "nginx",
      param_match: "none",
      min_processes: 2,
      current_processes: 3,
      have_quorum: true,
      weight: 0,
      terminate_delay: 0,
      fork_delay: 0,
      fork_delay_timer_running: false,
      terminate_delay_timer_running: false,
      full_command: false,
    },
  ]);
});

test("without instances there still is a file of each kind", () => {
  const empty = new VrrpEngine().status(instant(0));
  assert.equal(whole(printJsonDump(empty, facts, 1)), "[]\n");
  assert.equal(whole(printJsonDump(empty, facts, 2)), '{"vrrp":[],"track_process":[]}\n');
  assert.equal(whole(printStatistics(empty)), "");
  assert.equal(whole(printData(empty, facts)), "------< Global definitions >------\n Router ID = h\n");
});
