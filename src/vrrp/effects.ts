import type { IpAddress } from "../base/ip-address.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { VrrpEvent } from "./events.ts";
import type { Held } from "./held.ts";

/** What the driver is to do, in order. */
export type Effect =
  /** One advert to one destination, complete with its checksum. */
  | {
      readonly kind: "send";
      readonly instance: InstanceConfig;
      readonly source: IpAddress;
      readonly destination: IpAddress;
      readonly payload: Uint8Array;
      /** With an authentication header: the whole IPv4 packet, which is to be sent instead. */
      readonly packet?: Uint8Array;
      /** TTL or hop limit; undefined: 255. */
      readonly timeToLive?: number;
    }
  /** Put addresses, routes and rules into the kernel, or take them away; in force before the next such effect. */
  | ({ readonly kind: "hold" | "release" } & Held)
  /** Put back what may be gone, and say with a `restored` what was. Of an instance, or static. */
  | ({ readonly kind: "restore"; readonly instance: string | undefined } & Held)
  /** Gratuitous ARP or unsolicited NA: `repeat` rounds over all addresses. */
  | { readonly kind: "announce"; readonly addresses: readonly VirtualAddress[]; readonly repeat: number }
  /** Try again to open the sockets that could not be opened, and say which still cannot. */
  | { readonly kind: "open-sockets" }
  | { readonly kind: "run-script"; readonly script: string }
  /** End a script that ran into its time-out, with everything that it started. */
  | { readonly kind: "kill-script"; readonly script: string }
  | { readonly kind: "event"; readonly event: VrrpEvent };
