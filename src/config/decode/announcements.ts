import { seconds, zeroDuration } from "../../base/time.ts";
import type { AnnouncementConfig } from "../../vrrp/config.ts";
import type { VrrpGlobalConfig } from "../global-config.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** As `AnnouncementConfig`, where undefined means that the setting was not given. */
export type AnnouncementSettings = { readonly [K in keyof AnnouncementConfig]: AnnouncementConfig[K] | undefined };

/** The `vrrp_garp_*` keywords of `global_defs`. */
export function announcementSettings(given: VrrpGlobalConfig): AnnouncementSettings {
  return {
    delay: given.garpMasterDelay,
    repeat: given.garpMasterRepeat,
    refresh: given.garpMasterRefresh,
    refreshRepeat: given.garpMasterRefreshRepeat,
    lowerPriorityDelay: given.garpLowerPriorityDelay,
    lowerPriorityRepeat: given.garpLowerPriorityRepeat,
  };
}

/**
 * The `garp_*` keywords of an instance over the defaults. The answer to a lower-priority master is taken from the
 * global settings alone, not from the instance's own for becoming master (as 2.2.7 does).
 */
export function decodeAnnouncements(scope: ScopeReader, defaults: AnnouncementSettings): AnnouncementConfig {
  const delay = defaults.delay ?? seconds(5);
  const repeat = defaults.repeat ?? 5;
  const lowerDelay = scope.value(vrrpInstance.garpLowerPriorityDelay) ?? defaults.lowerPriorityDelay;
  const lowerRepeat = scope.value(vrrpInstance.garpLowerPriorityRepeat) ?? defaults.lowerPriorityRepeat;
  return {
    delay: scope.value(vrrpInstance.garpMasterDelay) ?? delay,
    repeat: scope.value(vrrpInstance.garpMasterRepeat) ?? repeat,
    refresh: scope.value(vrrpInstance.garpMasterRefresh) ?? defaults.refresh ?? zeroDuration,
    refreshRepeat: scope.value(vrrpInstance.garpMasterRefreshRepeat) ?? defaults.refreshRepeat ?? 1,
    lowerPriorityDelay: lowerDelay ?? delay,
    lowerPriorityRepeat: lowerRepeat ?? repeat,
  };
}
