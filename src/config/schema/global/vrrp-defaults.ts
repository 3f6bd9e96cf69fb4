import { keyword, oldSpelling } from "../keyword.ts";
import { integer, seconds, secondsMaximum, signedMaximum, unsignedMaximum, zeroMeansOne } from "../numbers.ts";
import { flag, forgiving, plainText, single, switched } from "../shapes.ts";
import { extraGarps } from "../garp-extra-if.ts";
import { multicastGroup } from "../multicast-group.ts";
import { receiveBufferPolicy } from "./receive-buffer-policy.ts";

/**
 * What instances do unless they say otherwise, and what holds for all of them (keepalived.conf(5), "Global
 * definitions").
 */
export const vrrpDefaults = {
  version: keyword("vrrp_version", integer({ minimum: 2, maximum: 3 }), {
    priority: "P0",
    doc: "protocol version of IPv4 instances",
    default: "2",
  }),
  multicastGroup4: keyword("vrrp_mcast_group4", multicastGroup("ipv4"), {
    priority: "P1",
    doc: "multicast group of IPv4 adverts",
    default: "224.0.0.18",
  }),
  multicastGroup6: keyword("vrrp_mcast_group6", multicastGroup("ipv6"), {
    priority: "P1",
    doc: "multicast group of IPv6 adverts",
    default: "ff02::12",
  }),
  strict: keyword("vrrp_strict", flag, {
    priority: "P0",
    doc: "hold every instance to the RFC",
    default: "off",
  }),
  downTimerAdverts: keyword("vrrp_down_timer_adverts", integer({ minimum: 1, maximum: 100 }), {
    priority: "P1",
    doc: "missed adverts before take-over",
    default: "3",
  }),
  startupDelay: keyword("vrrp_startup_delay", seconds({ minimum: 0.001, maximum: secondsMaximum, fraction: true }), {
    priority: "P1",
    doc: "seconds from the start to the beginning of VRRP",
    default: "0",
  }),
  delayAfterBoot: keyword(
    "vrrp_delay_after_boot",
    seconds({ minimum: 0.001, maximum: secondsMaximum, fraction: true }),
    {
      priority: "P2",
      doc: "seconds from the boot of the machine to the beginning of VRRP; the longer of this and vrrp_startup_delay",
      default: "0",
    },
  ),
  lowerPriorityNoAdvert: keyword("vrrp_lower_prio_no_advert", switched, {
    priority: "P2",
    doc: "do not answer the advert of a lower-priority master with one of our own",
    default: "off; on in strict mode",
  }),
  higherPrioritySendAdvert: keyword("vrrp_higher_prio_send_advert", switched, {
    priority: "P2",
    doc: "answer the advert of a higher-priority master with a last one of our own",
    default: "off",
  }),
  ownerIgnoresAdverts: keyword("vrrp_owner_ignore_adverts", flag, {
    priority: "P2",
    doc: "the owner of the addresses does not listen to other masters",
    default: "off",
  }),
  checkUnicastSource: keyword("vrrp_check_unicast_src", flag, {
    priority: "P1",
    doc: "accept unicast adverts from the configured peers only",
    default: "off",
  }),
  skipCheckAdvertAddresses: keyword("vrrp_skip_check_adv_addr", flag, {
    priority: "P0",
    doc: "compare the addresses in an advert only when the master changes",
    default: "off",
  }),
  checksumAsV2: keyword("v3_checksum_as_v2", switched, {
    priority: "P2",
    doc: "leave the pseudo-header out of version 3 checksums over IPv4",
    default: "off",
  }),
  logUnknownVrids: keyword("log_unknown_vrids", flag, {
    priority: "P1",
    doc: "log adverts of virtual routers that the interface has not",
    default: "off",
  }),
  notifyPriorityChanges: keyword("vrrp_notify_priority_changes", switched, {
    priority: "P2",
    doc: "write changes of priority to the notify FIFO",
    default: "off",
  }),
  writeStatesOnReload: keyword("fifo_write_vrrp_states_on_reload", flag, {
    priority: "P2",
    doc: "write all states to the notify FIFO after a reload",
    default: "off",
  }),
  receiveBufferPolicy: keyword("vrrp_rx_bufs_policy", forgiving(single(receiveBufferPolicy)), {
    priority: "P2",
    doc: "size of the sockets' receive buffers: by packets of MTU size, by adverts, or in bytes",
    default: "that of the system",
    unfinished: "the buffers have the size that the system gives them",
  }),
  receiveBufferMultiplier: keyword(
    "vrrp_rx_bufs_multiplier",
    forgiving(integer({ minimum: 1, maximum: unsignedMaximum })),
    {
      priority: "P2",
      doc: "packets or adverts of each instance that a receive buffer holds",
      default: "3",
      unfinished: "the buffers have the size that the system gives them",
    },
  ),
  vmacPrefix: keyword("vmac_prefix", plainText, {
    priority: "P2",
    doc: "what the names of interfaces with a virtual MAC address begin with",
    default: "vrrp",
    firstCounts: true,
  }),
  vmacAddressPrefix: keyword("vmac_addr_prefix", plainText, {
    priority: "P2",
    doc: "as vmac_prefix, for interfaces that are made for an address",
    default: "vmac_prefix",
    firstCounts: true,
  }),
};

const wholeSeconds = seconds({ minimum: 0, maximum: 4294, fraction: false });
const count = zeroMeansOne(integer({ minimum: 0, maximum: unsignedMaximum }), 1);
const gap = seconds({ minimum: 0.000001, maximum: secondsMaximum, fraction: true });

const extraIf = keyword("vrrp_garp_extra_if", extraGarps, {
  priority: "P2",
  doc: "seconds between announcements on the interfaces of addresses other than the instance's own",
  default: "none",
});

/** Announcements: gratuitous ARP and unsolicited neighbour advertisements. */
export const announcementDefaults = {
  garpMasterDelay: keyword("vrrp_garp_master_delay", wholeSeconds, {
    priority: "P0",
    doc: "seconds from becoming master to the second burst of announcements; 0: no second burst",
    default: "5",
  }),
  garpMasterRepeat: keyword("vrrp_garp_master_repeat", count, {
    priority: "P0",
    doc: "announcements of each address in a burst",
    default: "5",
  }),
  garpMasterRefresh: keyword(
    "vrrp_garp_master_refresh",
    seconds({ minimum: 0, maximum: unsignedMaximum, fraction: false }),
    { priority: "P0", doc: "seconds between repeated announcements while master; 0: none", default: "0" },
  ),
  garpMasterRefreshRepeat: keyword("vrrp_garp_master_refresh_repeat", count, {
    priority: "P1",
    doc: "announcements of each address in a repetition",
    default: "1",
  }),
  garpLowerPriorityDelay: keyword("vrrp_garp_lower_prio_delay", wholeSeconds, {
    priority: "P1",
    doc: "seconds from hearing a lower-priority master to the second burst",
    default: "vrrp_garp_master_delay",
  }),
  garpLowerPriorityRepeat: keyword("vrrp_garp_lower_prio_repeat", integer({ minimum: 0, maximum: signedMaximum }), {
    priority: "P1",
    doc: "announcements of each address after hearing a lower-priority master; 0: none",
    default: "vrrp_garp_master_repeat",
  }),
  garpInterval: keyword("vrrp_garp_interval", gap, {
    priority: "P1",
    doc: "seconds between gratuitous ARPs on an interface",
    default: "none",
  }),
  gnaInterval: keyword("vrrp_gna_interval", gap, {
    priority: "P1",
    doc: "seconds between unsolicited neighbour advertisements on an interface",
    default: "none",
  }),
  minimalGarp: keyword("vrrp_min_garp", switched, {
    priority: "P2",
    doc: "announce each address once on becoming master",
    default: "off",
  }),
  extraGarps: extraIf,
  oldExtraGarps: oldSpelling("vrrp_vmac_garp_intvl", extraIf, { failsTest: true }),
};
