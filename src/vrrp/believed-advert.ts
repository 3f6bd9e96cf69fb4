import type { IpAddress } from "../base/ip-address.ts";
import type { DecodedAdvert } from "../wire/vrrp.ts";
import type { Packet } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";

type Believed = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly ttl: number;
  /** A copy. */
  readonly payload: Uint8Array;
  readonly instance: InstanceConfig;
  readonly ownSource: IpAddress | undefined;
  readonly value: DecodedAdvert;
};

/**
 * The packet that was believed last. A master sends the same bytes every time: what depends on nothing else than the
 * packet, the configuration and the own address needs to be found out once. Packets with an authentication header are
 * never the same, and are none of it.
 */
export class BelievedAdvert {
  #last: Believed | undefined;

  /** What this packet says, if it is that one again; undefined: it has to be looked at. */
  recall(packet: Packet, instance: InstanceConfig, ownSource: IpAddress | undefined): DecodedAdvert | undefined {
    const last = this.#last;
    if (last === undefined || packet.header !== undefined) return undefined;
    if (last.instance !== instance || last.ownSource !== ownSource || last.ttl !== packet.ttl) return undefined;
    if (!isSame(last.source, packet.source) || !isSame(last.destination, packet.destination)) return undefined;
    return hasSameBytes(last.payload, packet.payload) ? last.value : undefined;
  }

  /** This packet has been believed. */
  remember(packet: Packet, instance: InstanceConfig, ownSource: IpAddress | undefined, value: DecodedAdvert): void {
    const { source, destination, ttl, payload, header } = packet;
    if (header !== undefined) return;
    this.#last = { source, destination, ttl, payload: new Uint8Array(payload), instance, ownSource, value };
  }
}

function isSame(a: IpAddress, b: IpAddress): boolean {
  return a === b || a.equals(b);
}

/** In constant time: a password may be among them. */
function hasSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
