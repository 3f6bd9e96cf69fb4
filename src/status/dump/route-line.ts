import { type IpAddress, type Prefix, printPrefix } from "../../base/ip-address.ts";
import { toSeconds } from "../../base/time.ts";
import type { VirtualRoute } from "../../vrrp/config.ts";
import { type Realms, type RouteMetrics, routeMetricNames, type RouteNexthop } from "../../vrrp/network-config.ts";

const mainTable = 254;
/** rtm_protocol of routes and rules that no other was asked for. */
export const keepalivedProtocol = 18;

/** "prepend 198.51.100.0/24 via inet 192.0.2.254 dev eth0 proto 18". */
export function routeLine(route: VirtualRoute): string {
  const { type, from, tos, source, gateway, table, scope, metric, realms, congestionControl } = route;
  const protocol = protocolOf(route);
  return [
    route.insertion ?? (type === undefined ? "prepend" : "add"),
    type,
    destination(route.destination),
    from && `from ${printPrefix(from)}`,
    tos !== undefined && `tos ${tos}`,
    source && `src ${source.toString()}`,
    gateway && via(gateway),
    route.interface !== undefined && `dev ${route.interface}`,
    table !== mainTable && `table ${table}`,
    protocol !== undefined && `proto ${protocol}`,
    scope !== undefined && `scope ${scope}`,
    route.onLink && "onlink",
    metric !== undefined && `metric ${metric}`,
    realms && `realms ${printRealms(realms)}`,
    congestionControl && `congctl ${congestionControl.locked ? "lock " : ""}${congestionControl.name}`,
    route.ecn && "features ecn",
    route.expires !== undefined && `expires ${toSeconds(route.expires)}sec`,
    ...metrics(route.metrics ?? {}),
    route.preference && `pref ${route.preference}`,
    route.ttlPropagate !== undefined && `ttl-propagate ${route.ttlPropagate ? "enabled" : "disabled"}`,
    ...(route.nexthops ?? []).map(nexthop),
    route.untracked && "no_track",
  ]
    .filter(Boolean)
    .join(" ");
}

/** A route that nobody looks after has none but the given one; without an interface none can be looked after. */
function protocolOf({ protocol, untracked, interface: link }: VirtualRoute): number | undefined {
  const isUntrackedByWish = untracked === true && link !== undefined;
  return protocol ?? (isUntrackedByWish ? undefined : keepalivedProtocol);
}

function destination({ address, length }: Prefix): string {
  return `${address.toString()}/${length}`;
}

function via(gateway: IpAddress): string {
  return `via ${gateway.family === "ipv4" ? "inet" : "inet6"} ${gateway.toString()}`;
}

export function printRealms({ from, to }: Realms): string {
  return from === undefined ? String(to) : `${from}/${to}`;
}

function metrics(values: RouteMetrics): readonly string[] {
  return routeMetricNames.flatMap((name) => {
    const metric = values[name];
    return metric === undefined ? [] : [`${name} ${metric.locked ? "lock " : ""}${inUnits(name, metric.value)}`];
  });
}

/** The kernel counts round-trip times in eighths and quarters of a millisecond (rtnetlink(7), RTAX_RTT). */
function inUnits(name: (typeof routeMetricNames)[number], value: number): string {
  if (name === "rtt") return `${value / 8}ms`;
  if (name === "rttvar") return `${value / 4}ms`;
  return name === "rto_min" ? `${value}ms` : String(value);
}

function nexthop({ gateway, interface: link, weight, onLink, realms }: RouteNexthop): string {
  return [
    "nexthop",
    gateway && via(gateway),
    link !== undefined && `dev ${link}`,
    weight > 1 && `weight ${weight}`,
    onLink && "onlink",
    realms && `realm ${printRealms(realms)}`,
  ]
    .filter(Boolean)
    .join(" ");
}
