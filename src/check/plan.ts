import { unreachable } from "../base/assert.ts";
import type { CheckerConfig, CheckTiming } from "./config.ts";

/** What a schedule has to know of a checker. */
export type CheckPlan = {
  readonly timing: CheckTiming;
  /** What `delay_loop` counts from: the end of a check over the network, the start of a MISC_CHECK. */
  readonly rhythm: "from-end" | "from-start";
  /** Runs that make one check, at least 1: the URLs of an HTTP_GET. */
  readonly steps: number;
  /** A server that recovers is asked one step per `delay_loop`; else one after the other (`fast_recovery`). */
  readonly recoversSlowly: boolean;
};

/** Undefined: nothing is run, a checker of that kind is told what it has to know. */
export function planOf(config: CheckerConfig): CheckPlan | undefined {
  switch (config.kind) {
    case "http": {
      const { timing, urls, fastRecovery } = config;
      return { timing, rhythm: "from-end", steps: urls.length, recoversSlowly: !fastRecovery };
    }
    case "misc":
      return { timing: config.timing, rhythm: "from-start", steps: 1, recoversSlowly: true };
    case "tcp":
    case "ping":
    case "smtp":
    case "dns":
    case "udp":
      return { timing: config.timing, rhythm: "from-end", steps: 1, recoversSlowly: true };
    case "bfd":
    case "file":
      return undefined;
    default:
      return unreachable(config);
  }
}
