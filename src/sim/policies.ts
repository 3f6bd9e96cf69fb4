import type { Statics, VirtualAddress, VirtualRoute, VirtualRule } from "../vrrp/network-config.ts";
import type { NetworkChange } from "../vrrp/inputs.ts";
import { routeIdentity, ruleIdentity } from "../wire/netlink/policy-identity.ts";
import { parsePrefix, type Words } from "./script-language.ts";

/** What a scenario says of one address, route or rule: "203.0.113.0/24@eth1", with "!" behind: not tracked. */
function split(text: string): {
  readonly what: string;
  readonly link: string | undefined;
  readonly untracked: boolean;
} {
  const untracked = text.endsWith("!");
  const [what = "", link] = text.replace("!", "").split("@");
  return { what, link, untracked };
}

function parseRoute(text: string): VirtualRoute {
  const { what, link, untracked } = split(text);
  return {
    destination: parsePrefix(what),
    gateway: undefined,
    interface: link,
    source: undefined,
    table: 254,
    metric: undefined,
    scope: undefined,
    ...(untracked && { untracked: true as const }),
  };
}

/** A rule is its priority. */
function parseRule(text: string): VirtualRule {
  const { what, link, untracked } = split(text);
  return {
    family: "ipv4",
    inverted: false,
    from: undefined,
    to: undefined,
    priority: Number(what),
    action: { kind: "table", table: 100 },
    tos: undefined,
    mark: undefined,
    realms: undefined,
    suppressPrefixLength: undefined,
    suppressGroup: undefined,
    incoming: link,
    outgoing: undefined,
    tunnelId: undefined,
    users: undefined,
    protocol: undefined,
    ipProtocol: undefined,
    sourcePorts: undefined,
    destinationPorts: undefined,
    untracked,
  };
}

function parseAddress(text: string): VirtualAddress {
  const { what, link = "eth0", untracked } = split(text);
  const address = { prefix: parsePrefix(what), interface: link, scope: 0, label: undefined, broadcast: undefined };
  return untracked ? { ...address, untracked: true } : address;
}

/** `routes=203.0.113.0/24@eth1,... rules=500,...` of an instance. */
export function parsePolicies(words: Words): {
  readonly routes: readonly VirtualRoute[];
  readonly rules?: readonly VirtualRule[];
} {
  const rules = words.list("rules").map(parseRule);
  return { routes: words.list("routes").map(parseRoute), ...(rules.length > 0 && { rules }) };
}

/** `addresses=... routes=... rules=...`, all of them with `track-group=NAME` or none. */
export function parseStatics(words: Words): Statics {
  const trackGroup = words.optional("track-group");
  return {
    addresses: words.list("addresses").map((text) => ({ ...parseAddress(text), trackGroup })),
    routes: words.list("routes").map((text) => ({ ...parseRoute(text), trackGroup })),
    rules: words.list("rules").map((text) => ({ ...parseRule(text), trackGroup })),
  };
}

/** `gone routes=... rules=...`, or `gone unknown`. */
export function parseGone(words: Words): readonly NetworkChange[] {
  if (words.name === "unknown") return [{ kind: "policies-unknown" }];
  const routes = words.list("routes").map((text) => routeIdentity(parseRoute(text)));
  const rules = words.list("rules").map((text) => ruleIdentity(parseRule(text)));
  return [...routes, ...rules].map((identity) => ({ kind: "policy-removed", identity }));
}
