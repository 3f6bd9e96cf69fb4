import { centiseconds, printSeconds, seconds, toSeconds } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { Reporter } from "../reporter.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** The field of version 3 has 12 bits of centiseconds (RFC 9568 §5.2.7). */
const maximumCentiseconds = 4095;

/**
 * The advert interval in the units of the version: whole seconds in version 2 (RFC 3768 §5.3.7), centiseconds in
 * version 3.
 */
export function decodeAdvertInterval(scope: ScopeReader, version: 2 | 3, report: Reporter): Duration {
  const place = scope.parameterAt(vrrpInstance.advertInterval);
  const given = scope.value(vrrpInstance.advertInterval) ?? seconds(1);
  if (version === 2) {
    const interval = seconds(Math.max(1, Math.round(toSeconds(given))));
    if (interval !== given) {
      const message = `VRRPv2 advertisement interval ${toSeconds(given).toFixed(6)}s must be an integer. rounding`;
      const cure = `${printSeconds(interval)} s is used; version 3 can do shorter and finer intervals`;
      report.warning("adjusted", place, message, { cure });
    }
    return interval;
  }
  const units = Math.round(toSeconds(given) * 100);
  const interval = centiseconds(Math.min(maximumCentiseconds, Math.max(1, units)));
  if (units > maximumCentiseconds) {
    const range = "is out of range. Must be less than 40.96s. Setting to 40.95s";
    report.warning("out-of-range", place, `VRRPv3 advertisement interval ${toSeconds(given).toFixed(2)}s ${range}`);
  } else if (interval !== given) {
    const message = `VRRPv3 advertisement interval must be a multiple of 10 ms, using ${printSeconds(interval)} s`;
    report.warning("adjusted", place, message);
  }
  return interval;
}
