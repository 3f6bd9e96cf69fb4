import { elapsed, instant, printDuration, type Instant } from "../base/time.ts";
import type { PeerStatus } from "../vrrp/peer-table.ts";
import type { StrangerStatus } from "../vrrp/strangers.ts";
import { printReason } from "./print.ts";

/** "192.0.2.2 priority 200 v3 1s pseudo-header, heard 0s-3s, 4 adverts": what is known of a peer, on one line. */
export function printPeer(peer: PeerStatus): string {
  const { source, advertised, firstHeard, lastHeard, adverts, gaps, longestGap, rejected, lastRejection } = peer;
  const form = advertised === undefined ? "" : ` ${advertised.checksumForm}`;
  const said =
    advertised === undefined
      ? "unknown"
      : `priority ${advertised.priority} v${advertised.version} ${printDuration(advertised.interval)}${form}`;
  const parts = [
    `${source.toString()}${peer.configured ? " configured" : ""} ${said}`,
    firstHeard === undefined ? "never heard" : `heard ${printAt(firstHeard)}-${printAt(lastHeard ?? firstHeard)}`,
    `${adverts} adverts`,
    ...(gaps > 0 ? [`${gaps} gaps up to ${printDuration(longestGap)}`] : []),
    ...(peer.missing.length > 0 ? [`lacks ${peer.missing.join(" ")}`] : []),
    ...(peer.unexpected.length > 0 ? [`has ${peer.unexpected.join(" ")}`] : []),
    ...(lastRejection === undefined
      ? []
      : [`${rejected} rejected, at ${printAt(lastRejection.at)}: ${printReason(lastRejection.reason)}`]),
  ];
  return parts.join(", ");
}

export function printStranger({ protocol, interface: name, source, vrid, lastHeard, count }: StrangerStatus): string {
  return `${protocol} ${vrid} from ${source.toString()} on ${name}, ${count} times until ${printAt(lastHeard)}`;
}

function printAt(at: Instant): string {
  return printDuration(elapsed(instant(0), at));
}
