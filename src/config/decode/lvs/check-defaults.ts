import type { IpAddress } from "../../../base/ip-address.ts";
import { seconds } from "../../../base/time.ts";
import type { Duration } from "../../../base/time.ts";
import type { CheckTiming } from "../../../check/config.ts";
import type { Values } from "../../schema/keyword.ts";
import type { checkTiming, serverTiming, serviceTiming } from "../../schema/lvs/timing.ts";

/** What a virtual server or a real server says about the timing of its checks. */
export type TimingSettings = {
  readonly [K in keyof typeof serviceTiming]?: Values<typeof serviceTiming>[K] | undefined;
};

/** What a checker inherits. */
export type CheckDefaults = {
  readonly address: IpAddress;
  readonly timing: TimingSettings;
  readonly alpha: boolean;
  readonly logAllFailures: boolean;
  readonly virtualHost: string | undefined;
};

/** What holds for one kind of checker where nobody says anything. */
export type UsualTiming = {
  readonly retry: number;
  /** Undefined: as delay_loop. */
  readonly delayBeforeRetry: Duration | undefined;
};

/**
 * keepalived.conf(5): "Default: 1 unless specified below" and "3 seconds for HTTP_GET and SSL_GET, and 1 second
 * otherwise".
 */
export const usualTiming = {
  other: { retry: 1, delayBeforeRetry: seconds(1) },
  http: { retry: 1, delayBeforeRetry: seconds(3) },
  dns: { retry: 3, delayBeforeRetry: undefined },
  misc: { retry: 0, delayBeforeRetry: seconds(1) },
} as const satisfies Readonly<Record<string, UsualTiming>>;

/** The settings of a real server over those of its virtual server. */
export function inheritTiming(own: Values<typeof serverTiming>, inherited: TimingSettings): TimingSettings {
  const { delayLoop, retry, delayBeforeRetry, warmup, connectTimeout } = own;
  const given = delayLoop ?? retry ?? delayBeforeRetry ?? warmup ?? connectTimeout;
  if (given === undefined) return inherited;
  return {
    delayLoop: delayLoop ?? inherited.delayLoop,
    retry: retry ?? inherited.retry,
    delayBeforeRetry: delayBeforeRetry ?? inherited.delayBeforeRetry,
    warmup: warmup ?? inherited.warmup,
    connectTimeout: connectTimeout ?? inherited.connectTimeout,
  };
}

/** When a checker runs: its own settings over inherited ones over the usual ones. */
export function decodeTiming(
  own: Values<typeof checkTiming>,
  { timing, alpha, logAllFailures }: CheckDefaults,
  usual: UsualTiming,
): CheckTiming {
  const delayLoop = own.delayLoop ?? timing.delayLoop ?? seconds(60);
  return {
    delayLoop,
    retry: own.retry ?? timing.retry ?? usual.retry,
    delayBeforeRetry: own.delayBeforeRetry ?? timing.delayBeforeRetry ?? usual.delayBeforeRetry ?? delayLoop,
    warmup: own.warmup ?? timing.warmup ?? delayLoop,
    alpha: own.alpha ?? alpha,
    logAllFailures: own.logAllFailures ?? logAllFailures,
  };
}
