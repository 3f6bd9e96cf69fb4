import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { integer, seconds, unsignedMaximum } from "./numbers.ts";
import { address, flag, forgivingWord, line, lines, switched, word } from "./shapes.ts";

const wholeSeconds = seconds({ minimum: 0, maximum: unsignedMaximum, fraction: false });
const count = integer({ minimum: 0, maximum: unsignedMaximum });
const gap = seconds({ minimum: 0.000001, maximum: 4294.967295, fraction: true });

/** keepalived.conf(5), "Global definitions". */
export const globalDefs = {
  routerId: keyword("router_id", forgivingWord, {
    priority: "P0",
    doc: "name of this machine in mails",
    default: "host name",
  }),
  notificationEmail: keyword("notification_email", lines, { priority: "P0", doc: "who gets the mails" }),
  notificationEmailFrom: keyword("notification_email_from", word, {
    priority: "P0",
    doc: "sender of the mails",
    default: "keepalived@<host name>",
  }),
  smtpServer: keyword("smtp_server", line, {
    priority: "P0",
    doc: "host name or address, and port, of the mail relay",
  }),
  smtpConnectTimeout: keyword("smtp_connect_timeout", wholeSeconds, {
    priority: "P0",
    doc: "seconds that the mail relay has to answer",
    default: "30",
  }),
  multicastGroup4: keyword("vrrp_mcast_group4", address("ipv4"), {
    priority: "P1",
    doc: "multicast group of IPv4 adverts",
    default: "224.0.0.18",
  }),
  multicastGroup6: keyword("vrrp_mcast_group6", address("ipv6"), {
    priority: "P1",
    doc: "multicast group of IPv6 adverts",
    default: "ff02::12",
  }),
  version: keyword("vrrp_version", integer({ minimum: 2, maximum: 3 }), {
    priority: "P0",
    doc: "protocol version of IPv4 instances",
    default: "2",
  }),
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
  garpMasterRefresh: keyword("vrrp_garp_master_refresh", wholeSeconds, {
    priority: "P0",
    doc: "seconds between repeated announcements while master; 0: none",
    default: "0",
  }),
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
  garpLowerPriorityRepeat: keyword("vrrp_garp_lower_prio_repeat", count, {
    priority: "P1",
    doc: "announcements of each address after hearing a lower-priority master",
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
  downTimerAdverts: keyword("vrrp_down_timer_adverts", integer({ minimum: 1, maximum: 100 }), {
    priority: "P1",
    doc: "missed adverts before take-over",
    default: "3",
  }),
  lowerPriorityNoAdvert: keyword("vrrp_lower_prio_no_advert", switched, {
    priority: "P2",
    doc: "do not answer the advert of a lower-priority master with one of our own",
    default: "off; on in strict mode",
  }),
  skipCheckAdvertAddresses: keyword("vrrp_skip_check_adv_addr", flag, {
    priority: "P0",
    doc: "compare the addresses in an advert only when the master changes",
    default: "off",
  }),
  strict: keyword("vrrp_strict", flag, { priority: "P0", doc: "hold every instance to the RFC", default: "off" }),
  checksumAsV2: keyword("v3_checksum_as_v2", switched, {
    priority: "P2",
    doc: "leave the pseudo-header out of version 3 checksums over IPv4",
    default: "off",
  }),
  startupDelay: keyword(
    "vrrp_startup_delay",
    seconds({ minimum: 0, maximum: unsignedMaximum / 1_000_000, fraction: true }),
    { priority: "P1", doc: "seconds from the start to the beginning of VRRP", default: "0" },
  ),
  scriptUser: keyword("script_user", line, {
    priority: "P0",
    doc: "user, and group, that scripts run as unless they name their own",
    default: "keepalived_script if there is such a user, else root",
  }),
  scriptSecurity: keyword("enable_script_security", flag, {
    priority: "P0",
    doc: "do not run scripts as root that somebody else could change",
    default: "off",
  }),
};

export const globalDefsScope: Scope = scope("global_defs", globalDefs);
