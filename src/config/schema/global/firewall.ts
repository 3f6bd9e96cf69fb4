import { keyword } from "../keyword.ts";
import { integer, signedMaximum, unsignedMaximum } from "../numbers.ts";
import { flag } from "../shapes.ts";
import { ipsetNames, iptablesChains, tableName } from "./firewall-names.ts";

const nftablesInstead = "the rules are made with nftables";
const noMarks = "no firewall rules are made for virtual servers";
const chainPriority = integer({ minimum: -signedMaximum - 1, maximum: signedMaximum });

/** Rules for addresses that accept nothing, for virtual MAC addresses and for groups of services. */
export const firewallKeywords = {
  iptables: keyword("vrrp_iptables", iptablesChains, {
    priority: "P2",
    doc: "make the rules with iptables, in chains that exist",
    default: "nftables; INPUT and OUTPUT without names",
    unfinished: nftablesInstead,
  }),
  ipsets: keyword("vrrp_ipsets", ipsetNames, {
    priority: "P2",
    doc: "names of the sets that iptables rules use; without names no sets are used",
    default: "keepalived keepalived6 keepalived_if6 keepalived_igmp keepalived_mld keepalived_vmac_nd",
    unfinished: nftablesInstead,
  }),
  nftables: keyword("nftables", tableName("keepalived"), {
    priority: "P1",
    doc: "make the rules with nftables, in a table of that name",
    default: "keepalived",
    firstCounts: true,
  }),
  nftablesPriority: keyword("nftables_priority", chainPriority, {
    priority: "P2",
    doc: "priority of the chains: lower ones come first",
    default: "-1",
  }),
  nftablesCounters: keyword("nftables_counters", flag, {
    priority: "P2",
    doc: "count packets in the rules",
    default: "off",
  }),
  nftablesIfindex: keyword("nftables_ifindex", flag, {
    priority: "P2",
    doc: "match interfaces by number and not by name, which is always done",
    default: "on",
  }),
  ipvsTable: keyword("nftables_ipvs", tableName("keepalived_ipvs"), {
    priority: "P2",
    doc: "give the packets of a virtual_server_group a mark, by rules in a table of that name",
    default: "keepalived_ipvs",
    firstCounts: true,
    unfinished: noMarks,
  }),
  ipvsPriority: keyword("nftables_ipvs_priority", chainPriority, {
    priority: "P2",
    doc: "priority of the chains that set marks",
    default: "-1",
    unfinished: noMarks,
  }),
  ipvsFirstMark: keyword("nftables_ipvs_start_fwmark", integer({ minimum: 1, maximum: unsignedMaximum }), {
    priority: "P2",
    doc: "first of the marks",
    default: "1000",
    unfinished: noMarks,
  }),
};
