import { toSeconds } from "../../base/time.ts";
import type { Prefix } from "../../base/ip-address.ts";
import { routeMetricNames } from "../../vrrp/network-config.ts";
import type { RouteMetrics, VirtualRoute } from "../../vrrp/network-config.ts";
import { quoteWord } from "../schema/words.ts";
import { printEncapsulation } from "./encapsulation.ts";
import { printNexthop } from "./nexthops.ts";
import { printAddress } from "./prefix.ts";
import { printRealms } from "./realms.ts";
import { mainTable } from "./route-names.ts";

/** The line of `virtual_routes` or `static_routes` that reads back to the same route. */
export function printRouteLine(route: VirtualRoute & { readonly trackGroup?: string | undefined }): string {
  const words = [
    route.type,
    printDestination(route.destination),
    route.from && `from ${printAddress(route.from)}`,
    route.source && `src ${route.source.toString()}`,
    route.gateway && `via ${route.gateway.toString()}`,
    route.interface !== undefined && `dev ${quoteWord(route.interface)}`,
    route.tos !== undefined && `tos ${route.tos}`,
    route.table !== mainTable && `table ${route.table}`,
    route.vrf !== undefined && `vrf ${quoteWord(route.vrf)}`,
    route.protocol !== undefined && `protocol ${route.protocol}`,
    route.scope !== undefined && `scope ${route.scope}`,
    route.metric !== undefined && `metric ${route.metric}`,
    route.onLink && "onlink",
    ...printTuning(route),
    route.encapsulation && printEncapsulation(route.encapsulation),
    printInsertion(route),
    route.untracked && "no_track",
    route.trackGroup !== undefined && `track_group ${quoteWord(route.trackGroup)}`,
    // Nothing else can follow them.
    ...(route.nexthops ?? []).map(printNexthop),
  ];
  return words.filter((word) => typeof word === "string").join(" ");
}

function printDestination(destination: Prefix): string {
  const { address, length } = destination;
  if (length !== 0 || !address.isUnspecified) return printAddress(destination);
  return address.family === "ipv4" ? "default" : "default6";
}

function printTuning(route: VirtualRoute): readonly (string | false | undefined)[] {
  const { congestionControl, realms, preference, expires, ttlPropagate } = route;
  return [
    ...printMetrics(route.metrics ?? {}),
    congestionControl && `congctl ${congestionControl.locked ? "lock " : ""}${quoteWord(congestionControl.name)}`,
    route.ecn && "features ecn",
    realms && printRealms(realms),
    preference && `pref ${preference}`,
    expires !== undefined && `expires ${toSeconds(expires)}`,
    ttlPropagate !== undefined && `ttl-propagate ${ttlPropagate ? "enabled" : "disabled"}`,
  ];
}

function printMetrics(metrics: RouteMetrics): readonly string[] {
  return routeMetricNames.flatMap((name) => {
    const metric = metrics[name];
    return metric === undefined ? [] : [`${name} ${metric.locked ? "lock " : ""}${metric.value}`];
  });
}

/** Routes with a type are added, others prepended. */
function printInsertion({ type, insertion }: VirtualRoute): string | undefined {
  if (type === undefined) return insertion;
  return insertion === undefined ? "prepend" : insertion === "add" ? undefined : insertion;
}
