import { noMeasures } from "./document.ts";
import type { EventRecord } from "./event-record.ts";
import type {
  DaemonDocument,
  InstanceDocument,
  PeerDocument,
  ServerDocument,
  ServiceDocument,
  StatusDocument,
  TrackerDocument,
} from "./status-document.ts";

/** Values for the tests of what is shown of the live status; each with what it is about changed. */

/** 2026-11-21 12:00:00 UTC: now, for these tests; microseconds. */
export const noon = 1_795_262_400_000_000;

const minute = 60_000_000;
export const hour: number = 60 * minute;

export function sampleDocument(changes: Partial<StatusDocument> = {}): StatusDocument {
  return {
    version: 1,
    at: noon,
    daemon: sampleDaemon(),
    instances: [],
    groups: [],
    trackers: [],
    services: [],
    warnings: [],
    strangers: [],
    measures: noMeasures,
    ...changes,
  };
}

export function sampleDaemon(changes: Partial<DaemonDocument> = {}): DaemonDocument {
  const startedAt = noon - 26 * hour;
  return {
    node: "node1",
    release: "Holdfast v0.1.0",
    startedAt,
    configuration: "/etc/keepalived/keepalived.conf",
    generation: 1,
    loadedAt: startedAt,
    processes: [
      { name: "supervisor", pid: 100, startedAt, restarts: 0 },
      { name: "vrrp", pid: 101, startedAt, restarts: 0 },
    ],
    lastEvent: 17,
    ...changes,
  };
}

export function sampleInstance(changes: Partial<InstanceDocument> = {}): InstanceDocument {
  return {
    name: "VI_1",
    group: undefined,
    interface: "eth0",
    family: "ipv4",
    vrid: 51,
    protocol: 2,
    state: "backup",
    since: noon - 3 * hour - 12 * minute,
    causes: [],
    priority: 100,
    basePriority: 100,
    parts: [],
    faults: [],
    master: { address: "192.0.2.2", priority: 150 },
    source: "192.0.2.1",
    advertInterval: 1_000_000,
    masterDownInterval: 3_609_375,
    preempt: true,
    addresses: [{ address: "192.0.2.100/32", interface: "eth0", held: false, excluded: false }],
    peers: [samplePeer()],
    counters: {
      sent: 0,
      received: 0,
      accepted: 0,
      rejected: {},
      becameMaster: 0,
      releasedMaster: 0,
      priorityZeroSent: 0,
      priorityZeroReceived: 0,
      addressListErrors: 0,
      stalls: 0,
      transitions: [],
    },
    maintenance: undefined,
    ...changes,
  };
}

export function samplePeer(changes: Partial<PeerDocument> = {}): PeerDocument {
  return {
    source: "192.0.2.2",
    priority: 150,
    protocol: 2,
    interval: 1_000_000,
    checksumForm: undefined,
    configured: false,
    firstHeard: noon - 4 * hour,
    lastHeard: noon - 300_000,
    adverts: 14_400,
    gaps: 0,
    longestGap: 0,
    missing: [],
    unexpected: [],
    rejected: 0,
    lastRejection: undefined,
    ...changes,
  };
}

export function sampleService(changes: Partial<ServiceDocument> = {}): ServiceDocument {
  return {
    name: "[192.0.2.100]:tcp:80",
    scheduler: "wrr",
    quorum: "up",
    liveWeight: 2,
    neededWeight: 1,
    isSorry: false,
    isSuspended: false,
    since: noon - 26 * hour,
    servers: [sampleServer(), sampleServer({ name: "[198.51.100.12]:tcp:80" })],
    ...changes,
  };
}

export function sampleServer(changes: Partial<ServerDocument> = {}): ServerDocument {
  return {
    name: "[198.51.100.11]:tcp:80",
    state: "up",
    weight: 1,
    configuredWeight: 1,
    drained: false,
    since: noon - 26 * hour,
    checkers: [{ name: "TCP_CHECK", state: "up", runs: 1_000, failures: 2, lastFailure: undefined }],
    ...changes,
  };
}

export function sampleTracker(changes: Partial<TrackerDocument> = {}): TrackerDocument {
  return {
    kind: "script",
    name: "chk_http",
    state: "up",
    isGood: true,
    detail: "status 0",
    output: [],
    lastRun: noon - 400_000,
    lastDuration: 12_000,
    ...changes,
  };
}

export function sampleRecord(id: number, changes: Partial<EventRecord> = {}): EventRecord {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a union cannot be spread over
  return {
    id,
    wall: noon + id * 1_000,
    monotonic: id * 1_000,
    process: "supervisor",
    pid: 100,
    event: { kind: "reloading" },
    subject: undefined,
    severity: "info",
    text: `Event ${id}.`,
    causes: [],
    ...changes,
  } as EventRecord;
}
