import type { DeliveryConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { instanceDelivery } from "../schema/instance/delivery.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { nothingGiven } from "./nothing-given.ts";
import type { Peers } from "./peers.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** Keywords that make no sense without peers; the reference takes them for a wish for unicast. */
const unicastKeywords = [
  vrrpInstance.unicastPeer,
  vrrpInstance.unicastSource,
  instanceDelivery.checkSource,
  instanceDelivery.oldChecksum,
];

/** Whether a unicast keyword is there, and its lack of peers is to be a fault rather than a wish for multicast. */
export function isFaultyUnicast(scope: ScopeReader): boolean {
  return scope.has(instanceDelivery.faultWithoutPeers) && unicastKeywords.some((row) => scope.has(row));
}

/** What else is said about how adverts travel; undefined: nothing. */
export function decodeDelivery(
  scope: ScopeReader,
  { peers, limits, namesSelf }: Peers,
  { checkUnicastSource }: Pick<InstanceDefaults, "checkUnicastSource">,
  report: Reporter,
): DeliveryConfig | undefined {
  const given: DeliveryConfig = scope.readAll(instanceDelivery);
  if (peers.length > 0) {
    const delivery = {
      ...given,
      ...(checkUnicastSource && { checkSource: true as const }),
      ...(limits.length > 0 && { peerLimits: limits }),
    };
    return nothingGiven(delivery) ? undefined : delivery;
  }
  const keyword = unicastKeywords.find((row) => scope.has(row));
  if (keyword !== undefined && given.faultWithoutPeers === undefined) {
    const problem = "A unicast keyword has been specified without any unicast peers. Defaulting to multicast.";
    const message = `${problem} This usage is deprecated - please update your configuration.`;
    const cure = "list the other machines in unicast_peer { }";
    // 2.2.7 keeps its own address for a peer.
    const effect = namesSelf ? "none" : "configuration";
    report.warning("missing-setting", scope.keywordAt(keyword), message, { cure, effect });
  }
  const { timeToLive, ...rest } = given;
  if (timeToLive !== undefined) {
    const place = scope.keywordAt(instanceDelivery.timeToLive);
    report.warning("conflict", place, "Cannot use unicast_ttl without unicast peers - resetting");
  }
  return nothingGiven(rest) ? undefined : rest;
}
