import { IpAddress } from "../../base/ip-address.ts";
import type { Family, Prefix } from "../../base/ip-address.ts";
import type { VirtualRoute } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { parseAddress } from "../schema/shapes.ts";
import { allWords, shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { checkInterface, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { parsePrefix } from "./prefix.ts";
import { mainTable, parseScope, parseTable } from "./route-scope.ts";

/** Options that are known and change nothing here; a route without them would be another route. */
const unimplemented = new Set(
  `from or as tos dsfield vrf protocol mtu hoplimit advmss rtt rttvar reordering window cwnd ssthresh rto_min initcwnd
  initrwnd realms features quickack congctl pref expires encap ttl-propagate fastopen_no_cookie nexthop onlink local
  broadcast multicast throw unreachable prohibit blackhole nat default6`.split(/\s+/u),
);
const ignoredFlags = new Set(["no_track", "add", "prepend", "append", "inet", "inet6", "unicast", "to"]);

/** A route and whether the loss of its interface is a fault of the instance: not with `no_track`. */
export type PlacedRoute = { readonly route: VirtualRoute; readonly tracked: boolean };

/**
 * The lines of `virtual_routes`:
 * `[to] DEST|default [via GATEWAY] [dev IF] [src ADDRESS] [table N] [metric N] [scope S]` in any order. A route
 * that cannot be made as it is written is left out.
 */
export function decodeRoutes(
  lines: readonly Statement[],
  owner: { readonly name: string; readonly report: Reporter },
  context: DecodeContext,
): readonly PlacedRoute[] {
  return lines.flatMap((line) => new RouteLine(allWords(line), owner.name, owner.report, context).decode() ?? []);
}

class RouteLine {
  readonly #words: readonly [Word, ...Word[]];
  readonly #owner: string;
  readonly #report: Reporter;
  readonly #context: DecodeContext;
  #next = 0;
  #usable = true;
  #tracked = true;
  #destination: Prefix | "default" | undefined;
  #gateway: IpAddress | undefined;
  #interface: string | undefined;
  #source: IpAddress | undefined;
  #table: number | undefined;
  #metric: number | undefined;
  #scope: number | undefined;

  constructor(words: readonly [Word, ...Word[]], owner: string, report: Reporter, context: DecodeContext) {
    this.#words = words;
    this.#owner = owner;
    this.#report = report;
    this.#context = context;
  }

  decode(): PlacedRoute | undefined {
    for (let word = this.#take(); word !== undefined && this.#usable; word = this.#take()) this.#option(word);
    if (!this.#usable) return undefined;
    if (this.#destination === undefined) return this.#refuse(this.#words[0], "the route has no destination");
    const destination = this.#destination === "default" ? this.#defaultRoute() : this.#destination;
    const { family } = destination.address;
    if ([this.#gateway, this.#source].some((address) => address !== undefined && address.family !== family)) {
      return this.#refuse(this.#words[0], "Cannot mix IPv4 and IPv6 addresses for route");
    }
    const route = {
      destination,
      gateway: this.#gateway,
      interface: this.#interface,
      source: this.#source,
      table: this.#table ?? mainTable,
      metric: this.#metric,
      scope: this.#scope,
    };
    return { route, tracked: this.#tracked };
  }

  #option(word: Word): void {
    switch (word.text) {
      case "via":
      case "gw":
        this.#gateway = this.#address(word);
        break;
      case "src":
        this.#source = this.#address(word);
        break;
      case "dev":
      case "oif":
        this.#device(this.#parameter(word));
        break;
      case "table":
        this.#table = this.#read(word, parseTable);
        break;
      case "metric":
      case "priority":
      case "preference":
        this.#metric = this.#read(word, parseMetric);
        break;
      case "scope":
        this.#scope = this.#read(word, parseScope);
        break;
      default:
        this.#other(word);
    }
  }

  #other(word: Word): void {
    if (word.text === "no_track") this.#tracked = false;
    if (ignoredFlags.has(word.text)) return;
    if (unimplemented.has(word.text)) {
      this.#refuse(word, `${word.text} of a route is not implemented`);
    } else if (this.#destination !== undefined) this.#refuse(word, `unknown route keyword ${shorten(word.text)}`);
    else if (word.text === "default") this.#destination = "default";
    else {
      this.#destination = parsePrefix(word, this.#report);
      this.#usable = this.#destination !== undefined;
    }
  }

  #take(): Word | undefined {
    return this.#words[this.#next++];
  }

  #parameter(option: Word): Word | undefined {
    const word = this.#take();
    if (word === undefined) this.#refuse(option, `No ${option.text} parameter specified for the route`);
    return word;
  }

  #address(option: Word): IpAddress | undefined {
    let word = this.#parameter(option);
    if (word?.text === "inet" || word?.text === "inet6") word = this.#parameter(option);
    const address = word && parseAddress(word, undefined, `${option.text} of a route`, this.#report);
    this.#usable &&= address !== undefined;
    return address;
  }

  #read(option: Word, parse: (text: string) => number | undefined): number | undefined {
    const word = this.#parameter(option);
    const value = word && parse(word.text);
    if (word !== undefined && value === undefined) {
      this.#refuse(word, `invalid ${option.text} '${shorten(word.text)}' for route`);
    }
    return value;
  }

  #device(name: Word | undefined): void {
    if (name === undefined) return;
    this.#usable &&= checkInterface(name, "a virtual route", this.#context, this.#report);
    this.#interface = name.text;
    const key = locationKey("instance", this.#owner, `dev ${name.text}`);
    if (!this.#context.locations.has(key)) this.#context.locations.set(key, name);
  }

  #defaultRoute(): Prefix {
    const family: Family = (this.#gateway ?? this.#source)?.family ?? "ipv4";
    return { address: IpAddress.of(family === "ipv4" ? "0.0.0.0" : "::"), length: 0 };
  }

  #refuse(place: Word, message: string): undefined {
    this.#report.error("invalid-value", place, `${message} - the route is left out`);
    this.#usable = false;
  }
}

function parseMetric(text: string): number | undefined {
  return /^\d{1,10}$/u.test(text) && Number(text) <= 0xffff_ffff ? Number(text) : undefined;
}
