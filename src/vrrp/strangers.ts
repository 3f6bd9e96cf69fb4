import type { IpAddress } from "../base/ip-address.ts";
import type { Instant } from "../base/time.ts";
import { looksLikeCarp } from "../wire/carp.ts";
import type { VrrpEvent } from "./events.ts";
import type { Input } from "./inputs.ts";
import { Repetition } from "./repetition.ts";

type PacketInput = Input & { readonly kind: "packet" };

/** How many are remembered: a segment with more speakers is flooded. */
export const strangerLimit = 128;

/** Who speaks VRRP for a VRID that nobody has here, or CARP. */
export type StrangerStatus = {
  readonly protocol: "vrrp" | "carp";
  readonly interface: string;
  readonly source: IpAddress;
  /** In CARP that of the virtual host. */
  readonly vrid: number;
  readonly lastHeard: Instant;
  readonly count: number;
};

type Stranger = { readonly status: StrangerStatus; readonly isTold: boolean };

const shortestMessage = 8;

/** Everybody of that kind, told once each; in a flood of forged senders only some are. */
export class Strangers {
  readonly #known = new Map<string, Stranger>();
  readonly #repetition = new Repetition();

  /** A packet that is CARP, or that no instance is for. The event the first time. */
  hear(now: Instant, { interface: name, packet }: PacketInput): VrrpEvent | undefined {
    const protocol = protocolOf(packet.payload);
    const [, vrid = 0] = packet.payload;
    if (protocol === undefined || vrid === 0) return undefined;
    const { source } = packet;
    const key = `${protocol} ${vrid} ${name} ${source.toString()}`;
    const { status: { count } = { count: 0 }, isTold = false } = this.#known.get(key) ?? {};
    const isNews = !isTold && this.#mayTell(now);
    const status = { protocol, interface: name, source, vrid, lastHeard: now, count: count + 1 };
    // Those heard least recently stand first.
    this.#known.delete(key);
    this.#known.set(key, { status, isTold: isTold || isNews });
    if (this.#known.size > strangerLimit) this.#known.delete(this.#known.keys().next().value ?? "");
    return isNews ? { kind: "stranger", protocol, interface: name, source, vrid } : undefined;
  }

  /** As they are now, those heard most recently first. */
  copy(): readonly StrangerStatus[] {
    return Array.from(this.#known.values(), ({ status }) => status).toReversed();
  }

  #mayTell(now: Instant): boolean {
    this.#repetition.begin(now);
    return this.#repetition.mayTell(now, "stranger");
  }
}

/** Undefined: it is neither. */
function protocolOf(message: Uint8Array): StrangerStatus["protocol"] | undefined {
  if (looksLikeCarp(message)) return "carp";
  const [head] = message;
  return message.length >= shortestMessage && (head === 0x21 || head === 0x31) ? "vrrp" : undefined;
}
