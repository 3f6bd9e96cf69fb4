import { keyword, oldSpelling } from "../keyword.ts";
import { seconds } from "../numbers.ts";
import { flag, forgiving, plainText, single } from "../shapes.ts";

const noSnmp = "there is no SNMP agent";
const interval = seconds({ minimum: 0.001, maximum: 30, fraction: true });

const enableVrrp = keyword("enable_snmp_vrrp", flag, {
  priority: "P1",
  doc: "answer SNMP requests about VRRP (KEEPALIVED-MIB)",
  default: "off",
  unfinished: noSnmp,
});

/** The SNMP agent (keepalived.conf(5), "enable_snmp_vrrp" and the following). */
export const snmpKeywords = {
  vrrp: enableVrrp,
  oldVrrp: oldSpelling("enable_snmp_keepalived", enableVrrp),
  checker: keyword("enable_snmp_checker", flag, {
    priority: "P1",
    doc: "answer SNMP requests about load balancing (KEEPALIVED-MIB)",
    default: "off",
    unfinished: noSnmp,
  }),
  rfc: keyword("enable_snmp_rfc", flag, {
    priority: "P2",
    doc: "answer SNMP requests by RFC 2787 and RFC 6527",
    default: "off",
    unfinished: noSnmp,
  }),
  rfc2787: keyword("enable_snmp_rfcv2", flag, {
    priority: "P2",
    doc: "answer SNMP requests by RFC 2787, VRRP version 2",
    default: "off",
    unfinished: noSnmp,
  }),
  rfc6527: keyword("enable_snmp_rfcv3", flag, {
    priority: "P2",
    doc: "answer SNMP requests by RFC 6527, VRRP version 3",
    default: "off",
    unfinished: noSnmp,
  }),
  traps: keyword("enable_traps", flag, {
    priority: "P1",
    doc: "send SNMP traps",
    default: "off",
    unfinished: noSnmp,
  }),
  socket: keyword("snmp_socket", forgiving(single({ ...plainText, syntax: "<TRANSPORT>:<ADDRESS>" })), {
    priority: "P2",
    doc: "where the SNMP master agent listens",
    default: "unix:/var/agentx/master",
    firstCounts: true,
    unfinished: noSnmp,
  }),
  serviceInterval: keyword("snmp_vs_stats_update_interval", interval, {
    priority: "P2",
    doc: "seconds for which the statistics of virtual servers are kept",
    default: "5",
    unfinished: noSnmp,
  }),
  realServerInterval: keyword("snmp_rs_stats_update_interval", interval, {
    priority: "P2",
    doc: "seconds for which the statistics of real servers are kept",
    default: "5",
    unfinished: noSnmp,
  }),
};

const noDbus = "there is no D-Bus service";

/** The service on the system bus (keepalived.conf(5), "enable_dbus" and the following). */
export const dbusKeywords = {
  enabled: keyword("enable_dbus", flag, {
    priority: "P2",
    doc: "offer instances on the system bus",
    default: "off",
    unfinished: noDbus,
  }),
  serviceName: keyword("dbus_service_name", forgiving(plainText), {
    priority: "P2",
    doc: "name on the bus",
    default: "org.keepalived.Vrrp1",
    unfinished: noDbus,
  }),
  noInterfaceName: keyword("dbus_no_interface_name", plainText, {
    priority: "P2",
    doc: "what stands for the interface in the paths of instances that have none",
    default: "none",
    unfinished: noDbus,
  }),
};
