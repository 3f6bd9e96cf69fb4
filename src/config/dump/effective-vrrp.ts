import { printSeconds } from "../../base/time.ts";
import { locationKey } from "../decode/context.ts";
import { printPeer } from "../decode/peers.ts";
import { printAddressLine } from "../decode/print-address.ts";
import { printRouteLine } from "../decode/print-route.ts";
import { printRuleLine } from "../decode/print-rule.ts";
import { printTrackLine } from "../decode/track-line.ts";
import { settingOf } from "../advice/blocks.ts";
import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";
import type { NotifyScripts } from "../../notify/config.ts";
import type { Configuration } from "../model.ts";
import { printScriptCall } from "../schema/script-call.ts";
import { quoteWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { absent, lines, present, words } from "./effective.ts";
import type { EffectiveBlock, EffectiveValue } from "./effective.ts";

type Entry = readonly [keyword: string, value: EffectiveValue];

/** An instance after everything that the version, the state, the group and strict mode changed. */
export function effectiveInstance(
  instance: InstanceConfig,
  written: Statement,
  configuration: Configuration,
): EffectiveBlock {
  const entries: Entry[] = [
    ["state", words(instance.initialState === "master" ? "MASTER" : "BACKUP")],
    ["interface", words(quoteWord(instance.interface))],
    ["virtual_router_id", words(String(instance.vrid))],
    ["priority", words(String(instance.priority))],
    ["advert_int", words(printSeconds(instance.advertInterval))],
    ["version", words(String(instance.version))],
    ["native_ipv6", absent],
    ["preempt", absent],
    ["nopreempt", present(!instance.preempt)],
    ["preempt_delay", instance.preemptDelay === 0 ? absent : words(printSeconds(instance.preemptDelay))],
    ...addressEntries(instance),
    ...authenticationEntries(instance),
    ...conductEntries(instance, written),
    ...trackingEntries(instance),
    ...notifyEntries("instance", instance.name, configuration.notify.instances.get(instance.name), configuration),
  ];
  return { values: new Map(entries) };
}

/** A group with the members that it really has. */
export function effectiveGroup(
  group: SyncGroupConfig,
  _written: Statement,
  configuration: Configuration,
): EffectiveBlock {
  const entries: Entry[] = [
    ["group", lines(group.members.map(quoteWord))],
    ...trackingEntries(group),
    ...notifyEntries("group", group.name, configuration.notify.groups.get(group.name), configuration),
  ];
  return { values: new Map(entries) };
}

function addressEntries(instance: InstanceConfig): readonly Entry[] {
  const { interface: device, transport, delivery } = instance;
  const peers = transport.kind === "unicast" ? transport.peers : [];
  return [
    ["virtual_ipaddress", lines(instance.addresses.map((address) => printAddressLine(address, device)))],
    [
      "virtual_ipaddress_excluded",
      lines(instance.excludedAddresses.map((address) => printAddressLine(address, device))),
    ],
    ["virtual_routes", lines(instance.routes.map((route) => printRouteLine(route)))],
    ["virtual_rules", lines((instance.rules ?? []).map((rule) => printRuleLine(rule)))],
    [
      "unicast_peer",
      lines(
        peers.map((peer) =>
          printPeer(
            peer,
            delivery?.peerLimits?.find((limits) => limits.peer.equals(peer)),
          ),
        ),
      ),
    ],
    ...(delivery?.timeToLive === undefined ? ([["unicast_ttl", absent]] as const) : []),
  ];
}

/** What is ignored is left out; what is in force is printed as it is written, in stars. */
function authenticationEntries({ authentication, hmac }: InstanceConfig): readonly Entry[] {
  return [
    ...(authentication.kind === "none" ? ([["authentication", absent]] as const) : []),
    ...(hmac === undefined ? ([["auth_hmac", absent]] as const) : []),
  ];
}

function conductEntries(
  { conduct, downTimerAdverts, advertToLowerPriority }: InstanceConfig,
  written: Statement,
): readonly Entry[] {
  const given = (keyword: string): boolean => settingOf(written, keyword) !== undefined;
  const accept = conduct?.accept;
  return [
    ["accept", present(accept === true)],
    ["no_accept", present(accept === false)],
    ...(given("down_timer_adverts") ? ([["down_timer_adverts", words(String(downTimerAdverts))]] as const) : []),
    ...(given("lower_prio_no_advert")
      ? ([["lower_prio_no_advert", words(advertToLowerPriority ? "off" : "on")]] as const)
      : []),
    ...(conduct?.higherPrioritySendAdvert === false && given("higher_prio_send_advert")
      ? ([["higher_prio_send_advert", words("off")]] as const)
      : []),
    ...(conduct?.expiredTimerBackup === undefined ? ([["timer_expired_backup", absent]] as const) : []),
  ];
}

type Tracking = Pick<
  InstanceConfig | SyncGroupConfig,
  "trackInterfaces" | "trackScripts" | "trackFiles" | "trackProcesses" | "trackSessions"
>;

function trackingEntries(owner: Tracking): readonly Entry[] {
  const { trackInterfaces, trackScripts, trackFiles = [], trackProcesses = [], trackSessions = [] } = owner;
  return [
    ["track_interface", lines(trackInterfaces.map((entry) => printTrackLine(entry.interface, entry.weight)))],
    ["track_script", lines(trackScripts.map((entry) => printTrackLine(entry.script, entry.weight)))],
    [
      "track_file",
      lines(trackFiles.map(({ file, weight, inherited }) => printTrackLine(file, inherited ? undefined : weight))),
    ],
    ["track_process", lines(trackProcesses.map((entry) => printTrackLine(entry.process, entry.weight)))],
    ["track_bfd", lines(trackSessions.map((entry) => printTrackLine(entry.session, entry.weight)))],
  ];
}

/** The scripts that will run; those whose account does not exist will not. */
function notifyEntries(
  kind: "instance" | "group",
  name: string,
  scripts: NotifyScripts = {},
  { scriptAccounts }: Configuration,
): readonly Entry[] {
  const { master, backup, fault, stop, any } = scripts;
  return Object.entries({ master, backup, fault, stop, any }).map(([state, command]): Entry => {
    const keyword = state === "any" ? "notify" : `notify_${state}`;
    if (command === undefined) return [keyword, absent];
    return [
      keyword,
      words(printScriptCall({ command, account: scriptAccounts.get(locationKey(kind, name, keyword)) })),
    ];
  });
}
