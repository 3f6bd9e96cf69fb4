import { type Duration, seconds } from "../base/time.ts";

/**
 * How long nothing may be heard of a child that gives a sign of life every second. A machine under load, or one that
 * swaps, holds a process for a second or two, and to kill it then would only add a start to the delay. The peers have
 * taken over long before: all that is gained by being quick is that fewer addresses are in two places at once.
 */
export const silenceLimit: Duration = seconds(5);

/** While it starts or takes in a configuration, which with ten thousand instances takes a while. */
export const configuringLimit: Duration = seconds(60);

/** Time to read what has arrived while the supervisor itself was late. */
export const doubtTime: Duration = seconds(1);
