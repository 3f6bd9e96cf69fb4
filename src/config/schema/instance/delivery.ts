import { keyword } from "../keyword.ts";
import { integer } from "../numbers.ts";
import { address, flag, lines, optionalChoice, switched } from "../shapes.ts";

/** Where adverts come from and go to. */
export const instanceTransport = {
  unicastSource: keyword("unicast_src_ip", address(), {
    priority: "P0",
    doc: "source address of the adverts",
    default: "first address of the interface; IPv6: its link-local address",
  }),
  multicastSource: keyword("mcast_src_ip", address(), {
    priority: "P0",
    doc: "source address of the adverts",
    default: "first address of the interface; IPv6: its link-local address",
  }),
  multicastGroup: keyword("mcast_dst_ip", address(), {
    priority: "P2",
    doc: "multicast group of the adverts",
    inherits: "vrrp_mcast_group4 or vrrp_mcast_group6",
    default: "224.0.0.18 or ff02::12",
    excludes: ["unicast_peer"],
  }),
  unicastPeer: keyword("unicast_peer", lines, {
    priority: "P0",
    doc: "machines that get the adverts one by one: IP [min_ttl <0..255>] [max_ttl <0..255>]",
    default: "multicast",
    excludes: ["mcast_dst_ip"],
  }),
  checksumAsV2: keyword("v3_checksum_as_v2", switched, {
    priority: "P1",
    doc: "leave the pseudo-header out of version 3 checksums over IPv4",
    inherits: "v3_checksum_as_v2",
    default: "off",
  }),
};

/** What else there is to say about it; the rows go by the names of `DeliveryConfig`. */
export const instanceDelivery = {
  trackSourceAddress: keyword("track_src_ip", flag, {
    priority: "P1",
    doc: "the loss of the source address that is given is a fault",
    default: "off",
  }),
  checkSource: keyword("check_unicast_src", flag, {
    priority: "P1",
    doc: "hear adverts of the listed peers only; min_ttl and max_ttl imply it",
    inherits: "vrrp_check_unicast_src",
    default: "off",
  }),
  timeToLive: keyword("unicast_ttl", integer({ minimum: 0, maximum: 255 }), {
    priority: "P2",
    doc: "time to live of unicast adverts",
    default: "255",
  }),
  faultWithoutPeers: keyword("unicast_fault_no_peer", flag, {
    priority: "P2",
    doc: "a unicast instance without peers is in FAULT rather than using multicast",
    default: "off",
  }),
  oldChecksum: keyword("old_unicast_checksum", optionalChoice({ never: "never" }, "always"), {
    priority: "P2",
    doc: "the unicast checksum that versions up to 1.3.6 used with version 3",
    default: "found out from each peer",
  }),
};
