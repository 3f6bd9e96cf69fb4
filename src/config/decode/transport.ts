import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import type { Keyword } from "../schema/keyword.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import { printFamily } from "./context.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { decodePeers } from "./peers.ts";
import type { ScopeReader } from "./scope-reader.ts";

export type TransportDraft = Pick<InstanceConfig, "transport" | "sourceAddress">;

/** How adverts travel: to a multicast group, or to each of the peers when there is one at least. */
export function decodeTransport(
  scope: ScopeReader,
  family: Family,
  { strict, defaults }: { readonly strict: boolean; readonly defaults: InstanceDefaults },
  report: Reporter,
): TransportDraft {
  const unicastAt = scope.keywordAt(vrrpInstance.unicastPeer) ?? scope.keywordAt(vrrpInstance.unicastSource);
  const multicastSource = decodeSource(scope, vrrpInstance.multicastSource, family, report);
  const sourceAddress = decodeSource(scope, vrrpInstance.unicastSource, family, report) ?? multicastSource;
  const peers = decodePeers(scope.values(vrrpInstance.unicastPeer).flat(), family, sourceAddress, report);
  const group = decodeGroup(scope, family, report) ?? defaults.multicastGroups[family];
  if (peers.length === 0) {
    if (unicastAt !== undefined) {
      const message = "A unicast keyword has been specified without any unicast peers. Defaulting to multicast.";
      report.warning("missing-setting", unicastAt, message, { cure: "list the other machines in unicast_peer { }" });
    }
    return { transport: { kind: "multicast", group }, sourceAddress };
  }
  // RFC 9568 §5.1.1.2 knows multicast only.
  if (strict) report.fatal("conflict", unicastAt, "Strict mode does not support unicast peers.");
  return { transport: { kind: "unicast", peers }, sourceAddress };
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
  const message = `${keyword.name} ${source.toString()} must be an ${printFamily(family)} address like the others - ignoring`;
  report.error("address-family", place, message);
  return undefined;
}

function decodeGroup(scope: ScopeReader, family: Family, report: Reporter): IpAddress | undefined {
  const place = scope.parameterAt(vrrpInstance.multicastGroup);
  const group = decodeSource(scope, vrrpInstance.multicastGroup, family, report);
  if (group === undefined || isUsableGroup(group)) return group;
  const kind = family === "ipv4" ? "a multicast address" : "a multicast address of link-local scope (ff02::/16)";
  report.error("invalid-value", place, `mcast_dst_ip ${group.toString()} is not ${kind} - ignoring`);
  return undefined;
}

/** IPv6 groups have to be of link-local scope (keepalived.conf(5), mcast_dst_ip). */
function isUsableGroup(group: IpAddress): boolean {
  return group.isMulticast && (group.family === "ipv4" || ((group.bytes[1] ?? 0) & 0x0f) === 2);
}
