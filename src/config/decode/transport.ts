import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import type { Keyword } from "../schema/keyword.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { Statement } from "../tree.ts";
import { printFamily } from "./context.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { decodeDelivery, isFaultyUnicast } from "./delivery.ts";
import { decodePeers } from "./peers.ts";
import type { ScopeReader } from "./scope-reader.ts";

export type TransportDraft = Pick<InstanceConfig, "transport" | "sourceAddress" | "delivery">;

export type TransportSetting = {
  readonly family: Family;
  /** The lines of `unicast_peer`. */
  readonly peers: readonly Statement[];
  readonly strict: boolean;
  readonly defaults: InstanceDefaults;
};

/** How adverts travel: to a multicast group, or to each of the peers when there is one at least. */
export function decodeTransport(
  scope: ScopeReader,
  { family, peers: lines, strict, defaults }: TransportSetting,
  report: Reporter,
): TransportDraft {
  const multicastSource = decodeSource(scope, vrrpInstance.multicastSource, family, report);
  const sourceAddress = decodeSource(scope, vrrpInstance.unicastSource, family, report) ?? multicastSource;
  const listed = decodePeers(lines, family, sourceAddress, report);
  const groupPlace = scope.keywordAt(vrrpInstance.multicastGroup);
  const group = decodeGroup(scope, family, report);
  const delivery = decodeDelivery(scope, listed, defaults, report);
  const { peers } = listed;
  const rest = { sourceAddress, ...(delivery && { delivery }) };
  if (peers.length === 0 && isFaultyUnicast(scope)) return { transport: { kind: "unicast", peers }, ...rest };
  if (peers.length === 0) {
    return { transport: { kind: "multicast", group: group ?? defaults.multicastGroups[family] }, ...rest };
  }
  if (group !== undefined) {
    report.warning("conflict", groupPlace, "multicast destination specified with unicast - ignoring");
  }
  // RFC 9568 §5.1.1.2 knows multicast only.
  if (strict) {
    const place = scope.keywordAt(vrrpInstance.unicastPeer);
    report.fatal("conflict", place, "Strict mode does not support unicast peers.");
  }
  return { transport: { kind: "unicast", peers }, ...rest };
}

function decodeSource(
  scope: ScopeReader,
  keyword: Keyword<IpAddress>,
  family: Family,
  report: Reporter,
): IpAddress | undefined {
  const place = scope.parameterAt(keyword);
  const source = scope.value(keyword);
  if (source === undefined || source.family === family) return source;
  const message = `VRRP instance and ${keyword.name} ${source.toString()} MUST be of the same family !!! Skipping...`;
  report.error("address-family", place, message, { cure: `give an ${printFamily(family)} address` });
  return undefined;
}

function decodeGroup(scope: ScopeReader, family: Family, report: Reporter): IpAddress | undefined {
  const place = scope.parameterAt(vrrpInstance.multicastGroup);
  const group = decodeSource(scope, vrrpInstance.multicastGroup, family, report);
  if (group === undefined || isUsableGroup(group)) return group;
  const lacks = group.isMulticast ? "link-local multicast" : "multicast";
  const cure = family === "ipv4" ? "choose an address from 224.0.0.0/4" : "choose an address from ff02::/16";
  report.error("invalid-value", place, `mcast_dst_ip ${group.toString()} not ${lacks}. Skipping...`, { cure });
  return undefined;
}

/** IPv6 groups have to be of link-local scope (keepalived.conf(5), mcast_dst_ip). */
function isUsableGroup(group: IpAddress): boolean {
  return group.isMulticast && (group.family === "ipv4" || ((group.bytes[1] ?? 0) & 0x0f) === 2);
}
