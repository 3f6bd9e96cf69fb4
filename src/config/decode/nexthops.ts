import type { RouteNexthop } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { quoteWord, shorten } from "../schema/words.ts";
import { checkInterface } from "./context.ts";
import { encapsulationSyntax, printEncapsulation, readEncapsulation } from "./encapsulation.ts";
import { locateDevice } from "./line-owner.ts";
import { byName } from "./line-option.ts";
import type { LineOption } from "./line-option.ts";
import { parseRealms, printRealms } from "./realms.ts";
import { parseDecimal } from "./route-names.ts";
import type { RouteLine } from "./routes.ts";

/** A way in the making, and the line that it belongs to. */
export type NexthopLine = { readonly line: RouteLine; hop: { -readonly [K in keyof RouteNexthop]: RouteNexthop[K] } };

const maximumWeight = 256;

/** What may stand behind `nexthop`. Nothing else may follow, but another `nexthop`. */
export const nexthopOptions: readonly LineOption<NexthopLine>[] = [
  {
    name: "via",
    syntax: "[inet|inet6] <IP ADDRESS>",
    doc: "gateway",
    priority: "P1",
    read({ line, hop }, option) {
      const gateway = line.readAddress(option, "invalid nexthop address");
      if (gateway === undefined) return false;
      hop.gateway = gateway;
      return line.joinFamily(gateway.family, option, "Address family mismatch for next hop");
    },
  },
  {
    name: "dev",
    syntax: "<INTERFACE>",
    doc: "interface towards the gateway",
    priority: "P1",
    read({ line, hop }) {
      const name = line.words.required(line.report);
      if (name === undefined) return line.drop();
      hop.interface = name.text;
      locateDevice(line.owner, name, line.context);
      return checkInterface(name, "VROUTE nexthop", line.context, line.report);
    },
  },
  {
    name: "weight",
    syntax: `<1..${maximumWeight}>`,
    doc: "share of the traffic",
    priority: "P1",
    default: "1",
    read({ line, hop }) {
      const word = line.words.required(line.report);
      if (word === undefined) return line.drop();
      const weight = parseDecimal(word.text, maximumWeight) ?? 0;
      hop.weight = weight;
      return weight > 0 || invalid(line, word, `Invalid weight ${shorten(word.text)} specified for route`);
    },
  },
  {
    name: "onlink",
    syntax: "",
    doc: "the gateway need not be in a network of the interface",
    priority: "P1",
    read({ hop }) {
      hop.onLink = true;
      return true;
    },
  },
  {
    name: "realms",
    syntax: "[<FROM>/]<TO>",
    doc: "realms of this way (IPv4)",
    priority: "P2",
    read({ line, hop }) {
      const word = line.words.required(line.report);
      if (word === undefined) return line.drop();
      if (line.family === "ipv6") return invalid(line, word, "realms are only supported for IPv4");
      hop.realms = parseRealms(word.text, line.names);
      return hop.realms !== undefined || invalid(line, word, `Invalid realms ${shorten(word.text)} for route`);
    },
  },
  {
    name: "encap",
    syntax: encapsulationSyntax,
    doc: "tunnel that packets are put into",
    priority: "P2",
    read({ line, hop }, option) {
      hop.encapsulation = readEncapsulation(line.words, option, line.names, line.report);
      return hop.encapsulation !== undefined;
    },
  },
  {
    name: "as",
    syntax: "[to] <IP ADDRESS>",
    doc: "rewrite the destination: no kernel does that any more",
    priority: "P2",
    read: ({ line }, option) => invalid(line, option, "'as [to]' (nat) not supported"),
  },
];

const optionsByName = byName(nexthopOptions);

/**
 * Reads `nexthop` and what follows on its line, to the end: what cannot be read is reported, and ends the list
 * together with the way that it belongs to.
 */
export function readNexthops(line: RouteLine): readonly RouteNexthop[] {
  const hops: RouteNexthop[] = [];
  do {
    const way: NexthopLine = { line, hop: emptyHop() };
    for (let option = line.words.next; option !== undefined && option.text !== "nexthop"; option = line.words.next) {
      const known = optionsByName.get(option.text);
      if (known === undefined) {
        invalid(line, option, `Route has trailing nonsense after nexthops - ${shorten(option.text)}`);
        line.words.skipRest();
        break;
      }
      line.words.take();
      if (known.read(way, option)) continue;
      line.words.skipRest();
      return hops;
    }
    hops.push(way.hop);
  } while (line.words.take()?.text === "nexthop");
  return hops;
}

function emptyHop(): RouteNexthop {
  return {
    gateway: undefined,
    interface: undefined,
    weight: 1,
    onLink: false,
    realms: undefined,
    encapsulation: undefined,
  };
}

function invalid(line: RouteLine, place: Word, message: string): false {
  line.report.error("invalid-value", place, message, { cure: "the rest of the line is not used" });
  return false;
}

export function printNexthop({ gateway, interface: device, weight, ...rest }: RouteNexthop): string {
  const words = [
    "nexthop",
    gateway && `via ${gateway.toString()}`,
    device !== undefined && `dev ${quoteWord(device)}`,
    weight !== 1 && `weight ${weight}`,
    rest.onLink && "onlink",
    rest.realms && printRealms(rest.realms),
    rest.encapsulation && printEncapsulation(rest.encapsulation),
  ];
  return words.filter((word) => typeof word === "string").join(" ");
}
