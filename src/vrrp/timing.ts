import { type Duration, microseconds, seconds, sum, times } from "../base/time.ts";

/**
 * Skew_Time: the higher the priority, the shorter, so that the best of several backups comes first. Version 2 takes
 * it of a second (RFC 3768 §6.1), version 3 of the master's interval (RFC 9568 §6.1).
 */
export function skewTime(version: 2 | 3, priority: number, masterInterval: Duration): Duration {
  const base = version === 2 ? seconds(1) : masterInterval;
  return microseconds(Math.floor((base * (256 - priority)) / 256));
}

/** Master_Down_Interval (Active_Down_Interval): how long a backup waits in silence before it takes over. */
export function masterDownInterval(
  version: 2 | 3,
  priority: number,
  masterInterval: Duration,
  missedAdverts: number,
): Duration {
  return sum(times(masterInterval, missedAdverts), skewTime(version, priority, masterInterval));
}
