import type { IpAddress } from "../base/ip-address.ts";
import { type Advert, encodeAdvert } from "../wire/vrrp.ts";
import { authenticationType } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";

const noPassword = new Uint8Array(8);

/** Where one advert goes, and its bytes. */
export type OutgoingAdvert = { readonly destination: IpAddress; readonly payload: Uint8Array };

/**
 * The adverts of one instance, one per destination. They change only with the priority and the source address, so
 * the encoded bytes are kept from one interval to the next.
 */
export class AdvertTemplate {
  readonly #config: InstanceConfig;
  readonly #destinations: readonly IpAddress[];
  #encoded: readonly OutgoingAdvert[] = [];
  #priority: number | undefined;
  #source: IpAddress | undefined;

  constructor(config: InstanceConfig) {
    this.#config = config;
    this.#destinations = config.transport.kind === "multicast" ? [config.transport.group] : config.transport.peers;
  }

  /** The adverts to send from `source` with `priority` (0 to give up mastership). */
  encode(source: IpAddress, priority: number): readonly OutgoingAdvert[] {
    if (this.#priority !== priority || this.#source?.equals(source) !== true) {
      const advert = this.#advert(priority);
      this.#encoded = this.#destinations.map((destination) => ({
        destination,
        payload: encodeAdvert(advert, { source, destination }, this.#config.checksumForm),
      }));
      this.#priority = priority;
      this.#source = source;
    }
    return this.#encoded;
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
            : { type: authenticationType.none, data: noPassword },
    };
  }
}

function isSameAdvert({ destination, payload }: OutgoingAdvert, other: OutgoingAdvert | undefined): boolean {
  if (other === undefined || !destination.equals(other.destination)) return false;
  return payload.length === other.payload.length && payload.every((byte, index) => byte === other.payload[index]);
}
