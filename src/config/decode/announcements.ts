import { seconds, zeroDuration } from "../../base/time.ts";
import type { AnnouncementConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { globalDefs } from "../schema/global-defs.ts";
import type { Keyword } from "../schema/keyword.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** As `AnnouncementConfig`, where undefined means that the setting was not given. */
export type AnnouncementSettings = { readonly [K in keyof AnnouncementConfig]: AnnouncementConfig[K] | undefined };

/** The `vrrp_garp_*` keywords of `global_defs`. */
export function decodeAnnouncementDefaults(scope: ScopeReader, report: Reporter): AnnouncementSettings {
  return {
    delay: scope.value(globalDefs.garpMasterDelay),
    repeat: atLeastOne(scope, globalDefs.garpMasterRepeat, report),
    refresh: scope.value(globalDefs.garpMasterRefresh),
    refreshRepeat: atLeastOne(scope, globalDefs.garpMasterRefreshRepeat, report),
    lowerPriorityDelay: scope.value(globalDefs.garpLowerPriorityDelay),
    lowerPriorityRepeat: atLeastOne(scope, globalDefs.garpLowerPriorityRepeat, report),
  };
}

/**
 * The `garp_*` keywords of an instance over the defaults. The answer to a lower-priority master is taken from the
 * global settings alone, not from the instance's own for becoming master (as 2.2.7 does).
 */
export function decodeAnnouncements(
  scope: ScopeReader,
  defaults: AnnouncementSettings,
  report: Reporter,
): AnnouncementConfig {
  const delay = defaults.delay ?? seconds(5);
  const repeat = defaults.repeat ?? 5;
  const lowerDelay = scope.value(vrrpInstance.garpLowerPriorityDelay) ?? defaults.lowerPriorityDelay;
  const lowerRepeat = atLeastOne(scope, vrrpInstance.garpLowerPriorityRepeat, report) ?? defaults.lowerPriorityRepeat;
  return {
    delay: scope.value(vrrpInstance.garpMasterDelay) ?? delay,
    repeat: atLeastOne(scope, vrrpInstance.garpMasterRepeat, report) ?? repeat,
    refresh: scope.value(vrrpInstance.garpMasterRefresh) ?? defaults.refresh ?? zeroDuration,
    refreshRepeat: atLeastOne(scope, vrrpInstance.garpMasterRefreshRepeat, report) ?? defaults.refreshRepeat ?? 1,
    lowerPriorityDelay: lowerDelay ?? delay,
    lowerPriorityRepeat: lowerRepeat ?? repeat,
  };
}

function atLeastOne(scope: ScopeReader, keyword: Keyword<number>, report: Reporter): number | undefined {
  const place = scope.parameterAt(keyword);
  const value = scope.value(keyword);
  if (value !== 0) return value;
  report.warning("out-of-range", place, `${keyword.name} must be greater than 0, setting to 1`);
  return 1;
}
