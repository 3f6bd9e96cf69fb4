import { IpAddress } from "../../base/ip-address.ts";
import type { Family } from "../../base/ip-address.ts";
import { zeroDuration } from "../../base/time.ts";
import type { ConductConfig, ExtraAnnouncementConfig, VrrpConfig } from "../../vrrp/config.ts";
import type { GlobalConfig, LvsGlobalConfig, VrrpGlobalConfig } from "../global-config.ts";
import { globalDefsScope, identityKeywords } from "../schema/global-defs.ts";
import { fileKeywords, reloadKeywords } from "../schema/global/files.ts";
import { firewallKeywords } from "../schema/global/firewall.ts";
import { interfaceKeywords } from "../schema/global/interfaces.ts";
import { lvsKeywords, lvsTimeoutKeywords } from "../schema/global/lvs.ts";
import { dbusKeywords, snmpKeywords } from "../schema/global/monitoring.ts";
import { lvsNetlinkKeywords, processMonitorKeywords, vrrpNetlinkKeywords } from "../schema/global/netlink.ts";
import { interfaceWords, namespaceWords } from "../schema/global/root-words.ts";
import { announcementDefaults, vrrpDefaults } from "../schema/global/vrrp-defaults.ts";
import { root as rootKeywords } from "../schema/root.ts";
import { announcementSettings } from "./announcements.ts";
import type { AnnouncementSettings } from "./announcements.ts";
import type { DecodeContext } from "./context.ts";
import { decodeMail } from "./global/mail.ts";
import { decodeProcesses } from "./global/processes.ts";
import { decodeNotifyFifos, decodeScripts } from "./global/scripts.ts";
import { ScopeReader } from "./scope-reader.ts";

/** What `global_defs` says: for the daemon, and as defaults of the instances. */
export type Globals = { readonly config: GlobalConfig; readonly defaults: InstanceDefaults };

export type InstanceDefaults = {
  readonly version: number;
  readonly multicastGroups: Readonly<Record<Family, IpAddress>>;
  readonly announcements: AnnouncementSettings;
  readonly downTimerAdverts: number;
  /** Undefined: only in strict mode. */
  readonly lowerPriorityNoAdvert: boolean | undefined;
  readonly checksumAsV2: boolean;
  readonly strict: boolean;
  readonly process: Pick<VrrpConfig, "startupDelay" | "delayAfterBoot" | "logsUnknownVrids" | "announcementPace">;
  readonly checkUnicastSource: boolean;
  readonly conduct: Pick<
    ConductConfig,
    "higherPrioritySendAdvert" | "ownerIgnoresAdverts" | "skipCheckAdvertAddresses"
  >;
  readonly extraAnnouncements: ExtraAnnouncementConfig | undefined;
};

/**
 * Reads the words outside all blocks, and every `global_defs` block as if they were one. Where they stand does not
 * matter: 2.2.7 reads them before the instances, and so do we.
 */
export function decodeGlobals(root: ScopeReader, context: DecodeContext): Globals {
  const blocks = root.values(rootKeywords.globalDefs);
  const statements = blocks.flatMap((statement) => statement.block?.statements ?? []);
  const scope = new ScopeReader(globalDefsScope, statements, context.report);
  const config = decodeConfig(scope, root, context);
  return { config, defaults: instanceDefaults(config.vrrp) };
}

function decodeConfig(scope: ScopeReader, root: ScopeReader, context: DecodeContext): GlobalConfig {
  return {
    routerId: scope.value(identityKeywords.routerId)?.text,
    mail: decodeMail(scope, context),
    scripts: decodeScripts(scope, context),
    processes: decodeProcesses(scope, root, context),
    reload: scope.readAll(reloadKeywords),
    files: scope.readAll(fileKeywords),
    namespaces: root.readAll(namespaceWords),
    interfaces: { ...root.readAll(interfaceWords), ...scope.readAll(interfaceKeywords) },
    vrrp: { ...scope.readAll(vrrpDefaults), ...scope.readAll(announcementDefaults) },
    lvs: decodeLvs(scope),
    notifyFifos: decodeNotifyFifos(scope, context),
    firewall: scope.readAll(firewallKeywords),
    snmp: scope.readAll(snmpKeywords),
    dbus: scope.readAll(dbusKeywords),
    netlink: {
      vrrp: scope.readAll(vrrpNetlinkKeywords),
      lvs: scope.readAll(lvsNetlinkKeywords),
      ...scope.readAll(processMonitorKeywords),
    },
  };
}

/** Each line of timeouts adds to those before. */
function decodeLvs(scope: ScopeReader): LvsGlobalConfig {
  const timeouts = Object.assign({}, ...scope.values(lvsTimeoutKeywords.timeouts));
  return { ...scope.readAll(lvsKeywords), timeouts };
}

function instanceDefaults(given: VrrpGlobalConfig): InstanceDefaults {
  return {
    version: given.version ?? 2,
    multicastGroups: {
      ipv4: given.multicastGroup4 ?? IpAddress.of("224.0.0.18"),
      ipv6: given.multicastGroup6 ?? IpAddress.of("ff02::12"),
    },
    announcements: announcementSettings(given),
    downTimerAdverts: given.downTimerAdverts ?? 3,
    lowerPriorityNoAdvert: given.lowerPriorityNoAdvert,
    checksumAsV2: given.checksumAsV2 ?? false,
    strict: given.strict ?? false,
    process: processDefaults(given),
    checkUnicastSource: given.checkUnicastSource ?? false,
    conduct: conductDefaults(given),
    extraAnnouncements: given.extraGarps,
  };
}

/** What holds for all instances together. */
function processDefaults(given: VrrpGlobalConfig): InstanceDefaults["process"] {
  const { startupDelay = zeroDuration, delayAfterBoot, logUnknownVrids, garpInterval, gnaInterval } = given;
  const isPaced = garpInterval !== undefined || gnaInterval !== undefined;
  return {
    startupDelay,
    ...(delayAfterBoot !== undefined && { delayAfterBoot }),
    ...(logUnknownVrids === true && { logsUnknownVrids: true as const }),
    ...(isPaced && { announcementPace: { garpInterval, gnaInterval } }),
  };
}

function conductDefaults(given: VrrpGlobalConfig): InstanceDefaults["conduct"] {
  const { higherPrioritySendAdvert, ownerIgnoresAdverts, skipCheckAdvertAddresses } = given;
  return {
    ...(higherPrioritySendAdvert !== undefined && { higherPrioritySendAdvert }),
    ...(ownerIgnoresAdverts && { ownerIgnoresAdverts }),
    ...(skipCheckAdvertAddresses && { skipCheckAdvertAddresses }),
  };
}
