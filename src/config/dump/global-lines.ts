import { announcementSettings } from "../decode/announcements.ts";
import { printSeconds, seconds, toSeconds, zeroDuration } from "../../base/time.ts";
import type {
  ChildProcessConfig,
  GlobalConfig,
  MailConfig,
  NetlinkBuffers,
  NotifyFifoConfig,
  ScriptCall,
  SmtpServer,
  VrrpGlobalConfig,
} from "../global-config.ts";

/** What the machine knows and the configuration does not. */
export type GlobalNames = {
  readonly hostName: string;
  /** "0:0", or undefined for an account that is not there; called with undefined for the account of the daemon. */
  readonly idsOf: (account: ScriptCall["account"]) => string | undefined;
  /** "'/bin/true' 'a'", with the path that is really run. */
  readonly command: (call: ScriptCall["command"]) => string;
  /** The permission bits that new files do not get. */
  readonly umask: number;
};

/**
 * The global definitions as they take effect, in the words of the reference's keepalived.data (keepalived(8), USR1).
 */
export function globalLines(config: GlobalConfig, names: GlobalNames): readonly string[] {
  const { processes, netlink, vrrp } = config;
  return [
    `Network namespace = ${config.namespaces.network ?? "(default)"}`,
    `Network namespace ipvs = ${config.namespaces.ipvs ?? "(main namespace)"}`,
    ...(processes.instance === undefined ? [] : [`Instance name = ${processes.instance}`]),
    `Router ID = ${config.routerId ?? names.hostName}`,
    ...mailLines(config.mail, names),
    `Checkers log all failures = ${word(config.lvs.logAllFailures)}`,
    ...(config.reload.check === undefined ? ["No test config before reload"] : []),
    `Dynamic interfaces = ${word(config.interfaces.dynamic !== undefined)}`,
    `Default interface = ${config.interfaces.fallback ?? "eth0"}`,
    `Disable local IGMP = ${config.interfaces.noLocalIgmp === true ? "yes" : "no"}`,
    `LVS flush = ${word(config.lvs.flush)}`,
    `LVS flush on stop = ${config.lvs.flushOnStop ?? "disabled"}`,
    ...fifoLines("Global", config.notifyFifos.all, names),
    ...fifoLines("VRRP", config.notifyFifos.vrrp, names),
    ...fifoLines("LVS", config.notifyFifos.lvs, names),
    ...vrrpLines(vrrp),
    `Max auto priority = ${automaticPriority(processes.maximumAutomaticPriority ?? 0)}`,
    `Min auto priority delay = ${processes.automaticPriorityDelay ?? seconds(1)} usecs`,
    ...processLines("VRRP", processes.vrrp),
    ...processLines("Checker", processes.checker),
    ...processLines("BFD", processes.bfd),
    ...outsideLines(config),
    `Script security ${config.scripts.security ? "enabled" : "disabled"}`,
    `Default script uid:gid ${names.idsOf(config.scripts.account) ?? "0:0"}`,
    ...bufferLines("vrrp_netlink", netlink.vrrp),
    `process_monitor_rcv_bufs = ${netlink.processMonitor ?? 0}`,
    `process_monitor_rcv_bufs_force = ${Number(netlink.processMonitorForce === true)}`,
    ...bufferLines("lvs_netlink", netlink.lvs),
    `rs_init_notifies = ${Number(config.lvs.notifyInitialStates === true)}`,
    `no_checker_emails = ${Number(config.mail.noCheckerMails === true)}`,
    `rx_bufs_multiples = ${vrrp.receiveBufferMultiplier ?? 3}`,
    `umask = 0${names.umask.toString(8)}`,
    ...(vrrp.startupDelay === undefined ? [] : [`vrrp_startup_delay = ${printSeconds(vrrp.startupDelay)}`]),
  ];
}

function mailLines(mail: MailConfig, { hostName }: GlobalNames): readonly string[] {
  return [
    ...(mail.server === undefined ? [] : serverLines(mail, mail.server, hostName)),
    `Default smtp_alert = ${choice(mail.alert)}`,
    `Default smtp_alert_vrrp = ${choice(mail.vrrpAlert)}`,
    `Default smtp_alert_checker = ${choice(mail.checkerAlert)}`,
  ];
}

/** Without a server no mail is sent, and nothing else about it matters. */
function serverLines(mail: MailConfig, { host, port }: SmtpServer, hostName: string): readonly string[] {
  return [
    `Smtp server = ${host}`,
    `Smtp server port = ${port}`,
    `Smtp HELO name = ${mail.heloName ?? hostName}`,
    `Smtp server connection timeout = ${toSeconds(mail.connectTimeout)}`,
    `Email notification from = ${mail.sender ?? `keepalived@${hostName}`}`,
    ...(mail.recipients.length === 0 ? [] : ["Email notification to:", ...mail.recipients.map((to) => `  ${to}`)]),
  ];
}

function choice(value: boolean | undefined): string {
  if (value === undefined) return "unset";
  return value ? "on" : "off";
}

/** -1: never raised, and nothing is said about it. */
function automaticPriority(maximum: number): string {
  return maximum < 0 ? "Disabled" : String(maximum);
}

function fifoLines(kind: string, { fifo, script }: NotifyFifoConfig, names: GlobalNames): readonly string[] {
  const path = fifo?.path;
  return [
    ...(fifo === undefined ? [] : [`${kind} notify fifo = ${fifo.path}, uid:gid ${names.idsOf(fifo.owner) ?? "0:0"}`]),
    ...(script === undefined
      ? []
      : [
          `${kind} notify fifo script = ${names.command(script.command)}${path === undefined ? "" : ` '${path}'`}, uid:gid ${names.idsOf(script.account) ?? "0:0"}`,
        ]),
  ];
}

function vrrpLines(vrrp: VrrpGlobalConfig): readonly string[] {
  const { delay = seconds(5), repeat = 5 } = announcementSettings(vrrp);
  return [
    `FIFO write vrrp states on reload = ${word(vrrp.writeStatesOnReload)}`,
    `VRRP notify priority changes = ${word(vrrp.notifyPriorityChanges)}`,
    `VRRP IPv4 mcast group = ${vrrp.multicastGroup4?.toString() ?? "224.0.0.18"}`,
    `VRRP IPv6 mcast group = ${vrrp.multicastGroup6?.toString() ?? "ff02::12"}`,
    `Gratuitous ARP delay = ${printSeconds(delay)}`,
    `Gratuitous ARP repeat = ${repeat}`,
    `Gratuitous ARP refresh timer = ${printSeconds(vrrp.garpMasterRefresh ?? zeroDuration)}`,
    `Gratuitous ARP refresh repeat = ${vrrp.garpMasterRefreshRepeat ?? 1}`,
    `Gratuitous ARP lower priority delay = ${printSeconds(vrrp.garpLowerPriorityDelay ?? delay)}`,
    `Gratuitous ARP lower priority repeat = ${vrrp.garpLowerPriorityRepeat ?? repeat}`,
    `Num adverts before down = ${vrrp.downTimerAdverts ?? 3}`,
    `Gratuitous ARP for each secondary VMAC = ${printSeconds(vrrp.extraGarps?.interval ?? zeroDuration)}s`,
    `Send advert after receive lower priority advert = ${word(!(vrrp.lowerPriorityNoAdvert ?? vrrp.strict ?? false))}`,
    `Send advert after receive higher priority advert = ${word(vrrp.higherPrioritySendAdvert)}`,
    `Gratuitous ARP interval = ${toSeconds(vrrp.garpInterval ?? zeroDuration).toFixed(6)}`,
    `Gratuitous NA interval = ${toSeconds(vrrp.gnaInterval ?? zeroDuration).toFixed(6)}`,
    `VRRP default protocol version = ${vrrp.version ?? 2}`,
    `VRRP check unicast_src = ${word(vrrp.checkUnicastSource)}`,
    `VRRP skip check advert addresses = ${word(vrrp.skipCheckAdvertAddresses)}`,
    `VRRP strict mode = ${word(vrrp.strict)}`,
  ];
}

function processLines(kind: string, config: ChildProcessConfig): readonly string[] {
  return [
    `${kind} process priority = ${config.niceness ?? 0}`,
    `${kind} don't swap = ${word(config.noSwap)}`,
    `${kind} realtime priority = ${config.realTimePriority ?? 0}`,
    `${kind} realtime limit = ${config.realTimeLimit ?? 10_000}`,
  ];
}

function outsideLines({ snmp, dbus }: GlobalConfig): readonly string[] {
  return [
    `SNMP vrrp ${able(snmp.vrrp)}`,
    `SNMP checker ${able(snmp.checker)}`,
    `SNMP RFCv2 ${able(snmp.rfc2787 ?? snmp.rfc)}`,
    `SNMP RFCv3 ${able(snmp.rfc6527 ?? snmp.rfc)}`,
    `SNMP traps ${able(snmp.traps)}`,
    `SNMP socket = ${snmp.socket ?? "default (unix:/var/agentx/master)"}`,
    `DBus ${able(dbus.enabled)}`,
    `DBus service name = ${dbus.serviceName ?? ""}`,
  ];
}

function bufferLines(prefix: string, buffers: NetlinkBuffers): readonly string[] {
  return [
    `${prefix}_cmd_rcv_bufs = ${buffers.command ?? 0}`,
    `${prefix}_cmd_rcv_bufs_force = ${Number(buffers.commandForce === true)}`,
    `${prefix}_monitor_rcv_bufs = ${buffers.monitor ?? 0}`,
    `${prefix}_monitor_rcv_bufs_force = ${Number(buffers.monitorForce === true)}`,
  ];
}

function able(value: boolean | undefined): string {
  return value === true ? "enabled" : "disabled";
}

function word(value: boolean | undefined): string {
  return value === true ? "true" : "false";
}
