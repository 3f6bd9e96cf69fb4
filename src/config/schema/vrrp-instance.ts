import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { notifyKeywords } from "./notify.ts";
import { integer, seconds, unsignedMaximum } from "./numbers.ts";
import { address, block, flag, lines, switched, word } from "./shapes.ts";

const wholeSeconds = seconds({ minimum: 0, maximum: unsignedMaximum, fraction: false });
const count = integer({ minimum: 0, maximum: unsignedMaximum });

/** keepalived.conf(5), "VRRP instance(s)". */
export const vrrpInstance = {
  ...notifyKeywords,
  state: keyword("state", word, {
    priority: "P0",
    doc: "MASTER or BACKUP: a wish, granted at once only to an address owner",
    default: "MASTER with priority 255, else BACKUP",
  }),
  interface: keyword("interface", word, { priority: "P0", doc: "interface of the adverts and the addresses" }),
  vrid: keyword("virtual_router_id", integer({ minimum: 1, maximum: 255, otherwise: "and nothing can replace it" }), {
    priority: "P0",
    doc: "number of the virtual router, the same on all its machines",
  }),
  priority: keyword("priority", integer({ minimum: 1, maximum: 255, otherwise: "using 100" }), {
    priority: "P0",
    doc: "the highest becomes master; 255 is for the owner of the addresses",
    default: "100; 255 with state MASTER",
  }),
  advertInterval: keyword(
    "advert_int",
    seconds({ minimum: 0.01, maximum: 255, fraction: true, otherwise: "using 1" }),
    { priority: "P0", doc: "seconds between adverts", default: "1" },
  ),
  version: keyword("version", integer({ minimum: 2, maximum: 3 }), {
    priority: "P0",
    doc: "protocol version; IPv6 has only version 3",
    default: "vrrp_version",
  }),
  noPreempt: keyword("nopreempt", flag, { priority: "P0", doc: "leave a lower-priority master in office" }),
  preempt: keyword("preempt", flag, { priority: "P1", doc: "take over from a lower-priority master (the default)" }),
  preemptDelay: keyword("preempt_delay", seconds({ minimum: 0, maximum: 1000, fraction: true }), {
    priority: "P0",
    doc: "seconds that a lower-priority master is tolerated",
    default: "0",
  }),
  authentication: keyword("authentication", block, { priority: "P0", doc: "password for version 2" }),
  addresses: keyword("virtual_ipaddress", lines, { priority: "P0", doc: "addresses the master holds and advertises" }),
  excludedAddresses: keyword("virtual_ipaddress_excluded", lines, {
    priority: "P0",
    doc: "addresses the master holds without advertising them",
  }),
  noAddresses: keyword("no_virtual_ipaddress", flag, { priority: "P1", doc: "there are no addresses on purpose" }),
  routes: keyword("virtual_routes", lines, { priority: "P0", doc: "routes the master holds" }),
  trackInterface: keyword("track_interface", lines, { priority: "P0", doc: "further interfaces that matter" }),
  trackScript: keyword("track_script", lines, { priority: "P0", doc: "scripts whose results matter" }),
  unicastSource: keyword("unicast_src_ip", address(), {
    priority: "P0",
    doc: "source address of the adverts",
    default: "first address of the interface",
  }),
  multicastSource: keyword("mcast_src_ip", address(), {
    priority: "P0",
    doc: "source address of the adverts",
    default: "first address of the interface",
  }),
  multicastGroup: keyword("mcast_dst_ip", address(), {
    priority: "P2",
    doc: "multicast group of the adverts",
    default: "vrrp_mcast_group4 or vrrp_mcast_group6",
  }),
  unicastPeer: keyword("unicast_peer", lines, { priority: "P0", doc: "machines that get the adverts one by one" }),
  garpMasterDelay: keyword("garp_master_delay", wholeSeconds, {
    priority: "P0",
    doc: "seconds from becoming master to the second burst of announcements; 0: no second burst",
    default: "vrrp_garp_master_delay",
  }),
  garpMasterRepeat: keyword("garp_master_repeat", count, {
    priority: "P1",
    doc: "announcements of each address in a burst",
    default: "vrrp_garp_master_repeat",
  }),
  garpMasterRefresh: keyword("garp_master_refresh", wholeSeconds, {
    priority: "P0",
    doc: "seconds between repeated announcements while master; 0: none",
    default: "vrrp_garp_master_refresh",
  }),
  garpMasterRefreshRepeat: keyword("garp_master_refresh_repeat", count, {
    priority: "P1",
    doc: "announcements of each address in a repetition",
    default: "vrrp_garp_master_refresh_repeat",
  }),
  garpLowerPriorityDelay: keyword("garp_lower_prio_delay", wholeSeconds, {
    priority: "P1",
    doc: "seconds from hearing a lower-priority master to the second burst",
    default: "vrrp_garp_lower_prio_delay, else vrrp_garp_master_delay",
  }),
  garpLowerPriorityRepeat: keyword("garp_lower_prio_repeat", count, {
    priority: "P1",
    doc: "announcements of each address after hearing a lower-priority master",
    default: "vrrp_garp_lower_prio_repeat, else vrrp_garp_master_repeat",
  }),
  downTimerAdverts: keyword("down_timer_adverts", integer({ minimum: 1, maximum: 100 }), {
    priority: "P2",
    doc: "missed adverts before take-over",
    default: "vrrp_down_timer_adverts",
  }),
  lowerPriorityNoAdvert: keyword("lower_prio_no_advert", switched, {
    priority: "P2",
    doc: "do not answer the advert of a lower-priority master with one of our own",
    default: "vrrp_lower_prio_no_advert; on in strict mode",
  }),
  skipCheckAdvertAddresses: keyword("skip_check_adv_addr", switched, {
    priority: "P0",
    doc: "compare the addresses in an advert only when the master changes",
    default: "vrrp_skip_check_adv_addr",
  }),
  strict: keyword("strict_mode", switched, {
    priority: "P1",
    doc: "hold this instance to the RFC",
    default: "vrrp_strict",
  }),
  accept: keyword("accept", flag, { priority: "P1", doc: "let packets to the addresses in (the default)" }),
  checksumAsV2: keyword("v3_checksum_as_v2", switched, {
    priority: "P1",
    doc: "leave the pseudo-header out of version 3 checksums over IPv4",
    default: "v3_checksum_as_v2 of global_defs",
  }),
  nativeIpv6: keyword("native_ipv6", flag, {
    priority: "P2",
    doc: "an IPv6 instance",
    deprecated: "leave it out: the addresses decide the family",
  }),
};

export const vrrpInstanceScope: Scope = scope("vrrp_instance", vrrpInstance);
