import { hostPrefixLength, IpAddress } from "../../base/ip-address.ts";
import { seconds } from "../../base/time.ts";
import { addressFlags } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { nearest } from "../nearest.ts";
import { shorten } from "../schema/words.ts";
import type { AddressLine } from "./addresses.ts";
import { broadcastAddress } from "./broadcast.ts";
import { checkInterface } from "./context.ts";
import { findTrackGroup, locateDevice } from "./line-owner.ts";
import { byName } from "./line-option.ts";
import type { LineOption, LineOptionFacts } from "./line-option.ts";
import { parsePrefix, printAddress } from "./prefix.ts";
import { maximumU32, parseDecimal, parseNamed } from "./route-names.ts";

/** Longest interface label, without the final zero byte (IFNAMSIZ). */
const maximumLabelLength = 15;

const noEffect = "it has no effect";

const flagDocs: Readonly<Record<(typeof addressFlags)[number], string>> = {
  home: "mark it as the home address of mobile IPv6",
  "-nodad": "use it only after duplicate address detection (IPv6), which is left out otherwise",
  mngtmpaddr: "make temporary addresses from it (IPv6)",
  noprefixroute: "make no route to its network",
  autojoin: "join the multicast group that it is",
};

/** What may stand behind an address, in any order (keepalived.conf(5), "Static routes/addresses/rules"). */
export const addressOptions: readonly LineOption<AddressLine>[] = [
  withParameter(
    "brd",
    { aliases: ["broadcast"], syntax: "<IP ADDRESS>|+|-", doc: "broadcast address of its network", priority: "P1" },
    setBroadcast,
  ),
  withParameter(
    "dev",
    {
      syntax: "<INTERFACE>",
      doc: "interface that gets it",
      default: "interface of the instance; default_interface for static addresses",
      priority: "P0",
    },
    setDevice,
  ),
  withParameter(
    "scope",
    { syntax: "site|link|host|nowhere|global|<0..255>", doc: "scope (IPv4)", default: "global", priority: "P0" },
    setScope,
  ),
  withParameter(
    "label",
    { syntax: "<STRING>", doc: "name of the alias, of at most 15 characters, such as eth0:1", priority: "P0" },
    setLabel,
  ),
  withParameter(
    "peer",
    {
      syntax: "<IP ADDRESS>[/<MASK>]",
      doc: "other end of a point-to-point link",
      priority: "P2",
    },
    setPeer,
  ),
  ...addressFlags.map((name): LineOption<AddressLine> => ({
    name,
    syntax: "",
    doc: flagDocs[name],
    priority: name === "-nodad" || name === "noprefixroute" ? "P1" : "P2",
    read(line) {
      line.flags.add(name);
      return true;
    },
  })),
  {
    name: "no_track",
    syntax: "",
    doc: "do not put it back when somebody takes it away, nor track its interface for the instance",
    priority: "P1",
    read(line) {
      line.untracked = true;
      return true;
    },
  },
  withParameter(
    "preferred_lft",
    {
      syntax: "<SECONDS>|forever",
      doc: "how long it is chosen as a source of connections (IPv6)",
      default: "0 for an IPv6 address without a mask or with /128, else forever",
      priority: "P1",
    },
    setPreferredLifetime,
  ),
  {
    name: "use_vmac",
    syntax: "",
    doc: "put it on the VMAC interface of the instance",
    priority: "P2",
    only: "virtual",
    unfinished: noEffect,
    read(line) {
      line.useVmac = true;
      return true;
    },
  },
  withParameter(
    "track_group",
    {
      syntax: "<NAME>",
      doc: "instances that fault when somebody takes it away",
      priority: "P2",
      only: "static",
    },
    setTrackGroup,
  ),
];

export const addressOptionsByName = byName(addressOptions);

/** The option of an address of that kind that a word was probably meant to be. */
export function nearestOption(text: string, kind: "virtual" | "static"): string | undefined {
  const names = Array.from(addressOptionsByName).filter(([, { only }]) => only === undefined || only === kind);
  return nearest(
    text,
    names.map(([name]) => name),
  );
}

/** Without its parameter an option takes the whole address with it, as in the reference. */
function withParameter(
  name: string,
  facts: LineOptionFacts,
  set: (line: AddressLine, word: Word, option: Word) => void,
): LineOption<AddressLine> {
  return {
    name,
    ...facts,
    read(line, option) {
      const word = line.words.take();
      if (word === undefined) {
        return line.refuse(option, `No ${option.text} parameter specified for ${printAddress(line.prefix)}`);
      }
      set(line, word, option);
      return line.usable;
    },
  };
}

function setDevice(line: AddressLine, name: Word): void {
  const address = printAddress(line.prefix);
  if (line.interface !== undefined) {
    line.refuse(name, `Cannot specify ipaddress device more than once for ${address}`);
    return;
  }
  line.usable &&= checkInterface(name, `ip address ${address}`, line.context, line.report);
  line.interface = name.text;
  locateDevice(line.owner, name, line.context);
}

function setScope(line: AddressLine, word: Word, option: Word): void {
  const address = printAddress(line.prefix);
  const scope = parseNamed(word.text, "scopes", 255, line.context.environment.routeNames);
  if (scope === undefined) {
    const message = `Invalid scope '${shorten(word.text)}' specified for ${address} - ignoring`;
    line.report.error("invalid-value", word, message);
  } else if (line.isIpv6) {
    // The kernel derives it from the address.
    const message = `Cannot specify scope for IPv6 addresses (${address}) - ignoring scope`;
    line.report.warning("adjusted", option, message);
  } else line.scope = scope;
}

function setLabel(line: AddressLine, word: Word, option: Word): void {
  if (line.isIpv6) {
    const message = `Cannot specify label for IPv6 addresses (${printAddress(line.prefix)}) - ignoring label`;
    line.report.warning("adjusted", option, message);
  } else if (word.text.length > maximumLabelLength) {
    const message = `Address label ${shorten(word.text)} is longer than maximum length ${maximumLabelLength}`;
    line.refuse(word, `${message} - removing address`, "out-of-range");
  } else line.label = word.text;
}

function setBroadcast(line: AddressLine, word: Word, option: Word): void {
  const { prefix } = line;
  if (line.isIpv6) {
    const message = `VRRP is trying to assign a broadcast ${shorten(word.text)} to the IPv6 address ${printAddress(prefix)}`;
    line.refuse(option, `${message} - skipping VIP...`, "address-family");
  } else if (word.text === "+" || word.text === "-") {
    if (prefix.length < hostPrefixLength("ipv4") - 1) line.broadcast = broadcastAddress(prefix, word.text);
    else {
      const message = `Address prefix length ${prefix.length} too long for broadcast`;
      line.report.error("invalid-value", word, message);
    }
  } else {
    line.broadcast = IpAddress.parse(word.text);
    if (line.broadcast?.family === "ipv4") return;
    line.refuse(word, `VRRP is trying to assign invalid broadcast ${shorten(word.text)}. skipping VIP...`);
  }
}

/** The prefix length of a point-to-point address is that of its peer. */
function setPeer(line: AddressLine, word: Word): void {
  const { report, prefix } = line;
  if (line.peer !== undefined) {
    report.error("repeated", word, `Peer ${shorten(word.text)} - another peer has already been specified`);
    return;
  }
  const peer = parsePrefix(word, report);
  if (peer === undefined) return;
  if (peer.address.family !== prefix.address.family) {
    report.error("address-family", word, `Peer address ${word.text} does not match address family`);
    return;
  }
  const host = hostPrefixLength(prefix.address.family);
  if (prefix.length !== host) {
    const message = "Cannot specify address prefix when specifying peer address - ignoring";
    report.warning("conflict", line.words.first, message);
    line.prefix = { address: prefix.address, length: host };
  }
  line.peer = peer;
}

function setPreferredLifetime(line: AddressLine, word: Word): void {
  const lifetime = word.text === "forever" ? maximumU32 : parseDecimal(word.text, maximumU32);
  if (lifetime === undefined) {
    line.report.error("invalid-value", word, `preferred_lft ${shorten(word.text)} is invalid`);
  } else line.preferredLifetime = lifetime === maximumU32 ? "forever" : seconds(lifetime);
}

function setTrackGroup(line: AddressLine, name: Word): void {
  if (line.trackGroup === undefined) line.trackGroup = findTrackGroup(name, line.owner);
  else line.report.error("repeated", name, `track_group ${shorten(name.text)} is a duplicate`);
}
