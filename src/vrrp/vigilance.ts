import { peekAdvert } from "../wire/vrrp.ts";
import type { AddressDifference, Packet, RejectReason } from "./admission.ts";
import { messageOf } from "./admission.ts";
import { type InstanceConfig, ownerPriority } from "./config.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, type Instant, seconds } from "../base/time.ts";
import type { Advert } from "../wire/vrrp.ts";
import { differenceLimit, type Peer } from "./peer-table.ts";
import type { Warning } from "./warning.ts";
import { patience, rejectionStreak, warningWindow } from "./warnings.ts";

/**
 * Packets that are looked at within a second: more than several masters send with the shortest intervals, and those
 * that are rejected need not be looked at each. A flood is not worth more.
 */
const looksPerSecond = { accepted: 512, rejected: 32 } as const;

/** What an instance is while it looks at the packet of another router. */
export type Stand = {
  readonly config: InstanceConfig;
  /** Effective. */
  readonly priority: number;
  /** It has been started and not stopped. */
  readonly isTakingPart: boolean;
  /** Since when it has been master, and still is after this packet; undefined: it is not. */
  readonly masterSince: Instant | undefined;
};

const nothing: readonly Warning[] = [];

/** What packets of other routers say about what is wrong. Only the rate at which it looks at them is remembered. */
export class Vigilance {
  #second: Instant | undefined;
  readonly #looks = { accepted: 0, rejected: 0 };

  /** An accepted advert; `difference` is that of its addresses from ours. */
  heard(
    now: Instant,
    from: Peer,
    advert: Advert,
    difference: AddressDifference | undefined,
    stand: Stand,
  ): readonly Warning[] {
    const { config, priority: ours, masterSince } = stand;
    const { priority } = advert;
    // It gives up, whatever it was.
    if (priority === 0 || !this.#mayLook(now, "accepted")) return nothing;
    const isOwner = priority === ownerPriority && config.priority === ownerPriority;
    const period = longer(advert.interval, config.advertInterval);
    // Whom this router answers may become master anew, now and then, without being one beside it.
    const rivals = masterSince !== undefined && isLasting(now, from, masterSince, period, patience(period));
    const differs = difference !== undefined && config.conduct?.skipCheckAdvertAddresses !== true;
    if (!isOwner && !rivals && !differs) return nothing;
    const isConflict = differs && sharesNothing(difference, config);
    return [
      ...(isOwner ? [{ kind: "owner-conflict" } as const] : []),
      ...(isConflict ? [vridConflict(config, advert.addresses)] : []),
      ...(differs && !isConflict ? [listDiffers(difference)] : []),
      ...(rivals && !isConflict ? [{ kind: "split-brain", priority, ours, rejection: undefined } as const] : []),
    ];
  }

  /** An advert that was not believed, and has been counted as that. */
  rejected(now: Instant, from: Peer, packet: Packet, reason: RejectReason, stand: Stand): readonly Warning[] {
    const { config, priority: ours, masterSince } = stand;
    if (saysNothing.has(reason.kind) || !this.#mayLook(now, "rejected")) return nothing;
    const seen = peekAdvert(messageOf(packet), config.family);
    if (seen?.priority === 0) return nothing;
    const period = longer(reason.kind === "interval" ? reason.received : config.advertInterval, config.advertInterval);
    // Keepalived says little while it hears adverts that it rejects, and goes on being master.
    const rivals = masterSince !== undefined && isLasting(now, from, masterSince, period, warningWindow(period));
    const isStreak = from.rejectedInRow >= rejectionStreak && !from.wasBelievedWithin(now, patience(period));
    if (isStreak && seen !== undefined && isForeign(seen.addresses, config)) {
      return [vridConflict(config, seen.addresses)];
    }
    return [
      ...(isStreak && isOfConfiguration.has(reason.kind) ? [{ kind: "adverts-rejected", reason } as const] : []),
      ...(rivals ? [{ kind: "split-brain", priority: seen?.priority, ours, rejection: reason } as const] : []),
    ];
  }

  #mayLook(now: Instant, what: keyof typeof looksPerSecond): boolean {
    if (this.#second === undefined || elapsed(this.#second, now) >= seconds(1)) {
      this.#second = now;
      this.#looks.accepted = 0;
      this.#looks.rejected = 0;
    }
    this.#looks[what] += 1;
    return this.#looks[what] <= looksPerSecond[what];
  }
}

/** What is no advert of another router, or damaged on the way. */
const saysNothing: ReadonlySet<RejectReason["kind"]> = new Set([
  "own-address",
  "header-repeated",
  "truncated",
  "type",
  "length",
  "carp",
] as const);

/** What differs between two configurations, or is done to adverts on the way. */
const isOfConfiguration: ReadonlySet<RejectReason["kind"]> = new Set([
  "password",
  "authentication-type",
  "header-missing",
  "header-malformed",
  "header-digest",
  "version",
  "interval",
  "ttl",
  "checksum",
  "not-a-peer",
  "zero-count",
  "zero-interval",
  "not-link-local",
] as const);

/** Both have been master for longer than an election takes, without a pause of more than `pause` in what is heard. */
function isLasting(now: Instant, from: Peer, masterSince: Instant, period: Duration, pause: Duration): boolean {
  return from.contend(now, masterSince, pause) > patience(period);
}

function longer(a: Duration, b: Duration): Duration {
  return a > b ? a : b;
}

function sharesNothing(
  { missing, unexpected, expectedCount }: AddressDifference,
  { addresses }: InstanceConfig,
): boolean {
  return addresses.length > 0 && missing.length === expectedCount && unexpected.length > 0;
}

/** The same of addresses that nobody has vouched for. */
function isForeign(theirs: readonly IpAddress[], { addresses }: InstanceConfig): boolean {
  if (theirs.length === 0 || addresses.length === 0) return false;
  return !addresses.some(({ prefix }) => theirs.some((address) => address.equals(prefix.address)));
}

function vridConflict({ vrid, interface: link }: InstanceConfig, addresses: readonly IpAddress[]): Warning {
  return { kind: "vrid-conflict", vrid, interface: link, addresses: addresses.slice(0, differenceLimit) };
}

function listDiffers({ missing, unexpected }: AddressDifference): Warning {
  return {
    kind: "address-list-differs",
    missing: missing.slice(0, differenceLimit),
    unexpected: unexpected.slice(0, differenceLimit),
  };
}
