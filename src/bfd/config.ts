import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";

/** Everything the BFD process is told. */
export type BfdConfig = { readonly sessions: readonly BfdSessionConfig[] };

/** One `bfd_instance` (keepalived.conf(5), "BFD CONFIGURATION"; RFC 5880 §6.8.1). */
export type BfdSessionConfig = {
  /** At most 31 characters. */
  readonly name: string;
  readonly neighbor: IpAddress;
  /** Of the neighbour's family; undefined: the kernel chooses. */
  readonly source: IpAddress | undefined;
  /** Required Min RX Interval. */
  readonly minimumReceive: Duration;
  /** Desired Min TX Interval. */
  readonly minimumTransmit: Duration;
  /** Between packets while the session is down, at least 1 s. */
  readonly idleTransmit: Duration;
  /** Detect Mult, 1 to 255. */
  readonly multiplier: number;
  /** Wait for the neighbour to begin. */
  readonly passive: boolean;
  /** TTL (IPv4) or hop limit (IPv6) of our packets, 1 to 255. */
  readonly timeToLive: number;
  /** By how much a packet's TTL may have gone down, -1 to 255; 255: it is not looked at. */
  readonly maximumHops: number;
  /** RFC 5883: the peer is not a neighbour on a link, port 4784. */
  readonly multihop: boolean;
  /** For trackers that give none of their own, -253 to 253. */
  readonly weight: { readonly value: number; readonly reverse: boolean };
  /** Who is told of changes. */
  readonly listeners: "all" | "vrrp" | "checker";
};
