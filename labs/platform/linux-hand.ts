import type { Hand } from "../../src/platform/contract/network.ts";
import { ip, ipBatch, type LinuxWorld } from "./linux-world.ts";

/** What a monitor with a small receive buffer cannot take. */
const floodSize = 600;

type LinkDocument = { readonly addr_info: readonly AddressDocument[] };
type AddressDocument = {
  readonly local: string;
  readonly prefixlen: number;
  readonly scope: string;
  readonly preferred_life_time: number;
};
type RouteDocument = {
  readonly dst: string;
  readonly gateway?: string;
  readonly table?: string;
  readonly metric?: number;
};

type RuleDocument = {
  readonly priority: number;
  readonly src: string;
  readonly srclen?: number;
  readonly protocol?: string;
};

/** ip(8) in the near namespace; the carrier is the state of the far end. */
export function linuxHand(world: LinuxWorld): Hand {
  return {
    held: (name) => {
      const links: unknown = JSON.parse(ip(`-j address show dev ${name}`));
      return (Array.isArray(links) ? links : []).flatMap(readAddresses);
    },
    routes: (destination) => {
      const routes: unknown = JSON.parse(ip(`-j route show table all ${destination}`));
      return (Array.isArray(routes) ? routes : []).map(printRoute);
    },
    rules: (priority) => {
      const rules: unknown = JSON.parse(ip("-j -N rule show"));
      return (Array.isArray(rules) ? rules : []).flatMap((rule: RuleDocument) =>
        rule.priority === priority ? [printRule(rule)] : [],
      );
    },
    removeRoute: (destination, protocol) => void ip(`route del ${destination} proto ${protocol}`),
    removeRule: (priority, protocol) => void ip(`rule del preference ${priority} protocol ${protocol}`),
    addAddress: (name, prefix) => void ip(`address add ${prefix} dev ${name}`),
    removeAddress: (name, prefix) => void ip(`address del ${prefix} dev ${name}`),
    setUp: (name, up) => void ip(`link set ${name} ${up ? "up" : "down"}`),
    setCarrier: (name, carrier) => void world.inFar(() => ip(`link set ${name} ${carrier ? "up" : "down"}`)),
    rename: (name, to) => void ip(`link set ${name} name ${to}`),
    addLink: (name) => void ip(`link add ${name} type bridge`),
    removeLink: (name) => void ip(`link del ${name}`),
    flood: (name) => {
      const texts = Array.from({ length: floodSize }, (_, index) => `203.0.${100 + (index >> 8)}.${index & 255}/32`);
      ipBatch(texts.map((text) => `address add ${text} dev ${name}`));
      ipBatch(texts.slice(0, floodSize / 2).map((text) => `address del ${text} dev ${name}`));
    },
  };
}

function printRule({ src, srclen, protocol }: RuleDocument): string {
  return `from ${src}${srclen === undefined ? "" : `/${srclen}`} protocol ${protocol ?? ""}`;
}

function readAddresses(link: LinkDocument): readonly string[] {
  return link.addr_info.filter(({ scope }) => scope === "global").map(printAddress);
}

/** The same text as the contract's: "192.0.2.1/24", with "!" when deprecated. */
function printAddress({ local, prefixlen, preferred_life_time: preferred }: AddressDocument): string {
  return `${local}/${prefixlen}${preferred === 0 ? "!" : ""}`;
}

function printRoute({ dst, gateway, table = "254", metric }: RouteDocument): string {
  const via = gateway === undefined ? "" : ` via ${gateway}`;
  return `${dst}${via} table ${table}${metric === undefined ? "" : ` metric ${metric}`}`;
}
