import type { IpAddress } from "../../base/ip-address.ts";
import type { Member, Router } from "./node.ts";
import { printList } from "./labels.ts";

/**
 * Unicast peers: every node has to list every other one (keepalived.conf(5), "unicast_peer"). Only what
 * `unicast_src_ip` says of the nodes can be checked.
 */
export function comparePeers({ members }: Router): void {
  const users = members.filter(({ config }) => config.transport.kind === "unicast");
  if (reportSameSources(members)) return;
  for (const member of users) {
    const { node, config } = member;
    const listed = new Set(peersOf(member).map(String));
    const others = users.filter((other) => other !== member);
    const report = node.report.within(config.name);
    const place = node.place(config.name, "unicast_peer");
    for (const other of others) {
      const source = other.config.sourceAddress;
      if (source === undefined || listed.has(source.toString()) || isOwn(source, member)) continue;
      const message = `${source.toString()} of ${other.node.label} is not among the peers: that node does not hear this one, and both may be master`;
      const cure = `add ${source.toString()} to unicast_peer`;
      report.error("peers-differ", place, message, { cure, effect: "none" });
    }
    // Others may use an address that their file does not say.
    if (others.some((other) => other.config.sourceAddress === undefined)) continue;
    const known = new Set(others.map(({ config: { sourceAddress } }) => sourceAddress?.toString()));
    const strangers = peersOf(member).filter((peer) => !known.has(peer.toString()));
    if (strangers.length === 0 || others.length === 0) continue;
    const message = `no node has ${printList(strangers.map(String))} as unicast_src_ip, but it is listed as a peer`;
    const cure = `${printList(others.map((other) => `${other.node.label} has ${other.config.sourceAddress?.toString() ?? "none"}`))}; leave out who is not there`;
    const at = node.peerPlace(config.name, strangers[0]) ?? place;
    report.warning("peers-differ", at, message, { cure, effect: "none" });
  }
}

/**
 * What a node sends from, as far as the files tell: its own word, or else the one address that the others list as a
 * peer and that none of them, nor any peer of this node, has.
 */
export function sourceOf(member: Member, members: readonly Member[]): IpAddress | undefined {
  const { sourceAddress } = member.config;
  if (sourceAddress !== undefined) return sourceAddress;
  const taken = new Set([
    ...peersOf(member).map(String),
    ...members.flatMap(({ config }) => config.sourceAddress?.toString() ?? []),
  ]);
  const left = members.filter((other) => other !== member).flatMap(peersOf);
  const candidates = new Map(left.map((peer) => [peer.toString(), peer]));
  const free = Array.from(candidates.values()).filter((peer) => !taken.has(peer.toString()));
  return free.length === 1 ? free[0] : undefined;
}

function peersOf({ config: { transport } }: Member): readonly IpAddress[] {
  return transport.kind === "unicast" ? transport.peers : [];
}

/** Whether the adverts of a node are sent to another one; also true where its address is not known. */
export function lists(sender: Member, { config: { sourceAddress } }: Member): boolean {
  if (sender.config.transport.kind === "multicast" || sourceAddress === undefined) return true;
  return peersOf(sender).some((peer) => peer.equals(sourceAddress));
}

/** Whether each takes the other's adverts for its own. */
export function sameSource({ config: { sourceAddress: here } }: Member, { config: there }: Member): boolean {
  return here !== undefined && there.sourceAddress?.equals(here) === true;
}

function isOwn(address: IpAddress, { config }: Member): boolean {
  return config.sourceAddress?.equals(address) === true;
}

/** True when there are any: who is whose peer cannot be told then. */
function reportSameSources(members: readonly Member[]): boolean {
  let found = false;
  const users = new Map<string, Member>();
  for (const member of members) {
    const { node, config } = member;
    const source = config.sourceAddress?.toString();
    const other = source === undefined ? undefined : users.get(source);
    if (source !== undefined && other === undefined) users.set(source, member);
    if (source === undefined || other === undefined) continue;
    found = true;
    const message = `adverts are sent from ${source} here, and in ${other.node.label} as well: each takes the other's for its own and ignores them`;
    const place = node.firstPlace(config.name, ["unicast_src_ip", "mcast_src_ip"]);
    const cure = "write the address of the node itself";
    node.report.within(config.name).error("same-source", place, message, { cure, effect: "none" });
  }
  return found;
}
