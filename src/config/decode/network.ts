import type { InstanceConfig, VrrpConfig } from "../../vrrp/config.ts";
import type { Static, Statics } from "../../vrrp/network-config.ts";
import { networkBlocks } from "../schema/network.ts";
import type { DecodeContext } from "./context.ts";
import { decodeGarpGroups } from "./garp-group.ts";
import { decodeLinkbeats } from "./linkbeat.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { decodeStatics } from "./statics.ts";
import { decodeTrackGroups, resolveTrackGroups } from "./track-group.ts";
import { decodeLinkDelays, limitLinkDelays } from "./up-down-delays.ts";

/** The part of a configuration that concerns interfaces and what is on them, whoever is master. */
export type NetworkConfig = Pick<
  VrrpConfig,
  "statics" | "trackGroups" | "linkbeats" | "linkDelays" | "announcementGroups"
>;

/** Reads the blocks of the part; `instances` are those that the configuration has. */
export function decodeNetwork(
  scope: ScopeReader,
  { instances, defaultInterface }: NetworkSurroundings,
  context: DecodeContext,
): NetworkConfig {
  const groups = decodeTrackGroups(scope.values(networkBlocks.trackGroup), context);
  const statics = decodeStatics(scope, groups, defaultInterface, context);
  const names = new Set(groups.size === 0 ? [] : instances.map(({ name }) => name));
  const trackGroups = resolveTrackGroups(groups, names, context);
  const delays = decodeLinkDelays(scope.values(networkBlocks.linkDelays).flat(), context);
  return {
    statics: keepGroups(statics, new Set(trackGroups.map(({ name }) => name))),
    trackGroups,
    linkbeats: decodeLinkbeats(scope.values(networkBlocks.linkbeats).flat(), context),
    linkDelays: limitLinkDelays(delays, instances, context),
    announcementGroups: decodeGarpGroups(scope.values(networkBlocks.announcementGroup), context),
  };
}

export type NetworkSurroundings = {
  readonly instances: readonly InstanceConfig[];
  /** `default_interface` */
  readonly defaultInterface: string | undefined;
};

/** A group without instances tracks nothing. */
function keepGroups({ addresses, routes, rules }: Statics, names: ReadonlySet<string>): Statics {
  const keep = <T extends Static<object>>(entry: T): T =>
    entry.trackGroup === undefined || names.has(entry.trackGroup) ? entry : { ...entry, trackGroup: undefined };
  return { addresses: addresses.map(keep), routes: routes.map(keep), rules: rules.map(keep) };
}
