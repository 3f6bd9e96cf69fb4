import { fileKeywords, reloadKeywords } from "./global/files.ts";
import { firewallKeywords } from "./global/firewall.ts";
import { interfaceKeywords } from "./global/interfaces.ts";
import { lvsKeywords, lvsTimeoutKeywords } from "./global/lvs.ts";
import { mailKeywords, mailRecipients } from "./global/mail.ts";
import { dbusKeywords, snmpKeywords } from "./global/monitoring.ts";
import { lvsNetlinkKeywords, processMonitorKeywords, vrrpNetlinkKeywords } from "./global/netlink.ts";
import { lvsNotifyFifoKeywords, notifyFifoKeywords, vrrpNotifyFifoKeywords } from "./global/notify-fifos.ts";
import {
  bfdProcessKeywords,
  checkerProcessKeywords,
  oldProcessKeywords,
  processKeywords,
  vrrpProcessKeywords,
} from "./global/processes.ts";
import { scriptKeywords, scriptLineKeywords } from "./global/scripts.ts";
import { announcementDefaults, vrrpDefaults } from "./global/vrrp-defaults.ts";
import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { forgivingWord } from "./shapes.ts";

/** What the machine is called. */
export const identityKeywords = {
  routerId: keyword("router_id", forgivingWord, {
    priority: "P0",
    doc: "name of this machine in mails",
    default: "host name",
  }),
};

/** keepalived.conf(5), "Global definitions". */
export const globalDefsScope: Scope = scope(
  "global_defs",
  identityKeywords,
  mailRecipients,
  mailKeywords,
  scriptLineKeywords,
  scriptKeywords,
  processKeywords,
  vrrpProcessKeywords,
  checkerProcessKeywords,
  oldProcessKeywords,
  bfdProcessKeywords,
  reloadKeywords,
  fileKeywords,
  interfaceKeywords,
  vrrpDefaults,
  announcementDefaults,
  lvsTimeoutKeywords,
  lvsKeywords,
  notifyFifoKeywords,
  vrrpNotifyFifoKeywords,
  lvsNotifyFifoKeywords,
  firewallKeywords,
  snmpKeywords,
  dbusKeywords,
  vrrpNetlinkKeywords,
  lvsNetlinkKeywords,
  processMonitorKeywords,
);
