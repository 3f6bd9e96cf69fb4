import { unreachable } from "../../src/base/assert.ts";
import type { CheckerConfig, CheckTiming } from "../../src/check/config.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import { sum, times, type Duration } from "../../src/base/time.ts";
import { loadConfiguration } from "../../src/config/load.ts";

/** How long after a server's death it may leave the table: not before its retries, not after one more loop. */
export type Promised = { readonly earliest: Duration; readonly latest: Duration };

/** What a configuration promises about a real server that is up and dies. Throws RangeError without such a server. */
export function promisedEnd(configuration: string, server: string): Promised {
  const source = { path: "director.conf", text: configuration };
  const { virtualServers } = loadConfiguration(source, { hostName: "director" }).configuration.lvs;
  const realServers = virtualServers.flatMap((each) => each.realServers);
  const [checker] = realServers.find(({ address }) => address.equals(IpAddress.of(server)))?.checkers ?? [];
  if (checker === undefined) throw new RangeError(`no checks of ${server}`);
  const { timing, patience } = slowest(checker);
  const pauses = times(timing.delayBeforeRetry, timing.retry);
  return {
    earliest: pauses,
    latest: sum(timing.delayLoop, pauses, times(patience, timing.retry + 1)),
  };
}

/** When a check runs, and how long a single run can take. */
function slowest(checker: CheckerConfig): { readonly timing: CheckTiming; readonly patience: Duration } {
  switch (checker.kind) {
    case "misc":
      return { timing: checker.timing, patience: checker.timeout };
    case "bfd":
    case "file":
      throw new RangeError(`${checker.kind} is not a schedule of checks`);
    case "http":
      return { timing: checker.timing, patience: times(checker.connection.connectTimeout, 2) };
    case "tcp":
    case "smtp":
    case "dns":
    case "udp":
    case "ping":
      return { timing: checker.timing, patience: checker.connection.connectTimeout };
    default:
      return unreachable(checker);
  }
}
