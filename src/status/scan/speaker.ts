import type { MacAddress } from "../../base/mac-address.ts";
import type { Family, IpAddress } from "../../base/ip-address.ts";
import { type Duration, elapsed, type Instant, seconds, times } from "../../base/time.ts";
import type { Heard, Protocol, Said } from "./heard.ts";

/** Intervals of silence after which a speaker has fallen silent: what a backup waits, and a little more. */
const silentIntervals = 4;
/** Of a speaker that has not said its interval, and the least of those that have: a busy listener is late. */
const usualInterval = seconds(1);
const leastSilence = seconds(1);

/** RFC 9568 §5.1.1.3, §5.1.2.3; CARP does the same. */
const neighborHops = 255;

/** When somebody spoke as the one who holds the addresses, without a break. */
export type Run = { readonly begin: Instant; readonly end: Instant };

/** Somebody who speaks for one virtual router, and what was heard of it. */
export class Speaker {
  readonly protocol: Protocol;
  readonly version: number;
  readonly family: Family;
  readonly vlan: number | undefined;
  readonly group: number;
  readonly source: IpAddress;
  readonly mac: MacAddress;
  /** Of this machine. */
  readonly isOwn: boolean;
  readonly firstHeard: Instant;
  #lastHeard: Instant;
  #destination: IpAddress;
  #messages = 0;
  #said: Said | undefined;
  #addresses: ReadonlySet<string> | undefined;
  #run: Run | undefined;
  /** Messages whose TTL or hop limit was not 255, and the last of these. */
  #farMessages = 0;
  #farHops = 0;
  readonly #refused = new Map<string, number>();

  constructor(now: Instant, heard: Heard, group: number) {
    this.protocol = heard.protocol;
    this.version = heard.version;
    this.family = heard.family;
    this.vlan = heard.vlan;
    this.group = group;
    this.source = heard.path.source;
    this.mac = heard.mac;
    this.isOwn = heard.isOwn;
    this.firstHeard = now;
    this.#lastHeard = now;
    this.#destination = heard.path.destination;
  }

  get lastHeard(): Instant {
    return this.#lastHeard;
  }

  get destination(): IpAddress {
    return this.#destination;
  }

  get messages(): number {
    return this.#messages;
  }

  /** The last message that was in order. */
  get said(): Said | undefined {
    return this.#said;
  }

  /** Of the last message that was in order, as text. */
  get addresses(): ReadonlySet<string> {
    this.#addresses ??= new Set(this.#said?.addresses.map(String));
    return this.#addresses;
  }

  /** The last time without a break in which it held the addresses. */
  get run(): Run | undefined {
    return this.#run;
  }

  get farMessages(): { readonly count: number; readonly hops: number } {
    return { count: this.#farMessages, hops: this.#farHops };
  }

  /** How many messages did not pass which check. */
  get refused(): ReadonlyMap<string, number> {
    return this.#refused;
  }

  hear(now: Instant, heard: Heard): void {
    this.#messages += 1;
    this.#destination = heard.path.destination;
    if (this.protocol !== "hsrp" && heard.hops !== neighborHops) {
      this.#farMessages += 1;
      this.#farHops = heard.hops;
    }
    if (typeof heard.said === "string") this.#refused.set(heard.said, (this.#refused.get(heard.said) ?? 0) + 1);
    else this.#believe(now, heard.said);
    this.#lastHeard = now;
  }

  /** The silence after which it speaks no more. */
  get patience(): Duration {
    const silence = times(this.#said?.interval ?? usualInterval, silentIntervals);
    return silence < leastSilence ? leastSilence : silence;
  }

  /** It has been heard lately, and holds the addresses. */
  leadsAt(now: Instant): boolean {
    return this.#said?.leads === true && elapsed(this.#run?.end ?? now, now) <= this.patience;
  }

  #believe(now: Instant, said: Said): void {
    const goesOn = this.leadsAt(now);
    this.#said = said;
    this.#addresses = undefined;
    if (said.leads) this.#run = { begin: goesOn ? (this.#run?.begin ?? now) : now, end: now };
  }
}
