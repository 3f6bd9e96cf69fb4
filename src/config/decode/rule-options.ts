import type { Family } from "../../base/ip-address.ts";
import { routeTypes } from "../../vrrp/network-config.ts";
import type { NumberRange, RuleAction } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { shorten } from "../schema/words.ts";
import { checkInterface } from "./context.ts";
import { parseU64 } from "./eight-bytes.ts";
import { parseIpProtocol } from "./ip-protocols.ts";
import { findTrackGroup, locateDevice } from "./line-owner.ts";
import { byName } from "./line-option.ts";
import type { LineOption, LineOptionFacts } from "./line-option.ts";
import type { RuleLine } from "./policy-rules.ts";
import { parseRealms } from "./realms.ts";
import { maximumU32, parseAnyBase, parseDecimal, parseNamed } from "./route-names.ts";

/** The largest number of an interface group. */
const maximumGroup = 0x7fff_ffff;

const actionDocs: Readonly<Record<"nop" | "blackhole" | "unreachable" | "prohibit", string>> = {
  nop: "do nothing: go on with the next rule",
  blackhole: "drop without a word",
  unreachable: "drop, and tell that the network is unreachable",
  prohibit: "drop, and tell that it is forbidden",
};

/** What a rule line is made of, in any order (keepalived.conf(5), "Static routes/addresses/rules"). */
export const ruleOptions: readonly LineOption<RuleLine>[] = [
  familyFlag("inet", "ipv4"),
  familyFlag("inet6", "ipv6"),
  prefixOption("from", "where the packets come from"),
  prefixOption("to", "where the packets go"),
  withWord(
    "table",
    { aliases: ["lookup"], syntax: "<1..4294967295>|<NAME>", doc: "table that is asked", priority: "P1" },
    (line, word) => {
      const table = parseNamed(word.text, "tables", maximumU32, line.names);
      if (table === undefined) return line.refuse(word, `Routing table ${shorten(word.text)} not found for rule`);
      return table === 0 ? line.refuse(word, "Table 0 is not valid") : line.setAction(word, { kind: "table", table });
    },
  ),
  {
    name: "not",
    syntax: "",
    doc: "for all packets but those that it describes",
    priority: "P2",
    read(line) {
      line.inverted = true;
      return true;
    },
  },
  withWord(
    "preference",
    {
      aliases: ["order", "priority"],
      syntax: `<0..${maximumU32}>`,
      doc: "rules with a lower number are asked first",
      default: "16384 and below, which is seldom what is wanted",
      priority: "P1",
    },
    (line, word, option) => {
      line.priority = parseAnyBase(word.text, maximumU32);
      const message = `Invalid rule preference ${option.text} ${shorten(word.text)} specified`;
      return line.priority !== undefined || line.refuse(word, message);
    },
  ),
  withWord(
    "tos",
    { aliases: ["dsfield"], syntax: "<0..255>|<NAME>", doc: "type of service", priority: "P2" },
    (line, word) => {
      line.tos = parseNamed(word.text, "dsfields", 0xff, line.names);
      return line.tos !== undefined || line.refuse(word, `TOS value ${shorten(word.text)} is invalid`);
    },
  ),
  withWord("fwmark", { syntax: "<N>[/<MASK>]", doc: "firewall mark", priority: "P1" }, (line, word) => {
    line.mark = parseMark(word.text);
    return line.mark !== undefined || line.refuse(word, `Invalid rule fwmark ${shorten(word.text)} specified`);
  }),
  withWord("realms", { syntax: "[<FROM>/]<TO>", doc: "realms (IPv4)", priority: "P2" }, (line, word) => {
    line.realms = parseRealms(word.text, line.names);
    return line.realms !== undefined || line.refuse(word, `invalid realms ${shorten(word.text)} for rule`);
  }),
  withWord(
    "suppress_prefixlength",
    { aliases: ["sup_pl"], syntax: "<0..128>", doc: "pass over routes whose prefix is not longer", priority: "P2" },
    (line, word) => {
      line.suppressPrefixLength = parseDecimal(word.text, maximumGroup);
      const message = `Invalid suppress_prefixlength ${shorten(word.text)} specified`;
      return line.suppressPrefixLength !== undefined || line.refuse(word, message);
    },
  ),
  withWord(
    "suppress_ifgroup",
    {
      aliases: ["sup_group"],
      syntax: "<N>|<NAME>",
      doc: "pass over routes through this group of interfaces",
      priority: "P2",
    },
    (line, word) => {
      line.suppressGroup = parseNamed(word.text, "groups", maximumGroup, line.names);
      return line.suppressGroup !== undefined || line.refuse(word, `suppress_group ${shorten(word.text)} is invalid`);
    },
  ),
  withWord(
    "iif",
    { aliases: ["dev"], syntax: "<INTERFACE>", doc: "incoming interface", priority: "P1" },
    (line, name) => {
      line.incoming = name.text;
      return checkDevice(line, name);
    },
  ),
  withWord("oif", { syntax: "<INTERFACE>", doc: "outgoing interface", priority: "P1" }, (line, name) => {
    line.outgoing = name.text;
    return checkDevice(line, name);
  }),
  withWord("tunnel-id", { syntax: "<N>", doc: "key of a tunnel", priority: "P2" }, (line, word) => {
    line.tunnelId = parseU64(word.text);
    return line.tunnelId !== undefined || line.refuse(word, `Invalid tunnel-id ${shorten(word.text)} specified`);
  }),
  withWord("uidrange", { syntax: "<N>-<N>", doc: "numbers of users", priority: "P2" }, (line, word) => {
    line.users = parseRange(word.text, maximumU32);
    return line.users !== undefined || line.refuse(word, `Invalid uidrange ${shorten(word.text)} specified`);
  }),
  {
    name: "l3mdev",
    syntax: "",
    doc: "ask the table of the VRF that the packet belongs to",
    priority: "P2",
    read: (line, option) => line.setAction(option, { kind: "l3mdev" }),
  },
  withWord(
    "protocol",
    { syntax: "<0..255>", doc: "who made the rule", default: "18 (keepalived)", priority: "P2" },
    (line, word) => {
      line.protocol = parseDecimal(word.text, 0xff);
      line.protocolAt = word;
      return line.protocol !== undefined || line.ignore(word, `Invalid protocol ${shorten(word.text)}`);
    },
  ),
  withWord(
    "ipproto",
    { syntax: "<0..255>|<NAME>", doc: "protocol above IP, such as tcp", priority: "P2" },
    (line, word) => {
      line.ipProtocol = parseIpProtocol(word.text);
      return line.ipProtocol !== undefined || line.ignore(word, `Invalid ipproto ${shorten(word.text)}`);
    },
  ),
  withWord("sport", { syntax: "<N>-<N>", doc: "source ports", priority: "P2" }, (line, word) => {
    line.sourcePorts = parseRange(word.text, 0xffff);
    return line.sourcePorts !== undefined || line.ignore(word, `invalid sport range ${shorten(word.text)}`);
  }),
  withWord("dport", { syntax: "<N>-<N>", doc: "destination ports", priority: "P2" }, (line, word) => {
    line.destinationPorts = parseRange(word.text, 0xffff);
    return line.destinationPorts !== undefined || line.ignore(word, `invalid dport range ${shorten(word.text)}`);
  }),
  withWord("goto", { syntax: "<N>", doc: "go on with the rule of this preference", priority: "P2" }, (line, word) => {
    const priority = parseDecimal(word.text, maximumU32);
    if (priority === undefined) return line.refuse(word, `Invalid target goto ${shorten(word.text)} specified`);
    return line.setAction(word, { kind: "goto", priority });
  }),
  ...(["nop", "blackhole", "unreachable", "prohibit"] as const).map((kind): LineOption<RuleLine> => ({
    name: kind,
    syntax: "",
    doc: actionDocs[kind],
    priority: "P2",
    read: (line, option) => line.setAction(option, { kind }),
  })),
  withWord(
    "type",
    { syntax: "blackhole|unreachable|prohibit|nop", doc: "word that may stand before these", priority: "P2" },
    (line, word) => {
      const kind = simpleActions.get(word.text);
      return kind === undefined ? refuseUnknown(line, word) : line.setAction(word, kind);
    },
  ),
  {
    name: "no_track",
    syntax: "",
    doc: "do not mind when somebody takes it away",
    priority: "P2",
    read(line) {
      line.untracked = true;
      return true;
    },
  },
  withWord(
    "track_group",
    { syntax: "<NAME>", doc: "instances that fault when somebody takes it away", priority: "P2", only: "static" },
    (line, name) => {
      line.trackGroup = findTrackGroup(name, line.owner);
      return true;
    },
  ),
];

export const ruleOptionsByName = byName(ruleOptions);

const simpleActions: ReadonlyMap<string, RuleAction> = new Map(
  (["nop", "blackhole", "unreachable", "prohibit"] as const).map((kind) => [kind, { kind }]),
);

const types: ReadonlySet<string> = new Set(routeTypes);

/** A word that no rule has: types of routes are not for rules. */
export function refuseUnknown(line: RuleLine, word: Word, cure?: string): false {
  const isType = types.has(word.text) || parseAnyBase(word.text, 0xff) !== undefined;
  return line.refuse(word, `${isType ? "Invalid rule action" : "Unknown rule option"} ${shorten(word.text)}`, cure);
}

/** Without its word the daemon does not run, as in the reference. */
function withWord(
  name: string,
  facts: LineOptionFacts,
  set: (line: RuleLine, word: Word, option: Word) => boolean,
): LineOption<RuleLine> {
  return {
    name,
    ...facts,
    read(line, option) {
      const word = line.words.required(line.report);
      return word !== undefined && set(line, word, option);
    },
  };
}

function familyFlag(name: "inet" | "inet6", family: Family): LineOption<RuleLine> {
  return {
    name,
    syntax: "",
    doc: `a rule of ${family === "ipv4" ? "IPv4" : "IPv6"}`,
    default: "IPv4 unless the addresses are IPv6",
    priority: "P1",
    read: (line, option) =>
      line.joinFamily(family, option, `${name} specified for ${family === "ipv4" ? "IPv6" : "IPv4"} rule`),
  };
}

function prefixOption(name: "from" | "to", doc: string): LineOption<RuleLine> {
  return withWord(
    name,
    { syntax: "<IP ADDRESS>[/<MASK>]|default|default6|any|all", doc, priority: "P1" },
    (line, word) => line.setPrefix(name, word),
  );
}

function checkDevice(line: RuleLine, name: Word): boolean {
  locateDevice(line.owner, name, line.context);
  return checkInterface(name, "rule", line.context, line.report);
}

/** VALUE[/MASK]; without digits a part is 0. */
function parseMark(text: string): { readonly value: number; readonly mask: number | undefined } | undefined {
  const slash = text.indexOf("/");
  const value = parseAnyBase((slash === -1 ? text : text.slice(0, slash)) || "0", maximumU32);
  const mask = slash === -1 ? undefined : parseAnyBase(text.slice(slash + 1) || "0", maximumU32);
  return value === undefined || (slash !== -1 && mask === undefined) ? undefined : { value, mask };
}

function parseRange(text: string, maximum: number): NumberRange | undefined {
  const match = /^(\d{1,20})-(\d{1,20})$/u.exec(text);
  const first = parseDecimal(match?.[1] ?? "", maximum);
  const last = parseDecimal(match?.[2] ?? "", maximum);
  return first === undefined || last === undefined ? undefined : { first, last };
}
