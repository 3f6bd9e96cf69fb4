import { keyword } from "../keyword.ts";
import { integer, seconds, secondsMaximum, unsignedMaximum } from "../numbers.ts";
import { switched } from "../shapes.ts";

/** The reference counts microseconds in 64 bits. */
const longestTime = 18_446_744_073_709.55;

const wait = seconds({ minimum: 0, maximum: longestTime, fraction: true });
const interval = seconds({ minimum: 0.000001, maximum: longestTime, fraction: true });
const timeout = seconds({ minimum: 0.000001, maximum: secondsMaximum, fraction: true });
const atLeastOne = integer({ minimum: 1, maximum: unsignedMaximum });
const count = integer({ minimum: 0, maximum: unsignedMaximum });

const docs = {
  delayLoop: "seconds between checks",
  retry: "further failures in a row that are needed to take a server down",
  delayBeforeRetry: "seconds from a failure to the next attempt",
  warmup: "the first check starts at a random time within this many seconds; 0: at once",
  connectTimeout: "seconds that the other side has to answer",
};

/** When servers are checked: what a virtual server says for all of them. */
export const serviceTiming = {
  delayLoop: keyword("delay_loop", interval, { priority: "P0", doc: docs.delayLoop, default: "60" }),
  retry: keyword("retry", atLeastOne, {
    priority: "P1",
    doc: docs.retry,
    default: "1; 3 of DNS_CHECK, 0 of MISC_CHECK",
  }),
  delayBeforeRetry: keyword("delay_before_retry", wait, {
    priority: "P1",
    doc: docs.delayBeforeRetry,
    default: "1; 3 of HTTP_GET and SSL_GET, delay_loop of DNS_CHECK",
  }),
  warmup: keyword("warmup", wait, { priority: "P1", doc: docs.warmup, default: "delay_loop" }),
  connectTimeout: keyword("connect_timeout", timeout, { priority: "P0", doc: docs.connectTimeout, default: "5" }),
};

/** The same for one real server. */
export const serverTiming = {
  delayLoop: keyword("delay_loop", interval, { priority: "P1", doc: docs.delayLoop, inherits: "delay_loop" }),
  retry: keyword("retry", atLeastOne, { priority: "P1", doc: docs.retry, inherits: "retry" }),
  delayBeforeRetry: keyword("delay_before_retry", wait, {
    priority: "P1",
    doc: docs.delayBeforeRetry,
    inherits: "delay_before_retry",
  }),
  warmup: keyword("warmup", wait, { priority: "P1", doc: docs.warmup, inherits: "warmup" }),
  connectTimeout: keyword("connect_timeout", timeout, {
    priority: "P1",
    doc: docs.connectTimeout,
    inherits: "connect_timeout",
  }),
};

/** The same for one checker, and what all checkers with a schedule of their own have in common. */
export const checkTiming = {
  delayLoop: keyword("delay_loop", interval, { priority: "P1", doc: docs.delayLoop, inherits: "delay_loop" }),
  retry: keyword("retry", count, { priority: "P0", doc: docs.retry, inherits: "retry" }),
  delayBeforeRetry: keyword("delay_before_retry", wait, {
    priority: "P0",
    doc: docs.delayBeforeRetry,
    inherits: "delay_before_retry",
  }),
  warmup: keyword("warmup", wait, { priority: "P1", doc: docs.warmup, inherits: "warmup" }),
  alpha: keyword("alpha", switched, {
    priority: "P1",
    doc: "failed until the first success",
    inherits: "alpha",
  }),
  logAllFailures: keyword("log_all_failures", switched, {
    priority: "P1",
    doc: "log every failure, not only those that change something",
    inherits: "checker_log_all_failures",
  }),
};

/** How long a check over the network waits. */
export const checkTimeout = keyword("connect_timeout", timeout, {
  priority: "P0",
  doc: docs.connectTimeout,
  inherits: "connect_timeout",
});
