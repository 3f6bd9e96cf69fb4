import { keyword } from "./keyword.ts";
import { lines, namedBlock, block } from "./shapes.ts";

/** Blocks that concern interfaces and what is on them, whoever is master. */
export const networkBlocks = {
  trackGroup: keyword("track_group", namedBlock, {
    priority: "P2",
    doc: "instances that fault when a static address, route or rule disappears that names the group",
  }),
  staticAddresses: keyword("static_ipaddress", lines, {
    priority: "P0",
    doc: "addresses that stay on this machine, whoever is master",
  }),
  staticRoutes: keyword("static_routes", lines, {
    priority: "P0",
    doc: "routes that stay on this machine, whoever is master",
  }),
  staticRules: keyword("static_rules", lines, {
    priority: "P1",
    doc: "rules that stay on this machine, whoever is master",
  }),
  linkbeats: keyword("linkbeat_interfaces", lines, {
    priority: "P2",
    doc: "interfaces that are asked for their link again and again: INTERFACE [MII|ETHTOOL|IOCTL]",
    default: "the kernel reports changes",
    unfinished: "the kernel reports changes",
  }),
  linkDelays: keyword("interface_up_down_delays", lines, {
    priority: "P1",
    doc: "seconds that a link must have been down or up before that counts: INTERFACE DOWN [UP], each 0 to 255",
    default: "0",
  }),
  announcementGroup: keyword("garp_group", block, {
    priority: "P2",
    doc: "the least time between announcements over an interface or several interfaces together",
  }),
};
