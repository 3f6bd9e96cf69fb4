import type { Family, IpAddress } from "../base/ip-address.ts";
import type { PacketSelection } from "../wire/packet-selection.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { VrrpEvent } from "./events.ts";
import type { Held } from "./held.ts";
import type { Mode } from "./inputs.ts";

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
  /** Drop packets to and from the addresses, but those of neighbour discovery; in force before the next effect. */
  | { readonly kind: "shut" | "open"; readonly addresses: readonly VirtualAddress[] }
  /** Gratuitous ARP or unsolicited NA: `repeat` rounds over all addresses. */
  | { readonly kind: "announce"; readonly addresses: readonly VirtualAddress[]; readonly repeat: number }
  /** Try again to open the sockets that could not be opened, and say which still cannot. */
  | { readonly kind: "open-sockets" }
  /** What the sockets of an interface, family and mode hand over, those that are opened later included. */
  | {
      readonly kind: "select-packets";
      readonly interface: string;
      readonly family: Family;
      readonly mode: Mode;
      readonly selection: PacketSelection | undefined;
    }
  | { readonly kind: "run-script"; readonly script: string }
  /** End a script that ran into its time-out, with everything that it started. */
  | { readonly kind: "kill-script"; readonly script: string }
  | { readonly kind: "event"; readonly event: VrrpEvent };
