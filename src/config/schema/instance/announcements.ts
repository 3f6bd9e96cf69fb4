import { extraGarpsFrom } from "../garp-extra-if.ts";
import { keyword, oldSpelling } from "../keyword.ts";
import { integer, seconds, signedMaximum, unsignedMaximum, zeroMeansOne } from "../numbers.ts";

/** The reference counts the microseconds of delays in 32 bits, but not those of refreshes. */
const delay = seconds({ minimum: 0, maximum: 4294, fraction: false });
const refresh = seconds({ minimum: 0, maximum: unsignedMaximum, fraction: false });
const countFromOne = zeroMeansOne(integer({ minimum: 0, maximum: unsignedMaximum }), 1);

const extra = keyword("garp_extra_if", extraGarpsFrom(0), {
  priority: "P2",
  doc: "seconds between announcements on the other interfaces of the addresses; all: even without a virtual MAC address",
  inherits: "vrrp_garp_extra_if",
  default: "0",
});

/** How the neighbours are told where the addresses are (gratuitous ARP, unsolicited NA). */
export const instanceAnnouncements = {
  garpMasterDelay: keyword("garp_master_delay", delay, {
    priority: "P0",
    doc: "seconds from becoming master to the second burst of announcements; 0: no second burst",
    inherits: "vrrp_garp_master_delay",
    default: "5",
  }),
  garpMasterRepeat: keyword("garp_master_repeat", countFromOne, {
    priority: "P1",
    doc: "announcements of each address in a burst",
    inherits: "vrrp_garp_master_repeat",
    default: "5",
  }),
  garpMasterRefresh: keyword("garp_master_refresh", refresh, {
    priority: "P0",
    doc: "seconds between repeated announcements while master; 0: none",
    inherits: "vrrp_garp_master_refresh",
    default: "0",
  }),
  garpMasterRefreshRepeat: keyword("garp_master_refresh_repeat", countFromOne, {
    priority: "P1",
    doc: "announcements of each address in a repetition",
    inherits: "vrrp_garp_master_refresh_repeat",
    default: "1",
  }),
  garpLowerPriorityDelay: keyword("garp_lower_prio_delay", delay, {
    priority: "P1",
    doc: "seconds from hearing a lower-priority master to the second burst",
    inherits: "vrrp_garp_lower_prio_delay, else vrrp_garp_master_delay",
    default: "5",
  }),
  garpLowerPriorityRepeat: keyword("garp_lower_prio_repeat", integer({ minimum: 0, maximum: signedMaximum }), {
    priority: "P1",
    doc: "announcements of each address after hearing a lower-priority master",
    inherits: "vrrp_garp_lower_prio_repeat, else vrrp_garp_master_repeat",
    default: "5",
  }),
  garpExtra: extra,
  vmacGarpInterval: oldSpelling("vmac_garp_intvl", extra, { failsTest: true }),
};
