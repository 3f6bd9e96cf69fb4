import type { Duration } from "../../base/time.ts";
import type { EventRecord, ProgramReport, Reported, Stamp } from "../live/event-record.ts";
import { Recorder } from "../live/recorder.ts";
import type { InstanceDocument, PeerDocument, StatusDocument } from "../live/status-document.ts";
import type { PlainEvent } from "./evidence.ts";

// Records and documents for the tests.

/** 12:00:00 of some day. */
export const noon = 1_767_268_800_000_000;

/** Microseconds of seconds, as plain data has them. */
export function span(seconds: number): Duration {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON gives back of a length of time
  return Math.round(seconds * 1_000_000) as Duration;
}

/** A diary: each line is what happened `at` seconds after noon. */
export function diary(
  ...lines: readonly (readonly [at: number, reported: Reported | PlainEvent | ProgramReport])[]
): readonly EventRecord[] {
  const recorder = new Recorder();
  return lines.map(([at, reported]): EventRecord => {
    const stamp: Omit<Stamp, "process"> = { wall: noon + span(at), monotonic: span(at + 10_000), pid: 7 };
    const what: Reported =
      "process" in reported && "event" in reported ? reported : { process: "vrrp", event: reported };
    return recorder.record({ ...stamp, ...what });
  });
}

/** VI_1 at `at` seconds after noon. */
export function documentOf(
  at: number,
  instance: Partial<InstanceDocument> = {},
  more: Partial<StatusDocument> = {},
): StatusDocument {
  const empty = { bounds: [], counts: [], sum: 0 };
  return {
    version: 1,
    at: noon + span(at),
    daemon: {
      node: "node1",
      release: "Holdfast",
      startedAt: noon - span(3600),
      configuration: "/etc/keepalived/keepalived.conf",
      generation: 1,
      loadedAt: noon - span(3600),
      processes: [],
      lastEvent: 100,
    },
    instances: [{ ...usual, ...instance }],
    groups: [],
    trackers: [],
    services: [],
    warnings: [],
    strangers: [],
    measures: { advertGap: empty, timerLateness: empty, scriptDuration: empty, checkDuration: empty },
    ...more,
  };
}

const usual: InstanceDocument = {
  name: "VI_1",
  group: undefined,
  interface: "eth0",
  family: "ipv4",
  vrid: 51,
  protocol: 3,
  state: "master",
  since: noon,
  causes: [],
  priority: 100,
  basePriority: 100,
  parts: [],
  faults: [],
  master: undefined,
  source: "192.0.2.2",
  advertInterval: span(1),
  masterDownInterval: span(3.609),
  preempt: true,
  addresses: [
    { address: "192.0.2.100/24", interface: "eth0", held: true, excluded: false },
    { address: "192.0.2.101/24", interface: "eth0", held: true, excluded: false },
  ],
  peers: [],
  counters: {
    sent: 10,
    received: 500,
    accepted: 500,
    rejected: {},
    becameMaster: 1,
    releasedMaster: 0,
    priorityZeroSent: 0,
    priorityZeroReceived: 0,
    addressListErrors: 0,
    stalls: 0,
    transitions: [],
  },
  maintenance: undefined,
};

export function peer(source: string, more: Partial<PeerDocument> = {}): PeerDocument {
  return {
    source,
    priority: 150,
    protocol: 3,
    interval: span(1),
    checksumForm: undefined,
    configured: false,
    firstHeard: noon - span(3000),
    lastHeard: noon - span(3.6),
    adverts: 500,
    gaps: 0,
    longestGap: 0,
    missing: [],
    unexpected: [],
    rejected: 0,
    lastRejection: undefined,
    ...more,
  };
}
