import { IpAddress } from "../../base/ip-address.ts";
import type { Family, Prefix } from "../../base/ip-address.ts";
import type { VirtualRoute } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { didYouMean, nearest } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import { shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import type { LineOwner } from "./line-owner.ts";
import { LineWords } from "./line-words.ts";
import { parsePrefix } from "./prefix.ts";
import { mainTable } from "./route-names.ts";
import type { RouteNames } from "./route-names.ts";
import { routeOptionsByName } from "./route-options.ts";

/** A route and where it stands. */
export type PlacedRoute = {
  readonly route: VirtualRoute;
  readonly place: Word;
  /** The loss of its interface is a fault of the instance: not with `no_track`. */
  readonly tracked: boolean;
  /** Of a static route. */
  readonly trackGroup: string | undefined;
};

/** RTPROT_KEEPALIVED: by it the reference recognises its own routes and rules. */
export const keepalivedProtocol = 18;

/**
 * The lines of `virtual_routes` and `static_routes`: a destination and options in any order. A route that cannot be
 * made as it is written is left out.
 */
export function decodeRoutes(
  lines: readonly Statement[],
  owner: LineOwner,
  context: DecodeContext,
): readonly PlacedRoute[] {
  return lines.flatMap((line) => new RouteLine(line, owner, context).read() ?? []);
}

/** A route in the making, which the options change. */
export class RouteLine {
  readonly words: LineWords;
  readonly owner: LineOwner;
  readonly context: DecodeContext;
  readonly report: Reporter;
  readonly names: RouteNames | undefined;
  destination: Prefix | "any" | undefined;
  destinationAt: Word | undefined;
  family: Family | undefined;
  hasType = false;
  type: VirtualRoute["type"];
  gateway: IpAddress | undefined;
  secondGateway: IpAddress | undefined;
  interface: string | undefined;
  source: IpAddress | undefined;
  from: Prefix | undefined;
  tos: number | undefined;
  table = mainTable;
  vrf: string | undefined;
  protocol: number | undefined;
  protocolAt: Word | undefined;
  scope: number | undefined;
  metric: number | undefined;
  onLink: VirtualRoute["onLink"];
  metrics: VirtualRoute["metrics"];
  congestionControl: VirtualRoute["congestionControl"];
  ecn: VirtualRoute["ecn"];
  realms: VirtualRoute["realms"];
  preference: VirtualRoute["preference"];
  expires: VirtualRoute["expires"];
  encapsulation: VirtualRoute["encapsulation"];
  ttlPropagate: boolean | undefined;
  insertion: "prepend" | VirtualRoute["insertion"];
  nexthops: VirtualRoute["nexthops"];
  untracked = false;
  trackGroup: string | undefined;
  #usable = true;

  constructor(line: Statement, owner: LineOwner, context: DecodeContext) {
    this.words = new LineWords(line);
    this.owner = owner;
    this.context = context;
    this.report = owner.report;
    this.names = context.environment.routeNames;
  }

  read(): PlacedRoute | undefined {
    for (let word = this.words.take(); word !== undefined; word = this.words.take()) {
      if (!this.#option(word)) return undefined;
    }
    const destination = this.#finish();
    if (destination === undefined) return undefined;
    this.#checkTracking();
    return {
      route: this.#route(destination),
      place: this.words.first,
      tracked: !this.untracked,
      trackGroup: this.trackGroup,
    };
  }

  /** The last destination counts. */
  setDestination(word: Word): boolean {
    if (this.destinationAt !== undefined) {
      const message = `destination ${shorten(this.destinationAt.text)} is given again, which counts`;
      this.report.warning("repeated", this.destinationAt, message, { effect: "none" });
    }
    this.destinationAt = word;
    if (word.text === "default" || word.text === "any" || word.text === "all") this.destination = "any";
    else if (word.text === "default6") {
      this.destination = "any";
      return this.joinFamily("ipv6", word);
    } else {
      if (!looksLikeAddress(word)) return this.refuse(word, `unknown route keyword ${shorten(word.text)}`);
      this.destination = parsePrefix(word, this.report);
      return this.destination === undefined ? this.drop() : this.joinFamily(this.destination.address.family, word);
    }
    return true;
  }

  /** `[inet|inet6] ADDRESS`; undefined after a finding. */
  readAddress(option: Word, invalid: string): IpAddress | undefined {
    let word = this.words.required(this.report);
    const family = word?.text;
    if (family === "inet" || family === "inet6") word = this.words.required(this.report);
    if (word === undefined) return undefined;
    const address = IpAddress.parse(word.text);
    const cure = "the route is left out";
    if (address === undefined) this.report.error("invalid-value", word, `${invalid} ${shorten(word.text)}`, { cure });
    else if (family === (address.family === "ipv4" ? "inet6" : "inet")) {
      this.report.error("address-family", option, "Cannot mix IPv4 and IPv6 addresses for route", { cure });
      return undefined;
    }
    return address;
  }

  /** All addresses of a route are of one family. */
  joinFamily(family: Family, place: Word, message = "Cannot mix IPv4 and IPv6 addresses for route"): boolean {
    this.family ??= family;
    if (this.family === family) return true;
    this.report.error("address-family", place, message, { cure: "the route is left out" });
    return this.drop();
  }

  /** Reports why there is no such route; false, for options to hand on. */
  refuse(place: Word, message: string, cure = "the route is left out"): false {
    this.report.error("invalid-value", place, message, { cure });
    return this.drop();
  }

  /** There is no such route, and it is known why. */
  drop(): false {
    this.#usable = false;
    return false;
  }

  #option(word: Word): boolean {
    const option = routeOptionsByName.get(word.text);
    const isStatic = this.owner.trackGroups !== undefined;
    if (option === undefined || (option.only === "static" && !isStatic)) return this.#other(word);
    if (option.unfinished !== undefined && this.report.first(`route option ${option.name}`)) {
      const message = `${word.text} of a route is accepted, but not implemented: ${option.unfinished}`;
      this.report.warning("not-implemented", word, message, { effect: "none" });
    }
    return option.read(this, word) && this.#usable;
  }

  #other(word: Word): boolean {
    if (isDestination(word)) return this.setDestination(word);
    const meant = nearest(word.text, routeOptionsByName.keys());
    const message = `unknown route keyword ${shorten(word.text)}`;
    return this.refuse(word, message, `the route is left out${meant === undefined ? "" : `; ${didYouMean(meant)}`}`);
  }

  #finish(): Prefix | undefined {
    const place = this.words.first;
    if (this.destination === undefined) {
      this.refuse(place, "Route must have a destination");
      return undefined;
    }
    const family = this.family ?? "ipv4";
    const conflict = this.#familyConflict(family);
    if (conflict !== undefined) {
      this.refuse(place, conflict);
      return undefined;
    }
    if (this.secondGateway !== undefined) this.#spreadGateways(this.secondGateway);
    if (this.destination !== "any") return this.destination;
    return { address: family === "ipv4" ? anyIpv4 : anyIpv6, length: 0 };
  }

  #familyConflict(family: Family): string | undefined {
    if (family === "ipv6") return this.realms === undefined ? undefined : "realms are only valid for IPv4";
    if (this.from !== undefined) return "route from address only supported with IPv6";
    if (this.preference !== undefined) return "pref is only valid for IPv6";
    return this.expires === undefined ? undefined : "expires is only valid for IPv6";
  }

  /** The old form of two ways at once. */
  #spreadGateways(second: IpAddress): void {
    const gateways = [this.gateway, second].filter((gateway) => gateway !== undefined);
    const rest = { interface: undefined, weight: 1, onLink: false, realms: undefined, encapsulation: undefined };
    this.nexthops = gateways.map((gateway) => ({ gateway, ...rest }));
    this.gateway = undefined;
  }

  /** By interface and protocol the reference notices that a route is gone. */
  #checkTracking(): void {
    const { report, destinationAt } = this;
    if (this.trackGroup !== undefined && this.interface === undefined) {
      report.error("conflict", destinationAt, "Static route cannot have track group if no oif specified");
      this.trackGroup = undefined;
    }
    if (this.untracked) return;
    if (this.interface === undefined) {
      const what = shorten(destinationAt?.text ?? "");
      const message = `Warning - cannot track route ${what} with no interface specified, not tracking`;
      const cure = "add dev INTERFACE, or no_track";
      report.warning("adjusted", destinationAt, message, { cure });
      this.untracked = true;
    } else if (this.protocol !== undefined && this.protocol !== keepalivedProtocol) {
      const message = "Route cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol";
      report.warning("conflict", this.protocolAt, message, { cure: "leave protocol out, or add no_track" });
      this.protocol = undefined;
    }
  }

  #route(destination: Prefix): VirtualRoute {
    const place = this.insertion ?? (this.hasType ? "add" : undefined);
    return {
      destination,
      gateway: this.gateway,
      interface: this.interface,
      source: this.source,
      table: this.table,
      metric: this.metric,
      scope: this.scope,
      type: this.type,
      from: this.from,
      tos: this.tos,
      vrf: this.vrf,
      protocol: this.protocol,
      onLink: this.onLink,
      insertion: place === "prepend" ? undefined : place,
      metrics: this.metrics,
      congestionControl: this.congestionControl,
      ecn: this.ecn,
      realms: this.realms,
      preference: this.preference,
      expires: this.expires,
      encapsulation: this.encapsulation,
      ttlPropagate: this.ttlPropagate,
      nexthops: this.nexthops,
      untracked: this.untracked || undefined,
    };
  }
}

const anyIpv4 = IpAddress.of("0.0.0.0");
const anyIpv6 = IpAddress.of("::");

function isDestination(word: Word): boolean {
  return ["default", "default6", "any", "all"].includes(word.text) || looksLikeAddress(word);
}

function looksLikeAddress({ text }: Word): boolean {
  const slash = text.indexOf("/");
  return IpAddress.parse(slash === -1 ? text : text.slice(0, slash)) !== undefined;
}
