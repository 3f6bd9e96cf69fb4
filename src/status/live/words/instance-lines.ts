import type { AddressDocument, InstanceDocument, PeerDocument } from "../status-document.ts";
import { printLength } from "./lengths.ts";
import type { Paint } from "./paint.ts";
import { printPriority } from "./priority.ts";

/** Peers and addresses of one instance that are named; of the others their number is told. */
const namedPeers = 16;
const namedAddresses = 16;

/** One instance, from what is asked first to what explains it. `at` is when it was so. */
export function instanceLines(instance: InstanceDocument, at: number, paint: Paint): readonly string[] {
  const { name, group, vrid, protocol, maintenance } = instance;
  const place = [
    instance.interface,
    `VRID ${vrid}`,
    `VRRPv${protocol}`,
    ...(group === undefined ? [] : [`group ${group}`]),
  ];
  return [
    `${paint.strong(name)}  ${paintedState(instance, paint)}${sinceWords(instance, at)}  ${paint.dim(`(${place.join(", ")})`)}`,
    row("master", masterWords(instance)),
    ...causeLines(instance),
    ...rows(
      "fault",
      instance.faults.filter((fault) => !isTold(fault, instance)),
    ),
    ...(maintenance === undefined ? [] : [row("maintenance", maintenanceWords(maintenance, at))]),
    row("priority", printPriority(instance)),
    ...rows("addresses", addressWords(instance.addresses)),
    ...rows("peers", peerWords(instance, at)),
  ];
}

/** One instance in the cells of a table: name, state, since, priority, master, why. */
export function instanceCells(instance: InstanceDocument, at: number): readonly string[] {
  const { name, state, since, priority, causes, faults, maintenance } = instance;
  const why = maintenance === undefined ? (causes[0]?.text ?? faults[0] ?? "") : `maintenance: ${maintenance.reason}`;
  return [
    name,
    state.toUpperCase(),
    since === undefined ? "-" : printLength(at - since),
    String(priority),
    state === "master" ? "this node" : (instance.master?.address ?? "-"),
    why,
  ];
}

export function paintedState({ state, maintenance }: InstanceDocument, paint: Paint): string {
  const word = state.toUpperCase();
  if (state === "master") return paint.good(word);
  if (state !== "fault") return paint.strong(word);
  return maintenance === undefined ? paint.bad(word) : paint.warn(word);
}

function sinceWords({ since }: InstanceDocument, at: number): string {
  return since === undefined ? "" : ` for ${printLength(at - since)}`;
}

/** The first question: who is master. */
export function masterWords({ state, master, source, priority }: InstanceDocument): string {
  if (state === "master") return `this node${source === undefined ? "" : `, ${source}`}, with priority ${priority}`;
  if (master === undefined) return "not known: no advert was heard";
  const of = master.priority === undefined ? "" : ` with priority ${master.priority}`;
  // RFC 5798 §5.2.4: priority 0 says that the master stops.
  return master.priority === 0 ? `${master.address} was, and has given up` : `${master.address}${of}`;
}

/** The chain of causes has most of what is wrong now. */
function isTold(fault: string, { causes, maintenance }: InstanceDocument): boolean {
  return maintenance !== undefined || causes.some(({ text }) => text.includes(fault));
}

/** The chain, each link further in. */
function causeLines({ causes }: InstanceDocument): readonly string[] {
  return causes.map(({ text }, depth) =>
    depth === 0 ? row("because", text) : row("", `${"  ".repeat(depth)}because ${text}`),
  );
}

function maintenanceWords(
  { since, until, by, reason }: NonNullable<InstanceDocument["maintenance"]>,
  at: number,
): string {
  const end = until === undefined ? "until it is switched off" : `for another ${printLength(until - at)}`;
  const why = reason === "" ? "" : `: ${reason}`;
  return `by ${by} ${printLength(at - since)} ago, ${end}${why}`;
}

function addressWords(addresses: readonly AddressDocument[]): readonly string[] {
  if (addresses.length === 0) return ["none"];
  const held = addresses.filter(({ held: isHere }) => isHere).length;
  const named = addresses.slice(0, namedAddresses).map((address) => {
    const where = `${address.address} on ${address.interface}`;
    const isLikeAll = held === 0 || held === addresses.length;
    return isLikeAll ? where : `${where}: ${address.held ? "held" : "not held"}`;
  });
  const all =
    held === 0
      ? "not held here:"
      : held === addresses.length
        ? "held here:"
        : `${held} of ${addresses.length} held here:`;
  const [first = "", ...more] = named;
  return [
    `${all} ${first}`,
    ...more.map((text) => `${" ".repeat(all.length)} ${text}`),
    ...rest(addresses.length, namedAddresses),
  ];
}

function peerWords({ peers, advertInterval, state }: InstanceDocument, at: number): readonly string[] {
  if (peers.length === 0)
    return [state === "master" ? "none was ever heard: nobody would take over" : "none was ever heard"];
  return [
    ...peers.slice(0, namedPeers).map((peer) => peerLine(peer, advertInterval, at)),
    ...rest(peers.length, namedPeers),
  ];
}

function peerLine(peer: PeerDocument, advertInterval: number, at: number): string {
  const { source, lastHeard, priority, interval, missing, unexpected, rejected, lastRejection, gaps, longestGap } =
    peer;
  const heard =
    lastHeard === undefined
      ? `never heard${peer.configured ? ", but configured as a peer" : ""}`
      : `heard ${printLength(at - lastHeard)} ago`;
  const of = priority === undefined ? "" : priority === 0 ? ", has given up" : `, priority ${priority}`;
  const remarks = [
    ...(interval !== undefined && interval !== advertInterval ? [`advertises every ${printLength(interval)}`] : []),
    ...(missing.length === 0 ? [] : [`lacks ${missing.join(", ")}`]),
    ...(unexpected.length === 0 ? [] : [`also has ${unexpected.join(", ")}`]),
    ...(gaps === 0 ? [] : [`${gaps} gaps, the longest ${printLength(longestGap)}`]),
    ...(rejected === 0 ? [] : [rejectionWords(rejected, lastRejection, at)]),
  ];
  return [`${source}: ${heard}${of}`, ...remarks].join("; ");
}

function rejectionWords(count: number, last: PeerDocument["lastRejection"], at: number): string {
  const adverts = count === 1 ? "1 advert" : `${count} adverts`;
  return last === undefined
    ? `${adverts} rejected`
    : `${adverts} rejected, the last ${printLength(at - last.at)} ago: ${last.text}`;
}

function rest(count: number, named: number): readonly string[] {
  return count > named ? [`and ${count - named} more`] : [];
}

/** All labels are as wide as the longest. */
const labelWidth = 12;

function row(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)} ${text}`;
}

function rows(label: string, texts: readonly string[]): readonly string[] {
  return texts.map((text, index) => row(index === 0 ? label : "", text));
}
