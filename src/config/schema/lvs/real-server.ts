import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { scriptCall } from "../script-call.ts";
import { block, switched } from "../shapes.ts";
import { forwarding } from "./forwarding.ts";
import { optionalText, singleText } from "./text.ts";
import { serverTiming } from "./timing.ts";

const connections = integer({ minimum: 0, maximum: unsignedMaximum });

/** Largest weight of a real server. */
export const weightMaximum = 65_535;

/** One machine behind a virtual server. */
export const realServer = {
  ...serverTiming,
  weight: keyword("weight", integer({ minimum: 0, maximum: weightMaximum }), {
    priority: "P0",
    doc: "share of the connections, relative to the other servers; 0: no new ones",
    inherits: "weight",
  }),
  forwarding: keyword("lvs_method", forwarding("real server"), {
    priority: "P1",
    doc: "how packets get to this server",
    inherits: "lvs_method",
  }),
  inhibitOnFailure: keyword("inhibit_on_failure", switched, {
    priority: "P1",
    doc: "set the weight to 0 on a failure, rather than remove the server",
    inherits: "inhibit_on_failure",
  }),
  upperThreshold: keyword("uthreshold", connections, {
    priority: "P1",
    doc: "connections from which on it gets no more; 0: no limit",
    default: "0",
  }),
  lowerThreshold: keyword("lthreshold", connections, {
    priority: "P1",
    doc: "connections below which it gets new ones again; 0: no limit",
    default: "0",
  }),
  alpha: keyword("alpha", switched, {
    priority: "P1",
    doc: "down until its checks have succeeded",
    inherits: "alpha",
  }),
  smtpAlert: keyword("smtp_alert", switched, {
    priority: "P1",
    doc: "send a mail when the server comes up or goes down",
    default: "smtp_alert_checker, else smtp_alert of global_defs, else on",
  }),
  virtualHost: keyword("virtualhost", optionalText("real server virtualhost missing"), {
    priority: "P1",
    doc: "Host header of HTTP_GET and SSL_GET",
    inherits: "virtualhost",
  }),
  snmpName: keyword("snmp_name", singleText("real server snmp_name missing or extra parameters"), {
    priority: "P2",
    doc: "name in SNMP",
    default: "none",
    unfinished: "there is no SNMP sub-agent",
  }),
};

export const serverScripts = {
  notifyUp: keyword("notify_up", scriptCall, {
    priority: "P0",
    doc: "script that runs when the server comes up",
    firstCounts: true,
  }),
  notifyDown: keyword("notify_down", scriptCall, {
    priority: "P0",
    doc: "script that runs when the server goes down",
    firstCounts: true,
  }),
};

/** The checks; without any the server is up. */
export const checkers = {
  tcp: keyword("TCP_CHECK", block, { priority: "P0", doc: "a TCP connection can be opened" }),
  http: keyword("HTTP_GET", block, { priority: "P0", doc: "web pages answer as they should" }),
  ssl: keyword("SSL_GET", block, { priority: "P0", doc: "web pages answer as they should, over TLS" }),
  smtp: keyword("SMTP_CHECK", block, { priority: "P0", doc: "a mail server greets" }),
  dns: keyword("DNS_CHECK", block, { priority: "P1", doc: "a DNS query is answered" }),
  misc: keyword("MISC_CHECK", block, { priority: "P0", doc: "a command succeeds" }),
  bfd: keyword("BFD_CHECK", block, { priority: "P2", doc: "a BFD session is up" }),
  ping: keyword("PING_CHECK", block, { priority: "P1", doc: "an ICMP echo is answered" }),
  udp: keyword("UDP_CHECK", block, { priority: "P1", doc: "a datagram brings no error back, or a reply" }),
  file: keyword("FILE_CHECK", block, { priority: "P2", doc: "the number in a file goes into the weight" }),
};

export const realServerScope: Scope = scope("real_server", realServer, serverScripts, checkers);
