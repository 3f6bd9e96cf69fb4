import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, instant, type Instant, times, zeroDuration } from "../base/time.ts";
import type { ChecksumForm, DecodedAdvert } from "../wire/vrrp.ts";
import type { AddressDifference, RejectReason } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";

/** Senders that are remembered besides configured peers; more than that are no cluster. */
export const peerLimit = 64;

/** Differences of an address list that are remembered of one peer, in each direction. */
export const differenceLimit = 16;

/** A silence is longer than the master's interval by more than this. */
const gapFactor = 1.5;

/** Another router of an instance's VRID, or somebody who sends as if it were one. */
export type PeerStatus = {
  readonly source: IpAddress;
  /** Configured as a unicast peer. */
  readonly configured: boolean;
  /** What its last accepted advert said; undefined: none was ever accepted. */
  readonly advertised:
    | {
        readonly priority: number;
        readonly version: 2 | 3;
        readonly interval: Duration;
        readonly checksumForm: ChecksumForm;
      }
    | undefined;
  /** Of anything, believed or not. */
  readonly firstHeard: Instant | undefined;
  readonly lastHeard: Instant | undefined;
  /** Accepted ones. */
  readonly adverts: number;
  /** Silences of more than one and a half intervals while it was master, and the longest of them. */
  readonly gaps: number;
  readonly longestGap: Duration;
  /** Of our addresses those that its last accepted advert lacks, and those in it that are not ours: the first ones. */
  readonly missing: readonly IpAddress[];
  readonly unexpected: readonly IpAddress[];
  readonly rejected: number;
  readonly lastRejection: Rejection | undefined;
};

/** A peer as the process before this one knew it. Instants are of the same machine's clock, and have passed. */
export type KnownPeer = Omit<PeerStatus, "configured"> & {
  /** Its last accepted advert; undefined: none was. */
  readonly believedAt: Instant | undefined;
  /** Rejected since then. */
  readonly rejectedInRow: number;
};

/**
 * Peers that are left to another process, of each instance: forged ones are none of them as long as there are others.
 */
export const leftPeerLimit = 16;

export type Rejection = { readonly at: Instant; readonly reason: RejectReason };

/** Before anything was heard. */
const never: Instant = instant(-1);

const noAddresses: readonly IpAddress[] = [];

/** What is known of one sender; written to with each advert, so it is no value. */
export class Peer {
  readonly source: IpAddress;
  #advertised: PeerStatus["advertised"];
  #missing: readonly IpAddress[] = noAddresses;
  #unexpected: readonly IpAddress[] = noAddresses;
  #firstHeard: Instant | undefined;
  #believedAt = never;
  #adverts = 0;
  /** From when on a silence is a gap. */
  #gapLimit: Duration = zeroDuration;
  #gaps = 0;
  #longestGap: Duration = zeroDuration;
  #rejected = 0;
  #rejectedInRow = 0;
  /** As a master beside us: from when on, and when the last time. */
  #contestSince = never;
  #contestedAt = never;
  #lastRejection: Rejection | undefined;

  constructor(source: IpAddress) {
    this.source = source;
  }

  get isBelieved(): boolean {
    return this.#adverts > 0;
  }

  get isHeard(): boolean {
    return this.#firstHeard !== undefined;
  }

  /** Of anything. */
  get lastHeard(): Instant {
    const rejectedAt = this.#lastRejection?.at ?? never;
    return this.#believedAt > rejectedAt ? this.#believedAt : rejectedAt;
  }

  /** As that of the table. */
  believe(
    now: Instant,
    { advert, checksumForm }: DecodedAdvert,
    config: InstanceConfig,
    difference: AddressDifference | undefined,
  ): void {
    const { priority, version, interval } = advert;
    this.#firstHeard ??= now;
    this.#believedAt = now;
    this.#adverts += 1;
    this.#rejectedInRow = 0;
    this.#advertised = { priority, version, interval, checksumForm };
    this.#gapLimit = times(version === 3 ? interval : config.advertInterval, gapFactor);
    // Priority 0 gives up everything: its list is not looked at.
    if (priority === 0) return;
    this.#missing = difference?.missing.slice(0, differenceLimit) ?? noAddresses;
    this.#unexpected = difference?.unexpected.slice(0, differenceLimit) ?? noAddresses;
  }

  /** The same advert as the last time, and the next of a master: how long after the one before. */
  believeAgain(now: Instant): Duration {
    const gap = this.noteSilence(now);
    this.#believedAt = now;
    this.#adverts += 1;
    return gap;
  }

  /** It is master, and has been silent until now. */
  noteSilence(now: Instant): Duration {
    const gap = elapsed(this.#believedAt, now);
    if (gap > this.#gapLimit) {
      this.#gaps += 1;
      if (gap > this.#longestGap) this.#longestGap = gap;
    }
    return gap;
  }

  reject(now: Instant, reason: RejectReason): void {
    this.#firstHeard ??= now;
    this.#rejected += 1;
    this.#rejectedInRow += 1;
    this.#lastRejection = { at: now, reason };
  }

  /** As advertised in the last accepted advert. */
  get interval(): Duration | undefined {
    return this.#advertised?.interval;
  }

  /** Since the last accepted advert. */
  get rejectedInRow(): number {
    return this.#rejectedInRow;
  }

  wasBelievedWithin(now: Instant, time: Duration): boolean {
    return this.isBelieved && elapsed(this.#believedAt, now) <= time;
  }

  /**
   * It is heard as a master while we are one, which we have been since `masterSince`. How long that has gone on without
   * a pause of more than `pause`.
   */
  contend(now: Instant, masterSince: Instant, pause: Duration): Duration {
    const goesOn = this.#contestSince >= masterSince && elapsed(this.#contestedAt, now) <= pause;
    if (!goesOn) this.#contestSince = now;
    this.#contestedAt = now;
    return elapsed(this.#contestSince, now);
  }

  /** What another process knew of it. What this one has heard meanwhile is newer; what was counted is added. */
  recall(known: KnownPeer, config: InstanceConfig): void {
    const { firstHeard, adverts, gaps, longestGap, rejected } = known;
    if (!this.isBelieved && known.believedAt !== undefined && known.advertised !== undefined) {
      const { version, interval } = known.advertised;
      this.#believedAt = known.believedAt;
      this.#advertised = known.advertised;
      this.#gapLimit = times(version === 3 ? interval : config.advertInterval, gapFactor);
      this.#missing = known.missing;
      this.#unexpected = known.unexpected;
      this.#rejectedInRow += known.rejectedInRow;
    }
    this.#firstHeard = firstHeard ?? this.#firstHeard;
    this.#adverts += adverts;
    this.#gaps += gaps;
    if (longestGap > this.#longestGap) this.#longestGap = longestGap;
    this.#rejected += rejected;
    this.#lastRejection ??= known.lastRejection;
  }

  /** For a process after this one. */
  left(): KnownPeer {
    const { configured: _, ...status } = this.copy(false);
    const believedAt = this.isBelieved ? this.#believedAt : undefined;
    return { ...status, believedAt, rejectedInRow: this.#rejectedInRow };
  }

  /** As it is now. */
  copy(configured: boolean): PeerStatus {
    const { source, isHeard } = this;
    return {
      source,
      configured,
      advertised: this.#advertised,
      firstHeard: this.#firstHeard,
      lastHeard: isHeard ? this.lastHeard : undefined,
      adverts: this.#adverts,
      gaps: this.#gaps,
      longestGap: this.#longestGap,
      missing: this.#missing,
      unexpected: this.#unexpected,
      rejected: this.#rejected,
      lastRejection: this.#lastRejection,
    };
  }
}

/** How many are looked at to find one that was not heard for long: a flood of forged senders looks each time. */
const sampleSize = 4;

/**
 * Who else sends for the VRID of an instance, by source address. When too many do, whom nothing was ever believed of is
 * forgotten first, and among those one that was not heard for long; a configured peer never.
 */
export class PeerTable {
  readonly #configured = new Map<number | string, Peer>();
  /** Each in about the order in which they were heard last. */
  readonly #believed = new Map<number | string, Peer>();
  readonly #others = new Map<number | string, Peer>();

  get size(): number {
    return this.#configured.size + this.#believed.size + this.#others.size;
  }

  /** At the start and at each reload: configured peers are there before they are heard. */
  configure({ transport }: InstanceConfig): void {
    const known = [...this.#configured, ...this.#believed, ...this.#others];
    for (const peers of [this.#configured, this.#believed, this.#others]) peers.clear();
    for (const source of transport.kind === "unicast" ? transport.peers : []) {
      this.#configured.set(keyOf(source), new Peer(source));
    }
    for (const [key, peer] of known) {
      if (this.#configured.has(key)) this.#configured.set(key, peer);
      else if (peer.isHeard) this.#placeOf(peer).set(key, peer);
    }
    while (this.#believed.size + this.#others.size > peerLimit) this.#forgetOne();
  }

  get(source: IpAddress): Peer | undefined {
    const key = keyOf(source);
    return this.#configured.get(key) ?? this.#believed.get(key) ?? this.#others.get(key);
  }

  /** The sender's entry, which is made if there is none. */
  of(source: IpAddress): Peer {
    const known = this.get(source);
    if (known !== undefined) return known;
    if (this.#believed.size + this.#others.size >= peerLimit) this.#forgetOne();
    const peer = new Peer(source);
    this.#others.set(keyOf(source), peer);
    return peer;
  }

  /** An accepted advert. `difference`: of its addresses from ours. */
  believe(
    now: Instant,
    peer: Peer,
    heard: DecodedAdvert,
    config: InstanceConfig,
    difference: AddressDifference | undefined,
  ): void {
    if (!peer.isBelieved) {
      const key = keyOf(peer.source);
      if (this.#others.delete(key)) this.#believed.set(key, peer);
    }
    peer.believe(now, heard, config, difference);
  }

  /** As they are now, configured peers first. */
  copy(): readonly PeerStatus[] {
    return [
      ...Array.from(this.#configured.values(), (peer) => peer.copy(true)),
      ...Array.from(this.#believed.values(), (peer) => peer.copy(false)),
      ...Array.from(this.#others.values(), (peer) => peer.copy(false)),
    ];
  }

  /** Of another process: who has been heard by now keeps the place. */
  recall(known: readonly KnownPeer[], config: InstanceConfig): void {
    for (const each of known) {
      const peer = this.of(each.source);
      peer.recall(each, config);
      const key = keyOf(each.source);
      if (peer.isBelieved && this.#others.delete(key)) this.#believed.set(key, peer);
    }
  }

  /** For a process after this one: those that have been heard, configured and believed ones first. */
  left(): readonly KnownPeer[] {
    const left: KnownPeer[] = [];
    for (const peers of [this.#configured, this.#believed, this.#others]) {
      for (const peer of peers.values()) {
        if (left.length >= leftPeerLimit) return left;
        if (peer.isHeard) left.push(peer.left());
      }
    }
    return left;
  }

  #placeOf(peer: Peer): Map<number | string, Peer> {
    return peer.isBelieved ? this.#believed : this.#others;
  }

  #forgetOne(): void {
    const peers = this.#others.size > 0 ? this.#others : this.#believed;
    let oldest: readonly [key: number | string, peer: Peer] | undefined;
    let looks = 0;
    for (const entry of peers) {
      if (oldest === undefined || entry[1].lastHeard < oldest[1].lastHeard) oldest = entry;
      looks += 1;
      if (looks >= sampleSize) break;
    }
    if (oldest === undefined) return;
    // Who was there first and is heard all the time is not looked at again and again.
    const [first] = peers;
    if (first !== undefined && first !== oldest) {
      peers.delete(first[0]);
      peers.set(...first);
    }
    peers.delete(oldest[0]);
  }
}

/** Printing an IPv6 address takes longer than all else that is done with a packet that is rejected. */
function keyOf({ value }: IpAddress): number | string {
  return typeof value === "number" ? value : String.fromCharCode(...value);
}
