import type { IpAddress } from "../base/ip-address.ts";
import type { Duration, Instant } from "../base/time.ts";
import { carpInterval, decodeCarp } from "../wire/carp.ts";
import type { Advert, DecodedAdvert } from "../wire/vrrp.ts";
import type { Packet, RejectReason } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";
import type { Cause } from "./events.ts";
import type { InstanceOutput } from "./instance-output.ts";
import type { VrrpMeasures } from "./measures.ts";
import type { PacketMemory } from "./packet-memory.ts";
import type { KnownPeer, Peer, PeerStatus } from "./peer-table.ts";
import type { OwnRecollection } from "./recollection.ts";
import type { State } from "./state.ts";
import { type Stand, Vigilance } from "./vigilance.ts";
import type { StandingWarning, Warning, WarningOver } from "./warning.ts";
import { Warnings, warningWindow } from "./warnings.ts";

/**
 * What an instance knows of the others that send for its VRID, and what is wrong between it and them. Decides nothing:
 * what it finds is told.
 */
export class Others {
  readonly #memory: PacketMemory;
  readonly #output: InstanceOutput;
  readonly #measures: VrrpMeasures;
  readonly #vigilance = new Vigilance();
  readonly #warnings = new Warnings();
  #isDeaf = false;

  constructor(memory: PacketMemory, output: InstanceOutput, measures: VrrpMeasures) {
    this.#memory = memory;
    this.#output = output;
    this.#measures = measures;
  }

  get peers(): readonly PeerStatus[] {
    return this.#memory.peers.copy();
  }

  get warnings(): readonly StandingWarning[] {
    return this.#warnings.standing;
  }

  /** When a warning may be over. */
  get deadline(): Instant | undefined {
    return this.#warnings.deadline;
  }

  /** For a process after this one. */
  left(): readonly KnownPeer[] {
    return this.#memory.peers.left();
  }

  /** What a process before this one knew. What cannot be in this state is over. */
  recall(now: Instant, { peers, warnings }: OwnRecollection, config: InstanceConfig, state: State["name"]): void {
    this.#memory.peers.recall(peers, config);
    for (const each of warnings) {
      const { other, warning } = each;
      const interval = this.#memory.peers.get(other)?.interval ?? intervalOf(warning);
      this.#warnings.recall(now, each, warningWindow(longest(interval, config.advertInterval)));
    }
    if (warnings.length > 0) this.entered(now, state, config.name);
  }

  configure(config: InstanceConfig): void {
    this.#memory.peers.configure(config);
  }

  /** Whether not everything is heard, so that silence means nothing. */
  set isDeaf(isDeaf: boolean) {
    this.#isDeaf = isDeaf;
  }

  /** An accepted advert, before anything has come of it. */
  believe(now: Instant, source: IpAddress, heard: DecodedAdvert, config: InstanceConfig, state: State): Peer {
    const peer = this.#memory.peers.of(source);
    if (heard.advert.priority !== 0 && peer.isBelieved && isFollowed(source, state)) {
      this.#measures.advertGap.add(peer.noteSilence(now));
    }
    this.#memory.peers.believe(now, peer, heard, config, this.#memory.comparison.of(heard.advert, config));
    return peer;
  }

  /** The same, when it is the last one again, and the sender a master that is followed. */
  believeAgain(now: Instant, peer: Peer): void {
    this.#measures.advertGap.add(peer.believeAgain(now));
  }

  /** The master was not heard in time. */
  missed(now: Instant, cause: Cause): void {
    if (cause.kind !== "timeout" || cause.master === undefined) return;
    this.#memory.peers.get(cause.master)?.noteSilence(now);
  }

  /** What an accepted advert has come to: `stand` is that after it. */
  judge(now: Instant, peer: Peer, advert: Advert, stand: Stand): void {
    const difference = this.#memory.comparison.of(advert, stand.config);
    this.#warn(now, peer.source, this.#vigilance.heard(now, peer, advert, difference, stand), advert.interval, stand);
  }

  reject(now: Instant, packet: Packet, reason: RejectReason, stand: Stand): void {
    if (reason.kind === "carp") {
      this.#meetCarp(now, packet, stand);
      return;
    }
    const peer = this.#memory.peers.of(packet.source);
    peer.reject(now, reason);
    const interval = reason.kind === "interval" ? reason.received : peer.interval;
    this.#warn(now, peer.source, this.#vigilance.rejected(now, peer, packet, reason, stand), interval, stand);
  }

  tick(now: Instant, instance: string): void {
    this.#reportOver(instance, this.#warnings.takeOver(now, this.#isDeaf));
  }

  /** The state has changed: what cannot be any more is over. */
  entered(now: Instant, state: State["name"], instance: string): void {
    if (state === "init") this.#reportOver(instance, this.#warnings.end(now));
    else if (state !== "master") this.#reportOver(instance, this.#warnings.end(now, "split-brain"));
  }

  /** A virtual host of the same number: it is in the way of the virtual MAC address. */
  #meetCarp(now: Instant, { source, payload }: Packet, stand: Stand): void {
    const { vrid, interface: link } = stand.config;
    const result = decodeCarp(payload);
    const interval = result.ok ? carpInterval(result.value) : undefined;
    this.#warn(now, source, [{ kind: "carp", vrid, interface: link }], interval, stand);
  }

  /** `interval`: in which the other one is to be heard. */
  #warn(
    now: Instant,
    other: IpAddress,
    warnings: readonly Warning[],
    interval: Duration | undefined,
    { config, isTakingPart }: Stand,
  ): void {
    if (warnings.length === 0 || !isTakingPart) return;
    const { name: instance, advertInterval } = config;
    const window = warningWindow(longest(interval, advertInterval));
    for (const warning of warnings) {
      if (!this.#warnings.see(now, other, warning, window)) continue;
      this.#output.report({ kind: "warning", instance, other, warning });
    }
  }

  #reportOver(instance: string, over: readonly WarningOver[]): void {
    for (const { other, warning, lasted } of over) {
      this.#output.report({ kind: "warning-over", instance, other, warning, lasted });
    }
  }
}

/** In which the other one is to be heard, as far as a warning knows. */
function intervalOf(warning: Warning): Duration | undefined {
  return warning.kind === "adverts-rejected" && warning.reason.kind === "interval"
    ? warning.reason.received
    : undefined;
}

function longest(interval: Duration | undefined, ours: Duration): Duration {
  return interval !== undefined && interval > ours ? interval : ours;
}

/** It is the master of a backup that does not wait for others of its group. */
function isFollowed(source: IpAddress, state: State): boolean {
  if (state.name !== "backup" || state.masterDown.name !== "armed" || state.master === undefined) return false;
  return state.master.priority !== 0 && state.master.address.equals(source);
}
