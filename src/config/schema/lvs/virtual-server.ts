import { protocols, schedulers } from "../../../base/lvs-table.ts";
import { alias, keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { scriptCall } from "../script-call.ts";
import { flag, namedBlock, switched, word } from "../shapes.ts";
import { endpoint } from "./endpoint.ts";
import { forwarding } from "./forwarding.ts";
import { oneOf, oneOfInAnyCase } from "./one-of.ts";
import { persistenceTimeout } from "./persistence-timeout.ts";
import { weightMaximum } from "./real-server.ts";
import { optionalText, singleText } from "./text.ts";
import { serviceTiming } from "./timing.ts";

const scheduler = keyword(
  "lvs_sched",
  oneOf(schedulers, (text) => `Invalid lvs_scheduler '${text}' - ignoring`),
  {
    priority: "P0",
    doc: "how a real server is chosen for a connection",
    default: "wlc, and a finding",
  },
);

const method = keyword("lvs_method", forwarding("virtual server"), {
  priority: "P0",
  doc: "how packets get to the real servers",
  default: "NAT, and a finding",
});

/** What only some schedulers understand. */
export const schedulerFlags = {
  flag1: keyword("flag-1", flag, { priority: "P2", doc: "first option of the scheduler", default: "off" }),
  flag2: keyword("flag-2", flag, { priority: "P2", doc: "second option of the scheduler", default: "off" }),
  flag3: keyword("flag-3", flag, { priority: "P2", doc: "third option of the scheduler", default: "off" }),
  sourcePort: keyword("sh-port", flag, {
    priority: "P2",
    doc: "scheduler sh also looks at the source port; lvs_sched has to stand before it",
    default: "off",
  }),
  sourceFallback: keyword("sh-fallback", flag, {
    priority: "P2",
    doc: "scheduler sh takes another server for one that is not there; lvs_sched has to stand before it",
    default: "off",
  }),
  maglevPort: keyword("mh-port", flag, {
    priority: "P2",
    doc: "scheduler mh also looks at the source port; lvs_sched has to stand before it",
    default: "off",
  }),
  maglevFallback: keyword("mh-fallback", flag, {
    priority: "P2",
    doc: "scheduler mh takes another server for one that is not there; lvs_sched has to stand before it",
    default: "off",
  }),
  hashed: keyword("hashed", flag, {
    priority: "P2",
    doc: "keep the services in the order of their hashes; lvs_sched has to stand before it",
    default: "off",
  }),
};

/** The server that takes the place of the others. */
export const sorryServer = {
  server: keyword("sorry_server", endpoint("sorry server"), {
    priority: "P0",
    doc: "takes the place of the real servers without quorum",
    default: "none",
  }),
  inhibit: keyword("sorry_server_inhibit", flag, {
    priority: "P2",
    doc: "inhibit_on_failure for the sorry server, which has to stand before it",
    default: "off",
  }),
  forwarding: keyword("sorry_server_lvs_method", forwarding("sorry server"), {
    priority: "P2",
    doc: "how packets get to the sorry server, which has to stand before it",
    default: "lvs_method",
  }),
};

export const quorumScripts = {
  quorumUp: keyword("quorum_up", scriptCall, {
    priority: "P1",
    doc: "script that runs when the quorum is gained",
    firstCounts: true,
  }),
  quorumDown: keyword("quorum_down", scriptCall, {
    priority: "P1",
    doc: "script that runs when the quorum is lost",
    firstCounts: true,
  }),
};

/** One address and port, firewall mark or group of them that is balanced. */
export const virtualServer = {
  ...serviceTiming,
  scheduler,
  schedulerSynonym: alias("lb_algo", scheduler),
  forwarding: method,
  forwardingSynonym: alias("lb_kind", method),
  protocol: keyword(
    "protocol",
    oneOfInAnyCase(protocols, (text) => `Unknown protocol ${text} - ignoring`),
    {
      priority: "P0",
      doc: "protocol of the service; marks have none",
      default: "UDP, and a finding",
    },
  ),
  persistenceTimeout: keyword("persistence_timeout", persistenceTimeout, {
    priority: "P0",
    doc: "seconds that a client stays with its real server",
    default: "off; 360 without a number",
  }),
  persistenceGranularity: keyword(
    "persistence_granularity",
    { ...word, syntax: "<NETMASK>|<1..128>" },
    {
      priority: "P1",
      doc: "which clients stay together: an IPv4 mask, or the length of an IPv6 prefix",
      default: "each for itself",
    },
  ),
  persistenceEngine: keyword("persistence_engine", word, {
    priority: "P2",
    doc: "what else tells clients apart; there is sip",
    default: "none",
  }),
  quorum: keyword("quorum", integer({ minimum: 1, maximum: unsignedMaximum, otherwise: "Setting to 1." }), {
    priority: "P1",
    doc: "weight of live servers that is needed",
    default: "1",
  }),
  hysteresis: keyword("hysteresis", integer({ minimum: 0, maximum: unsignedMaximum }), {
    priority: "P1",
    doc: "weight by which the quorum has to be missed or exceeded to be lost or gained; below the quorum",
    default: "0",
  }),
  alpha: keyword("alpha", flag, {
    priority: "P1",
    doc: "all servers are down until their checks have succeeded",
    default: "off",
  }),
  omega: keyword("omega", flag, {
    priority: "P1",
    doc: "run the scripts for servers and quorum that go down at the end of the daemon",
    default: "off",
  }),
  inhibitOnFailure: keyword("inhibit_on_failure", flag, {
    priority: "P1",
    doc: "set the weight to 0 on a failure, rather than remove the server",
    default: "off",
  }),
  suspend: keyword("ha_suspend", flag, {
    priority: "P1",
    doc: "no checks while the address of the service is not on this machine",
    default: "off",
  }),
  weight: keyword("weight", integer({ minimum: 0, maximum: weightMaximum }), {
    priority: "P1",
    doc: "weight of the real servers",
    default: "1",
  }),
  smtpAlert: keyword("smtp_alert", switched, {
    priority: "P1",
    doc: "send a mail when the quorum is gained or lost",
    default: "smtp_alert_checker, else smtp_alert of global_defs, else off",
  }),
  virtualHost: keyword("virtualhost", optionalText("virtual server virtualhost missing"), {
    priority: "P1",
    doc: "Host header of HTTP_GET and SSL_GET",
    default: "address that is checked",
  }),
  snmpName: keyword("snmp_name", singleText("virtual server snmp_name missing or extra parameters"), {
    priority: "P2",
    doc: "name in SNMP",
    default: "none",
    unfinished: "there is no SNMP sub-agent",
  }),
  family: keyword(
    "ip_family",
    oneOf(["inet", "inet6"], (text) => `unknown address family ${text}`),
    {
      priority: "P2",
      doc: "address family of a firewall mark",
      default: "that of the real servers",
    },
  ),
  onePacket: keyword("ops", flag, {
    priority: "P2",
    doc: "schedule each UDP packet for itself",
    default: "off",
  }),
};

export const realServerBlock = keyword(
  "real_server",
  { ...namedBlock, syntax: "<IP ADDRESS> [<PORT>] { ... }" },
  {
    priority: "P0",
    doc: "a machine behind the service; there may be several",
    required: true,
  },
);

export const virtualServerScope: Scope = scope(
  "virtual_server",
  virtualServer,
  schedulerFlags,
  sorryServer,
  quorumScripts,
  { realServerBlock },
);
