import { type Instant, later, microseconds } from "../base/time.ts";
import type { Rng } from "../base/rng.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { Input } from "../vrrp/inputs.ts";
import { Audiences } from "./audience.ts";
import { WireFaults } from "./faults/wire-faults.ts";
import type { Machine } from "./machine.ts";
import type { Network } from "./network.ts";
import type { Pending } from "./pending.ts";

/** From a sender to a receiver. */
const packetDelay = microseconds(100);
/** Of the AH header (RFC 4302) that version 2 knows, behind an IPv4 header without options. */
const ipHeaderLength = 20;

type Packet = Pending & { readonly kind: "packet" };

/** Cables and switches: who gets what is sent, when, and how often. */
export class Wire {
  readonly faults: WireFaults;
  readonly #audiences: Audiences;

  constructor(machines: readonly Machine[], network: Network, rng: Rng) {
    this.faults = new WireFaults(rng);
    this.#audiences = new Audiences(machines, network);
  }

  /** Some configuration is another one now. */
  forget(): void {
    this.#audiences.forget();
  }

  /** What is on its way after this. */
  carry(now: Instant, from: Machine, send: Effect & { readonly kind: "send" }): readonly Packet[] {
    const { instance, destination } = send;
    if (!from.isUp(instance.interface)) return [];
    const { segment, targets } = this.#audiences.of(from, instance, destination);
    const usual = later(now, packetDelay);
    const packets: Packet[] = [];
    for (const target of targets) {
      for (const delay of this.faults.fate({ segment, from: from.name, to: target.machine.name })) {
        packets.push({ kind: "packet", at: later(usual, delay), target, instance, send });
      }
    }
    return packets;
  }
}

/** What its receiver hears of a packet. */
export function heard({ target, instance, send }: Packet): Input {
  const { source, destination, payload, packet, timeToLive: ttl = 255 } = send;
  const header = packet?.subarray(0, ipHeaderLength);
  return {
    kind: "packet",
    interface: target.interface,
    family: source.family,
    mode: instance.transport.kind,
    packet: {
      source,
      destination,
      ttl,
      payload: packet?.subarray(ipHeaderLength) ?? payload,
      ...(header !== undefined && { header }),
    },
  };
}
