import { seconds, zeroDuration } from "../../base/time.ts";
import type { AnnouncementConfig } from "../../vrrp/config.ts";
import type { VrrpGlobalConfig } from "../global-config.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { Reporter } from "../reporter.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** As `AnnouncementConfig`, where undefined means that the setting was not given. */
export type AnnouncementSettings = { readonly [K in keyof AnnouncementConfig]: AnnouncementConfig[K] | undefined };

/** The `vrrp_garp_*` keywords of `global_defs`; with `vrrp_min_garp` what they leave open is once, and never again. */
export function announcementSettings(given: VrrpGlobalConfig): AnnouncementSettings {
  const minimal = given.minimalGarp === true;
  return {
    delay: given.garpMasterDelay ?? (minimal ? zeroDuration : undefined),
    repeat: given.garpMasterRepeat ?? (minimal ? 1 : undefined),
    refresh: given.garpMasterRefresh,
    refreshRepeat: given.garpMasterRefreshRepeat,
    lowerPriorityDelay: given.garpLowerPriorityDelay,
    lowerPriorityRepeat: given.garpLowerPriorityRepeat,
  };
}

/**
 * The `garp_*` keywords of an instance over the defaults. The answer to a lower-priority master is taken from the
 * global settings alone, not from the instance's own for becoming master (as 2.2.7 does); in strict mode there is
 * none, as there is no advert (keepalived.conf(5), "vrrp_strict").
 */
export function decodeAnnouncements(
  scope: ScopeReader,
  defaults: AnnouncementSettings,
  strict: boolean,
  report: Reporter,
): AnnouncementConfig {
  const delay = defaults.delay ?? seconds(5);
  const repeat = defaults.repeat ?? 5;
  const lowerDelay = scope.value(vrrpInstance.garpLowerPriorityDelay) ?? defaults.lowerPriorityDelay;
  const lowerRepeat = scope.value(vrrpInstance.garpLowerPriorityRepeat) ?? defaults.lowerPriorityRepeat;
  if (strict) reportStrict(scope, report);
  return {
    delay: scope.value(vrrpInstance.garpMasterDelay) ?? delay,
    repeat: scope.value(vrrpInstance.garpMasterRepeat) ?? repeat,
    refresh: scope.value(vrrpInstance.garpMasterRefresh) ?? defaults.refresh ?? zeroDuration,
    refreshRepeat: scope.value(vrrpInstance.garpMasterRefreshRepeat) ?? defaults.refreshRepeat ?? 1,
    lowerPriorityDelay: strict ? zeroDuration : (lowerDelay ?? delay),
    lowerPriorityRepeat: strict ? 0 : (lowerRepeat ?? repeat),
  };
}

function reportStrict(scope: ScopeReader, report: Reporter): void {
  const repeatAt = scope.keywordAt(vrrpInstance.garpLowerPriorityRepeat);
  const delayAt = scope.keywordAt(vrrpInstance.garpLowerPriorityDelay);
  if (repeatAt !== undefined) {
    report.warning("conflict", repeatAt, "Strict mode requires no repeat garps. resetting");
  }
  if (delayAt !== undefined) {
    report.warning("conflict", delayAt, "Strict mode requires no repeat garp delay. resetting");
  }
}
