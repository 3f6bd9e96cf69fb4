import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { seconds } from "./numbers.ts";
import { lines, word } from "./shapes.ts";

/** As many microseconds as a signed number of 32 bits holds. */
const longest = 2147.483647;

const interval = seconds({ minimum: 0, maximum: longest, fraction: true });

/** keepalived.conf(5), "VRRP gratuitous ARP and unsolicited neighbour advert delay group(s)". */
export const garpGroup = {
  garpInterval: keyword("garp_interval", interval, {
    priority: "P2",
    doc: "seconds between two gratuitous ARP messages",
    inherits: "vrrp_garp_interval",
  }),
  gnaInterval: keyword("gna_interval", interval, {
    priority: "P2",
    doc: "seconds between two unsolicited neighbour advertisements",
    inherits: "vrrp_gna_interval",
  }),
  interface: keyword("interface", word, {
    priority: "P2",
    doc: "interface that the intervals hold for",
    excludes: ["interfaces"],
  }),
  interfaces: keyword("interfaces", lines, {
    priority: "P2",
    doc: "interfaces that the intervals hold for as one",
    excludes: ["interface"],
  }),
};

export const garpGroupScope: Scope = scope("garp_group", garpGroup);
