import type { Instant } from "../../base/time.ts";
import type { MaintenanceOrder } from "../../vrrp/maintenance.ts";
import type { MeasuresStatus } from "../../vrrp/measures.ts";
import type { PeerStatus } from "../../vrrp/peer-table.ts";
import type { InstanceStatus, VrrpStatus } from "../../vrrp/status.ts";
import type { VirtualAddress } from "../../vrrp/config.ts";
import type { InstanceCounters } from "../../vrrp/counters.ts";
import { printFault } from "../cause.ts";
import { printCure, printWarning } from "../warning-words.ts";
import type {
  AddressDocument,
  CounterDocument,
  InstanceDocument,
  MaintenanceDocument,
  Measures,
  PeerDocument,
  StatusPart,
  WarningDocument,
} from "./status-document.ts";
import { rejectionText } from "./rejection-text.ts";
import { trackerDocuments } from "./tracker-documents.ts";

/** Microseconds of the Unix epoch at a moment of the engine's clock. */
export type WallTime = (at: Instant) => number;

/**
 * An instance counts for one and each of its addresses and peers for a part of one: some tenths of a millisecond a
 * part.
 */
const weightLimit = 10;
const addressWeight = 0.1;
const peerWeight = 0.4;

/** Small documents in one part. */
const batch = 100;

/**
 * What a vrrp process knows, in parts that take less than half a millisecond to make and to send each, but for an
 * instance of hundreds of addresses, which is in a part of its own.
 */
export function* vrrpParts(status: VrrpStatus, clock: WallTime): Generator<StatusPart, undefined> {
  for (const instances of weighed(status.instances, weightOf)) {
    yield { instances: instances.map((instance) => instanceDocument(instance, clock)) };
  }
  for (const groups of batches(status.groups)) {
    yield { groups: groups.map(({ config, state }) => ({ name: config.name, state, members: config.members })) };
  }
  for (const trackers of batches(trackerDocuments(status, clock))) yield { trackers };
  for (const warnings of batches(warningDocuments(status, clock))) yield { warnings };
  for (const strangers of batches(status.strangers)) {
    yield {
      strangers: strangers.map((each) => ({
        ...each,
        source: each.source.toString(),
        lastHeard: clock(each.lastHeard),
      })),
    };
  }
  yield { measures: measures(status.measures) };
}

function* warningDocuments({ instances }: VrrpStatus, clock: WallTime): Generator<WarningDocument, undefined> {
  for (const { config, warnings } of instances) {
    for (const { warning, other, since } of warnings) {
      const facts = { instance: config.name, other, warning };
      yield {
        kind: warning.kind,
        subject: config.name,
        other: other.toString(),
        since: clock(since),
        text: printWarning(facts),
        cure: printCure(facts),
      };
    }
  }
}

function weightOf({ config, peers }: InstanceStatus): number {
  const { addresses, excludedAddresses } = config;
  return 1 + addressWeight * (addresses.length + excludedAddresses.length) + peerWeight * peers.length;
}

function* weighed<T>(all: readonly T[], weigh: (each: T) => number): Generator<readonly T[], undefined> {
  let some: T[] = [];
  let weight = 0;
  for (const each of all) {
    const more = weigh(each);
    if (some.length > 0 && weight + more > weightLimit) {
      yield some;
      some = [];
      weight = 0;
    }
    some.push(each);
    weight += more;
  }
  if (some.length > 0) yield some;
}

function* batches<T>(all: Iterable<T>): Generator<readonly T[], undefined> {
  let some: T[] = [];
  for (const each of all) {
    some.push(each);
    if (some.length < batch) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function instanceDocument(status: InstanceStatus, clock: WallTime): InstanceDocument {
  const { config, group, state, since, priority, source } = status;
  return {
    name: config.name,
    group,
    interface: config.interface,
    family: config.family,
    vrid: config.vrid,
    protocol: config.version,
    state,
    since: since === undefined ? undefined : clock(since),
    // The supervisor has the records.
    causes: [],
    priority,
    basePriority: config.priority,
    parts: status.parts.map(({ label, amount }) => ({ label, amount })),
    faults: status.faults.map(printFault),
    master: masterOf(status),
    source: source?.toString(),
    advertInterval: config.advertInterval,
    masterDownInterval: status.masterDownInterval,
    preempt: config.preempt,
    addresses: addressesOf(status),
    peers: status.peers.map((peer) => peerDocument(peer, clock)),
    counters: counterDocument(status.counters),
    maintenance: status.maintenance && maintenanceDocument(status.maintenance),
  };
}

function maintenanceDocument({ since, until, by, reason }: MaintenanceOrder): MaintenanceDocument {
  return { since, until, by, reason };
}

/** Who has given up is none. */
function masterOf({ state, source, priority, master }: InstanceStatus): InstanceDocument["master"] {
  if (state === "master") return source && { address: source.toString(), priority };
  if (master === undefined || master.priority === 0) return undefined;
  return { address: master.address.toString(), priority: master.priority };
}

function addressesOf({ config, held }: InstanceStatus): readonly AddressDocument[] {
  const document = (address: VirtualAddress, excluded: boolean): AddressDocument => ({
    address: address.prefix.address.toString(),
    interface: address.interface,
    held: held.has(address),
    excluded,
  });
  return [
    ...config.addresses.map((address) => document(address, false)),
    ...config.excludedAddresses.map((address) => document(address, true)),
  ];
}

function peerDocument(peer: PeerStatus, clock: WallTime): PeerDocument {
  const { advertised, firstHeard, lastHeard, lastRejection, adverts, gaps, longestGap, configured, rejected } = peer;
  return {
    source: peer.source.toString(),
    priority: advertised?.priority,
    protocol: advertised?.version,
    interval: advertised?.interval,
    checksumForm: advertised?.checksumForm,
    configured,
    firstHeard: firstHeard === undefined ? undefined : clock(firstHeard),
    lastHeard: lastHeard === undefined ? undefined : clock(lastHeard),
    adverts,
    gaps,
    longestGap,
    missing: peer.missing.map(String),
    unexpected: peer.unexpected.map(String),
    rejected,
    lastRejection: lastRejection && {
      at: clock(lastRejection.at),
      reason: lastRejection.reason.kind,
      text: rejectionText(lastRejection.reason),
    },
  };
}

function counterDocument(counters: InstanceCounters): CounterDocument {
  const { sent, received, accepted, rejected, becameMaster, releasedMaster } = counters;
  const { priorityZeroSent, priorityZeroReceived, addressListErrors, stalls, transitions } = counters;
  return {
    sent,
    received,
    accepted,
    rejected: Object.fromEntries(rejected),
    becameMaster,
    releasedMaster,
    priorityZeroSent,
    priorityZeroReceived,
    addressListErrors,
    stalls,
    transitions,
  };
}

const nothing = { bounds: [], counts: [], sum: 0 };

/** Checks are another process's. */
function measures(all: MeasuresStatus): Measures {
  return { ...all, checkDuration: nothing };
}
