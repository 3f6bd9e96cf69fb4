import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { addressLength, type Family, IpAddress, type Prefix, printPrefix } from "../../base/ip-address.ts";
import { readField, viewOf } from "../../base/layout.ts";
import { familyNumber } from "./address.ts";
import { decodeAttributes, readU32 } from "./attribute.ts";
import { routeAttribute, routeLayout, type RouteRequest } from "./route.ts";
import { ruleAttribute, ruleLayout, type RuleRequest } from "./rule.ts";

/**
 * What tells routes, or rules, from one another as far as a removal is concerned, as a text to compare:
 * "203.0.113.0/24 table 254 metric 5 tos 0", "rule ipv4 500 from 192.0.2.0/24 to all".
 */
export type PolicyIdentity = string;

/** What RTM_DELROUTE and RTM_DELRULE say. */
export type PolicyRemoval = { readonly identity: PolicyIdentity; /** RTPROT_ */ readonly protocol: number };
export type PolicyError = "truncated" | "family" | "no-address";

/** IP6_RT_PRIO_USER: the metric of an IPv6 route that has none. */
const usualIpv6Metric = 1024;

export function routeIdentity(
  route: Pick<RouteRequest, "destination" | "table" | "metric" | "tos" | "from">,
): PolicyIdentity {
  const { destination, table, metric = 0, tos = 0, from } = route;
  const isIpv6 = destination.address.family === "ipv6";
  const number = isIpv6 && metric === 0 ? usualIpv6Metric : metric;
  const source = from === undefined ? "" : ` from ${printPrefix(from)}`;
  return `${printPrefix(destination)}${source} table ${table} metric ${number} tos ${tos}`;
}

export function ruleIdentity({
  family,
  priority,
  from,
  to,
}: Pick<RuleRequest, "family" | "priority" | "from" | "to">): PolicyIdentity {
  const [source, destination] = [from, to].map((prefix) => (prefix === undefined ? "all" : printPrefix(prefix)));
  return `rule ${family} ${priority} from ${source} to ${destination}`;
}

export function decodeRouteRemoval(payload: Uint8Array): Decoded<PolicyRemoval, PolicyError> {
  if (payload.length < routeLayout.size) return failed("truncated");
  const { fields } = routeLayout;
  const view = viewOf(payload);
  const attributes = decodeAttributes(payload.subarray(routeLayout.size));
  if (!attributes.ok) return attributes;
  const family = familyOf(readField(view, 0, fields.family));
  if (family === undefined) return failed("family");
  const { value } = attributes;
  const destination = readPrefix(
    family,
    value.get(routeAttribute.destination),
    readField(view, 0, fields.destinationLength),
  );
  const sourceLength = readField(view, 0, fields.sourceLength);
  const from = sourceLength === 0 ? undefined : readPrefix(family, value.get(routeAttribute.source), sourceLength);
  if (destination === undefined || (sourceLength > 0 && from === undefined)) return failed("no-address");
  const identity = routeIdentity({
    destination,
    from,
    table: readU32(value.get(routeAttribute.table)) ?? readField(view, 0, fields.table),
    metric: readU32(value.get(routeAttribute.metric)),
    tos: readField(view, 0, fields.tos),
  });
  return decoded({ identity, protocol: readField(view, 0, fields.protocol) });
}

export function decodeRuleRemoval(payload: Uint8Array): Decoded<PolicyRemoval, PolicyError> {
  if (payload.length < ruleLayout.size) return failed("truncated");
  const { fields } = ruleLayout;
  const view = viewOf(payload);
  const attributes = decodeAttributes(payload.subarray(ruleLayout.size));
  if (!attributes.ok) return attributes;
  const family = familyOf(readField(view, 0, fields.family));
  if (family === undefined) return failed("family");
  const { value } = attributes;
  const [from, to] = [
    { bytes: value.get(ruleAttribute.source), length: readField(view, 0, fields.sourceLength) },
    { bytes: value.get(ruleAttribute.destination), length: readField(view, 0, fields.destinationLength) },
  ].map(({ bytes, length }) => (bytes === undefined ? undefined : readPrefix(family, bytes, length)));
  const priority = readU32(value.get(ruleAttribute.priority)) ?? 0;
  const [protocol = 0] = value.get(ruleAttribute.protocol) ?? [];
  return decoded({ identity: ruleIdentity({ family, priority, from, to }), protocol });
}

/** Without bytes every address; undefined when they are not those of an address of the family. */
function readPrefix(family: Family, bytes: Uint8Array | undefined, length: number): Prefix | undefined {
  const size = addressLength(family);
  if (bytes === undefined) return { address: IpAddress.fromBytes(new Uint8Array(size)), length: 0 };
  return bytes.length === size ? { address: IpAddress.fromBytes(bytes), length } : undefined;
}

function familyOf(value: number): Family | undefined {
  if (value === familyNumber.ipv4) return "ipv4";
  return value === familyNumber.ipv6 ? "ipv6" : undefined;
}
