import type { CauseLink, EventRecord } from "../../status/live/event-record.ts";
import * as samples from "../../status/live/samples.ts";
import type { InstanceDocument, InstanceState, StatusDocument } from "../../status/live/status-document.ts";
import { hearDocument, hearRecords, newNode, type NodeView } from "./node-view.ts";

/** Values for the tests of this folder: times are in seconds. */

/** On version 3, with a master beside it; nothing is known of how it came to that. */
export function sampleInstance(change: Partial<InstanceDocument> = {}): InstanceDocument {
  return samples.sampleInstance({
    protocol: 3,
    since: undefined,
    master: { address: "192.0.2.1", priority: 101 },
    source: "192.0.2.2",
    addresses: [{ address: "192.0.2.100", interface: "eth0", held: change.state === "master", excluded: false }],
    peers: [],
    ...change,
  });
}

/** What a node says at the moment zero. */
export function sampleDocument(
  node: string,
  instances: readonly InstanceDocument[],
  change: Partial<StatusDocument> = {},
): StatusDocument {
  const daemon = samples.sampleDaemon({ node, startedAt: 0, loadedAt: 0, processes: [], lastEvent: 0 });
  return samples.sampleDocument({ at: 0, daemon, instances, ...change });
}

export function sampleTransition(
  id: number,
  at: number,
  states: readonly [InstanceState, InstanceState],
  causes: readonly CauseLink[] = [],
): EventRecord {
  const [from, to] = states;
  return {
    id,
    wall: at * 1_000_000,
    monotonic: at * 1_000_000,
    process: "vrrp",
    pid: 7,
    event: { kind: "instance-state", instance: "VI_1", from, to, cause: { kind: "stopped" }, priority: 100 },
    subject: "VI_1",
    severity: "notice",
    text: `VI_1 became ${to.toUpperCase()}`,
    causes,
  };
}

export function sampleNode(
  name: string,
  document: StatusDocument | undefined,
  records: readonly EventRecord[] = [],
  heardAt = 0,
): NodeView {
  const now = heardAt * 1_000_000;
  const view = hearRecords(newNode(`http://${name}`), records, now);
  return document === undefined ? view : hearDocument(view, { ...document, at: now }, now, now);
}

export function sampleSilence(master: string, seconds: number): CauseLink {
  return {
    kind: "timeout",
    text: `no advert from ${master} for ${seconds} s`,
    details: { master, silence: seconds * 1_000_000 },
  };
}
