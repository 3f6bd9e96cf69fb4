import type { EventRecord } from "../status/live/event-record.ts";
import type { HistogramDocument, InstanceDocument, StatusDocument } from "../status/live/status-document.ts";

/** What tests tell over HTTP: one of everything. Times are around `sampleTime`. */
export const sampleTime = 1_795_262_400_000_000;

const hour = 3_600_000_000;

const histogram: HistogramDocument = { bounds: [1_000, 10_000, 1_000_000], counts: [5, 3, 1, 1], sum: 2_750_000 };

export const sampleInstance: InstanceDocument = {
  name: "VI_1",
  group: "G1",
  interface: "eth0",
  family: "ipv4",
  vrid: 51,
  protocol: 2,
  state: "master",
  since: sampleTime - hour,
  causes: [{ kind: "timeout", text: "no advert from 192.0.2.2 for 3.6 s", details: { silence: 3_609_375 } }],
  priority: 80,
  basePriority: 100,
  parts: [{ label: "chk_http", amount: -20 }],
  faults: [],
  master: { address: "192.0.2.1", priority: 80 },
  source: "192.0.2.1",
  advertInterval: 1_000_000,
  masterDownInterval: 3_609_375,
  preempt: true,
  addresses: [
    { address: "192.0.2.100/24", interface: "eth0", held: true, excluded: false },
    { address: "2001:db8::1/64", interface: "eth0", held: false, excluded: true },
  ],
  peers: [
    {
      source: "192.0.2.2",
      priority: 90,
      protocol: 2,
      interval: 1_000_000,
      checksumForm: undefined,
      configured: false,
      firstHeard: sampleTime - hour,
      lastHeard: sampleTime - 500_000,
      adverts: 42,
      gaps: 1,
      longestGap: 1_750_000,
      missing: ["192.0.2.101"],
      unexpected: [],
      rejected: 3,
      lastRejection: undefined,
    },
  ],
  counters: {
    sent: 3600,
    received: 45,
    accepted: 42,
    rejected: { password: 2, ttl: 1 },
    becameMaster: 2,
    releasedMaster: 1,
    priorityZeroSent: 1,
    priorityZeroReceived: 0,
    addressListErrors: 4,
    stalls: 1,
    transitions: [
      { to: "backup", cause: "started", count: 1 },
      { to: "master", cause: "timeout", count: 2 },
    ],
  },
  maintenance: undefined,
};

export const sampleDocument: StatusDocument = {
  version: 1,
  at: sampleTime,
  daemon: {
    node: "node1",
    release: "Holdfast v0.1.0",
    startedAt: sampleTime - hour,
    configuration: "/etc/keepalived/keepalived.conf",
    generation: 2,
    loadedAt: sampleTime - hour / 2,
    processes: [
      { name: "supervisor", pid: 100, startedAt: sampleTime - hour, restarts: 0 },
      { name: "vrrp", pid: 101, startedAt: sampleTime - hour, restarts: 1 },
      { name: "checkers", pid: 102, startedAt: sampleTime - hour, restarts: 0 },
    ],
    lastEvent: 17,
  },
  instances: [sampleInstance],
  groups: [{ name: "G1", state: "master", members: ["VI_1"] }],
  trackers: [
    {
      kind: "script",
      name: "chk_http",
      state: "down",
      isGood: false,
      detail: "status 1",
      output: ['said "no"'],
      lastRun: sampleTime - 1_000_000,
      lastDuration: 12_500,
    },
  ],
  services: [
    {
      name: "TCP [192.0.2.100]:80",
      scheduler: "rr",
      quorum: "up",
      liveWeight: 3,
      neededWeight: 1,
      isSorry: false,
      isSuspended: false,
      since: sampleTime - hour,
      servers: [
        {
          name: "[198.51.100.1]:80",
          state: "up",
          weight: 3,
          configuredWeight: 3,
          drained: false,
          since: sampleTime - hour,
          checkers: [{ name: "HTTP_GET", state: "up", runs: 360, failures: 2, lastFailure: undefined }],
        },
        {
          name: "[198.51.100.2]:80",
          state: "down",
          weight: undefined,
          configuredWeight: 1,
          drained: true,
          since: undefined,
          checkers: [{ name: "TCP_CHECK", state: "unknown", runs: 0, failures: 0, lastFailure: undefined }],
        },
      ],
    },
  ],
  warnings: [
    {
      kind: "address-list-differs",
      subject: "VI_1",
      other: "192.0.2.2",
      since: sampleTime - hour,
      text: "192.0.2.2 lacks 192.0.2.101",
      cure: "make the lists the same",
    },
  ],
  strangers: [{ protocol: "carp", interface: "eth0", source: "192.0.2.9", vrid: 7, lastHeard: sampleTime, count: 4 }],
  measures: {
    advertGap: histogram,
    timerLateness: histogram,
    scriptDuration: histogram,
    checkDuration: histogram,
  },
};

export function sampleRecord(id: number, text = "VI_1 has become master"): EventRecord {
  return {
    id,
    wall: sampleTime + id * 1_000,
    monotonic: id * 1_000,
    process: "supervisor",
    pid: 100,
    event: { kind: "reloading" },
    subject: undefined,
    severity: "notice",
    text,
    causes: [],
  };
}
