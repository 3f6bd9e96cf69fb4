import type { IpAddress } from "../base/ip-address.ts";
import { encodeAuthenticated } from "../wire/authentication-header.ts";
import { type Advert, encodeAdvert } from "../wire/vrrp.ts";
import { authenticationType } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";
import type { PacketMemory } from "./packet-memory.ts";

const noPassword = new Uint8Array(8);

/** RFC 9568 §5.1.1.3. */
const usualTimeToLive = 255;

/** Where one advert goes, and its bytes. */
export type OutgoingAdvert = {
  readonly destination: IpAddress;
  readonly payload: Uint8Array;
  /** With an authentication header: the whole IPv4 packet around the payload. */
  readonly packet?: Uint8Array;
  /** Undefined: 255. */
  readonly timeToLive?: number;
};

/**
 * The adverts of one instance, one per destination. They change only with the priority, the source address and the
 * checksum that a peer knows, so the encoded bytes are kept from one interval to the next.
 */
export class AdvertTemplate {
  readonly #config: InstanceConfig;
  readonly #memory: PacketMemory;
  readonly #destinations: readonly IpAddress[];
  readonly #timeToLive: number;
  #encoded: readonly OutgoingAdvert[] = [];
  #priority: number | undefined;
  #source: IpAddress | undefined;
  #forms = 0;

  constructor(config: InstanceConfig, memory: PacketMemory) {
    this.#config = config;
    this.#memory = memory;
    const { timeToLive = usualTimeToLive } = config.delivery ?? {};
    // A packet with 0 would not leave the machine.
    this.#timeToLive = config.transport.kind === "unicast" && timeToLive > 0 ? timeToLive : usualTimeToLive;
    this.#destinations = config.transport.kind === "multicast" ? [config.transport.group] : config.transport.peers;
  }

  /** The adverts to send from `source` with `priority` (0 to give up mastership). */
  encode(source: IpAddress, priority: number): readonly OutgoingAdvert[] {
    const { forms } = this.#memory;
    if (this.#priority !== priority || this.#source?.equals(source) !== true || this.#forms !== forms.changes) {
      const advert = this.#advert(priority);
      const timeToLive = this.#timeToLive === usualTimeToLive ? {} : { timeToLive: this.#timeToLive };
      this.#encoded = this.#destinations.map((destination) => ({
        destination,
        payload: encodeAdvert(advert, { source, destination }, forms.towards(destination, this.#config)),
        ...timeToLive,
      }));
      this.#priority = priority;
      this.#source = source;
      this.#forms = forms.changes;
    }
    const { authentication } = this.#config;
    if (authentication.kind !== "header") return this.#encoded;
    // Each peer hears each number once (RFC 2402 §2.5). Numbers of their own would put masters with several peers out
    // of step: what one sends to its first peer is less than what that one has sent to its last, and is not believed.
    const sequence = this.#memory.sequence.next();
    return this.#encoded.map((advert) => this.#authenticated(advert, source, authentication.password, sequence));
  }

  #authenticated(advert: OutgoingAdvert, source: IpAddress, key: Uint8Array, sequence: number): OutgoingAdvert {
    const { destination, payload: message } = advert;
    const identification = ((sequence - 1) % 0xffff) + 1;
    const path = { source, destination };
    const value = { path, identification, timeToLive: this.#timeToLive, sequence, message };
    return { ...advert, packet: encodeAuthenticated(value, key) };
  }

  /** Whether this would send what the other one, which is another configuration's, has sent last. */
  repeats(other: AdvertTemplate, source: IpAddress, priority: number): boolean {
    const [before, now] = [other.#encoded, this.encode(source, priority)];
    return (
      other.#source?.equals(source) === true &&
      before.length === now.length &&
      now.every((advert, index) => isSameAdvert(advert, before[index]))
    );
  }

  #advert(priority: number): Advert {
    const { version, vrid, advertInterval, addresses, authentication } = this.#config;
    return {
      version,
      vrid,
      priority,
      interval: advertInterval,
      addresses: addresses.map((address) => address.prefix.address),
      authentication:
        version === 3
          ? undefined
          : authentication.kind === "pass"
            ? { type: authenticationType.pass, data: authentication.password }
            : { type: authenticationType[authentication.kind], data: noPassword },
    };
  }
}

function isSameAdvert({ destination, payload }: OutgoingAdvert, other: OutgoingAdvert | undefined): boolean {
  if (other === undefined || !destination.equals(other.destination)) return false;
  return payload.length === other.payload.length && payload.every((byte, index) => byte === other.payload[index]);
}
