import { seconds } from "../../base/time.ts";
import { routeTypes } from "../../vrrp/network-config.ts";
import type { VirtualRoute } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { shorten } from "../schema/words.ts";
import { checkInterface } from "./context.ts";
import { encapsulationSyntax, readEncapsulation } from "./encapsulation.ts";
import { findTrackGroup, locateDevice } from "./line-owner.ts";
import { byName } from "./line-option.ts";
import type { LineOption, LineOptionFacts } from "./line-option.ts";
import { readNexthops } from "./nexthops.ts";
import { parsePrefix } from "./prefix.ts";
import { parseRealms } from "./realms.ts";
import { metricOptions } from "./route-metrics.ts";
import { mainTable, maximumU32, parseDecimal, parseNamed } from "./route-names.ts";
import type { RouteLine } from "./routes.ts";

const leftOut = "the route is left out";

const typeDocs: Readonly<Record<(typeof routeTypes)[number], string>> = {
  unicast: "an ordinary way to the destination (the default)",
  local: "the destination is this machine",
  broadcast: "the destination is a broadcast address",
  anycast: "the destination is an anycast address of this machine",
  multicast: "the destination is a multicast group",
  throw: "go on with the next rule",
  unreachable: "drop, and tell that the host is unreachable",
  prohibit: "drop, and tell that it is forbidden",
  blackhole: "drop without a word",
  nat: "rewrite the destination: no kernel does that any more",
  xresolve: "ask an external resolver: no kernel does that any more",
};

const preferences: ReadonlyMap<string, "low" | "medium" | "high"> = new Map([
  ["low", "low"],
  ["medium", "medium"],
  ["high", "high"],
  // RFC 4191 §2.1
  ["3", "low"],
  ["0", "medium"],
  ["1", "high"],
]);

/** What a route line is made of, in any order (keepalived.conf(5), "Static routes/addresses/rules"). */
export const routeOptions: readonly LineOption<RouteLine>[] = [
  ...routeTypes.map((name): LineOption<RouteLine> => ({
    name,
    syntax: "<DESTINATION>",
    doc: typeDocs[name],
    priority: "P0",
    read(line) {
      line.hasType = true;
      line.type = name === "unicast" ? undefined : name;
      const destination = line.words.required(line.report);
      return destination === undefined ? line.drop() : line.setDestination(destination);
    },
  })),
  {
    name: "to",
    syntax: "<DESTINATION>",
    doc: "prefix, address, default, default6, any or all; the word itself may be left out",
    priority: "P0",
    read(line) {
      const destination = line.words.required(line.report);
      return destination === undefined ? line.drop() : line.setDestination(destination);
    },
  },
  {
    name: "inet",
    syntax: "",
    doc: "a route of IPv4",
    priority: "P1",
    read: (line, option) => line.joinFamily("ipv4", option, "inet specified for IPv6 route"),
  },
  {
    name: "inet6",
    syntax: "",
    doc: "a route of IPv6",
    priority: "P1",
    read: (line, option) => line.joinFamily("ipv6", option, "inet6 specified for IPv4 route"),
  },
  {
    name: "via",
    aliases: ["gw"],
    syntax: "[inet|inet6] <IP ADDRESS>",
    doc: "gateway",
    priority: "P0",
    read(line, option) {
      if (option.text === "gw") {
        line.report.warning("deprecated", option, '"gw" for routes is deprecated. Please use "via"');
      }
      line.gateway = line.readAddress(option, "invalid route via address");
      return line.gateway === undefined ? line.drop() : line.joinFamily(line.gateway.family, option);
    },
  },
  withWord(
    "dev",
    { aliases: ["oif"], syntax: "<INTERFACE>", doc: "outgoing interface", priority: "P0" },
    (line, name) => {
      line.interface = name.text;
      locateDevice(line.owner, name, line.context);
      return checkInterface(name, "VROUTE nexthop", line.context, line.report) || line.drop();
    },
  ),
  {
    name: "src",
    syntax: "[inet|inet6] <IP ADDRESS>",
    doc: "source address for connections from this machine",
    priority: "P0",
    read(line, option) {
      line.source = line.readAddress(option, "invalid route src address");
      return line.source === undefined ? line.drop() : line.joinFamily(line.source.family, option);
    },
  },
  withWord(
    "from",
    { syntax: "<IP ADDRESS>[/<MASK>]", doc: "only for packets from there (IPv6)", priority: "P2" },
    (line, word) => {
      line.from = parsePrefix(word, line.report);
      return line.from === undefined ? line.drop() : line.joinFamily(line.from.address.family, word);
    },
  ),
  {
    name: "or",
    syntax: "<IP ADDRESS>",
    doc: "second gateway, used in turn with the first",
    priority: "P2",
    deprecated: "use nexthop",
    read(line, option) {
      line.report.warning("deprecated", option, '"or" for routes is deprecated. Please use "nexthop"');
      const second = line.readAddress(option, 'Invalid "or" address');
      if (second === undefined) return line.drop();
      if (line.secondGateway !== undefined) {
        line.report.error("repeated", option, '"or" route already specified - ignoring subsequent');
        return true;
      }
      line.secondGateway = second;
      return line.joinFamily(second.family, option);
    },
  },
  {
    name: "as",
    syntax: "[to] <IP ADDRESS>",
    doc: "rewritten destination: for label switching only, which nothing here does",
    priority: "P2",
    read(line, option) {
      if (line.words.next?.text === "to") line.words.take();
      if (line.words.required(line.report) === undefined) return line.drop();
      line.report.error("invalid-value", option, '"as to" for MPLS only - ignoring');
      return true;
    },
  },
  withWord(
    "tos",
    {
      aliases: ["dsfield"],
      syntax: "<0..255>|<NAME>",
      doc: "only for packets of this service",
      priority: "P2",
    },
    (line, word) => {
      line.tos = parseNamed(word.text, "dsfields", 0xff, line.names);
      return line.tos !== undefined || line.refuse(word, `TOS value ${shorten(word.text)} is invalid`);
    },
  ),
  withWord(
    "table",
    { syntax: "<0..4294967295>|<NAME>", doc: "routing table", default: "main", priority: "P0" },
    (line, word) => {
      const table = parseNamed(word.text, "tables", maximumU32, line.names);
      if (table === undefined) return line.refuse(word, `Routing table ${shorten(word.text)} not found for route`);
      // The kernel takes table 0, "unspec", for main.
      line.table = table === 0 ? mainTable : table;
      return true;
    },
  ),
  withWord(
    "vrf",
    { syntax: "<INTERFACE>", doc: "the table of a VRF device", priority: "P2", unfinished: leftOut },
    (line, word) => {
      line.vrf = word.text;
      const exists = line.context.environment.interfaces?.has(word.text) ?? true;
      return exists || line.refuse(word, `VRF ${shorten(word.text)} not found for route`);
    },
  ),
  withWord(
    "protocol",
    {
      syntax: "<0..255>|<NAME>",
      doc: "who made the route",
      default: "keepalived",
      priority: "P1",
    },
    (line, word) => {
      line.protocol = parseNamed(word.text, "protocols", 0xff, line.names);
      line.protocolAt = word;
      const message = `Protocol ${shorten(word.text)} not found or invalid for route`;
      return line.protocol !== undefined || line.refuse(word, message);
    },
  ),
  withWord(
    "scope",
    { syntax: "site|link|host|nowhere|global|<0..255>", doc: "how far the destination is", priority: "P0" },
    (line, word) => {
      line.scope = parseNamed(word.text, "scopes", 0xff, line.names);
      const message = `Scope ${shorten(word.text)} not found or invalid for route`;
      return line.scope !== undefined || line.refuse(word, message);
    },
  ),
  withWord(
    "metric",
    {
      aliases: ["priority", "preference"],
      syntax: `<0..${maximumU32}>`,
      doc: "of several routes to a place the one with the lowest metric is used",
      priority: "P0",
    },
    (line, word) => {
      line.metric = parseDecimal(word.text, maximumU32);
      return line.metric !== undefined || line.refuse(word, `Invalid metric ${shorten(word.text)} specified for route`);
    },
  ),
  flag("onlink", { doc: "the gateway need not be in a network of the interface", priority: "P1" }, (line) => {
    line.onLink = true;
  }),
  ...metricOptions,
  {
    name: "congctl",
    syntax: "[lock] <NAME>",
    doc: "congestion control of TCP",
    priority: "P2",
    read(line) {
      let word = line.words.required(line.report);
      const locked = word?.text === "lock";
      if (locked) word = line.words.required(line.report);
      if (word === undefined) return line.drop();
      line.congestionControl = { name: word.text, locked };
      return true;
    },
  },
  withWord("features", { syntax: "ecn", doc: "explicit congestion notification", priority: "P2" }, (line, word) => {
    if (word.text === "ecn") line.ecn = true;
    else line.report.error("invalid-value", word, `feature ${shorten(word.text)} not supported`);
    return true;
  }),
  withWord(
    "realms",
    { syntax: "[<FROM>/]<TO>", doc: "realms, for accounting and rules (IPv4)", priority: "P2" },
    (line, word) => {
      line.realms = parseRealms(word.text, line.names);
      return line.realms !== undefined || line.refuse(word, `Invalid realms ${shorten(word.text)} for route`);
    },
  ),
  withWord(
    "pref",
    { syntax: "low|medium|high", doc: "preference among routers (IPv6)", priority: "P2" },
    (line, word) => {
      line.preference = preferences.get(word.text);
      const message = `Invalid pref value ${shorten(word.text)} specified for route`;
      return line.preference !== undefined || line.refuse(word, message);
    },
  ),
  withWord(
    "expires",
    { syntax: "<SECONDS>", doc: "remove the route after this (IPv6)", priority: "P2" },
    (line, word) => {
      const time = parseDecimal(word.text, maximumU32);
      if (time === undefined)
        return line.refuse(word, `Invalid expires time ${shorten(word.text)} specified for route`);
      line.expires = seconds(time);
      return true;
    },
  ),
  {
    name: "encap",
    syntax: encapsulationSyntax,
    doc: "tunnel that packets are put into",
    priority: "P2",
    read(line, option) {
      line.encapsulation = readEncapsulation(line.words, option, line.names, line.report);
      return line.encapsulation !== undefined || line.drop();
    },
  },
  withWord(
    "ttl-propagate",
    { syntax: "enabled|disabled", doc: "put the TTL into the MPLS header", priority: "P2" },
    (line, word) => {
      line.ttlPropagate = word.text === "enabled";
      if (word.text === "enabled" || word.text === "disabled") return true;
      line.report.error("invalid-value", word, `ttl-propagate value ${shorten(word.text)} not recognised`);
      return true;
    },
  ),
  insertion("add", { doc: "only if there is no such route yet", priority: "P2" }),
  insertion("prepend", { doc: "before other routes to the same place (the default)", priority: "P2" }),
  insertion("append", { doc: "behind other routes to the same place", priority: "P2" }),
  {
    name: "nexthop",
    syntax: "[via <IP ADDRESS>] [dev <INTERFACE>] [weight <N>] [onlink] [realms <REALMS>] [encap ...] [nexthop ...]",
    doc: "one of several ways at once; at the end of the line",
    priority: "P1",
    read(line, option) {
      if (line.secondGateway !== undefined) return line.refuse(option, 'Cannot specify nexthops with "or" route');
      line.nexthops = readNexthops(line);
      return line.nexthops.length > 0 || line.drop();
    },
  },
  flag("no_track", { doc: "do not track its interface for the instance", priority: "P1" }, (line) => {
    line.untracked = true;
  }),
  withWord(
    "track_group",
    { syntax: "<NAME>", doc: "instances that fault when somebody takes it away", priority: "P2", only: "static" },
    (line, name) => {
      line.trackGroup = findTrackGroup(name, line.owner);
      return true;
    },
  ),
];

export const routeOptionsByName = byName(routeOptions);

/** Without its word the daemon does not run, as in the reference. */
function withWord(
  name: string,
  facts: LineOptionFacts,
  set: (line: RouteLine, word: Word) => boolean,
): LineOption<RouteLine> {
  return {
    name,
    ...facts,
    read(line) {
      const word = line.words.required(line.report);
      return word === undefined ? line.drop() : set(line, word);
    },
  };
}

function flag(
  name: string,
  facts: Omit<LineOptionFacts, "syntax">,
  set: (line: RouteLine) => void,
): LineOption<RouteLine> {
  return {
    name,
    syntax: "",
    ...facts,
    read(line) {
      set(line);
      return true;
    },
  };
}

function insertion(
  name: "prepend" | NonNullable<VirtualRoute["insertion"]>,
  facts: Omit<LineOptionFacts, "syntax">,
): LineOption<RouteLine> {
  return flag(name, facts, (line) => {
    line.insertion = name;
  });
}
