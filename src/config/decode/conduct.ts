import type { ConductConfig, InstanceConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { instanceConduct } from "../schema/instance/conduct.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import { isBefore } from "../source.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { nothingGiven } from "./nothing-given.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** What the conduct of an instance is compared with. */
export type ConductSetting = Pick<InstanceConfig, "version" | "preempt"> & {
  /** By its own `strict_mode` or by `vrrp_strict`. */
  readonly strict: boolean;
  /** Its own `strict_mode`. */
  readonly ownStrict: boolean | undefined;
  readonly isOwner: boolean;
};

export type Conduct = Pick<InstanceConfig, "downTimerAdverts" | "advertToLowerPriority" | "conduct">;

/** What an instance does beyond the RFC, and what strict mode forbids of it (keepalived.conf(5), "vrrp_strict"). */
export function decodeConduct(
  scope: ScopeReader,
  setting: ConductSetting,
  defaults: InstanceDefaults,
  report: Reporter,
): Conduct {
  const accept = decodeAccept(scope, setting, report);
  const conduct: ConductConfig = {
    ...decodeOptions(scope, setting, defaults, report),
    ...((setting.strict || setting.ownStrict !== undefined) && { strict: setting.strict }),
    ...(accept !== undefined && { accept }),
  };
  return {
    downTimerAdverts: decodeDownTimer(scope, setting, defaults, report),
    advertToLowerPriority: decodeLowerPriority(scope, setting, defaults, report),
    ...(!nothingGiven(conduct) && { conduct }),
  };
}

function decodeOptions(
  scope: ScopeReader,
  { strict, preempt }: ConductSetting,
  defaults: InstanceDefaults,
  report: Reporter,
): ConductConfig {
  const { expiredTimerBackup, higherPrioritySendAdvert, ...given } = scope.readAll(instanceConduct);
  const sends = higherPrioritySendAdvert === true && strict ? false : higherPrioritySendAdvert;
  if (sends !== higherPrioritySendAdvert) {
    const place = scope.keywordAt(instanceConduct.higherPrioritySendAdvert);
    report.warning("conflict", place, "strict mode requires higher_prio_send_advert to be clear. resetting");
  }
  const isCleared = expiredTimerBackup !== undefined && preempt;
  if (isCleared) {
    const place = scope.keywordAt(instanceConduct.expiredTimerBackup);
    const cure = "write nopreempt, or remove it";
    report.warning("conflict", place, "timer_expired_backup is only valid with nopreempt - clearing", { cure });
  }
  const { higherPrioritySendAdvert: sendsByDefault, ...inherited } = defaults.conduct;
  // Strict mode forbids it without a word where it is only a default.
  const sendsAdvert = sends ?? (strict ? undefined : sendsByDefault);
  return {
    ...inherited,
    ...given,
    ...(sendsAdvert !== undefined && { higherPrioritySendAdvert: sendsAdvert }),
    ...(expiredTimerBackup !== undefined && !isCleared && { expiredTimerBackup }),
  };
}

/** The last of `accept` and `no_accept` counts; undefined: neither is there. */
function decodeAccept(
  scope: ScopeReader,
  { strict, version, isOwner }: ConductSetting,
  report: Reporter,
): boolean | undefined {
  const place = scope.keywordAt(vrrpInstance.accept);
  const otherPlace = scope.keywordAt(vrrpInstance.noAccept);
  scope.value(vrrpInstance.accept);
  scope.value(vrrpInstance.noAccept);
  if (place === undefined) return otherPlace === undefined ? undefined : false;
  if (otherPlace !== undefined && isBefore(place, otherPlace)) return false;
  if (!strict || version === 3 || isOwner) return true;
  // RFC 3768 §6.4.3: packets to the addresses are not for a master that does not own them.
  const message = "warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting";
  report.warning("conflict", place, message);
  return false;
}

function decodeDownTimer(
  scope: ScopeReader,
  { strict }: ConductSetting,
  defaults: InstanceDefaults,
  report: Reporter,
): number {
  const adverts = scope.value(vrrpInstance.downTimerAdverts) ?? defaults.downTimerAdverts;
  // RFC 9568 §6.1: Active_Down_Interval
  if (!strict || adverts === 3) return adverts;
  const place = scope.parameterAt(vrrpInstance.downTimerAdverts) ?? scope.keywordAt(vrrpInstance.strict);
  report.warning("conflict", place, "down_timer_adverts is incompatible with strict mode - resetting");
  return 3;
}

function decodeLowerPriority(
  scope: ScopeReader,
  { strict }: ConductSetting,
  defaults: InstanceDefaults,
  report: Reporter,
): boolean {
  const place = scope.keywordAt(vrrpInstance.lowerPriorityNoAdvert);
  const staysSilent = scope.value(vrrpInstance.lowerPriorityNoAdvert) ?? defaults.lowerPriorityNoAdvert;
  if (!strict || staysSilent !== false) return !(staysSilent ?? strict);
  report.warning("conflict", place, "Strict mode requires no lower priority advert. resetting");
  return false;
}
