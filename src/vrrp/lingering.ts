import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, type Instant, later, microseconds, milliseconds, seconds, sum, times } from "../base/time.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Cause, StateName } from "./events.ts";
import type { FaultReason } from "./faults.ts";
import { type Held, nothingHeld } from "./held.ts";
import { masterDownInterval, skewTime } from "./timing.ts";

/**
 * What a router that has left MASTER still holds in the kernel, so that somebody answers until the successor does. It
 * ends at `until`, or soon after the successor was heard. While it lasts nothing is advertised, announced or repaired.
 */
export type Lingering = {
  readonly held: Held;
  readonly until: Instant;
  /** The successor, once it was heard. */
  readonly successor: IpAddress | undefined;
};

/** Whatever the intervals are: an orderly stop is over well before the supervisor loses its patience (5 s). */
const lingeringLimit: Duration = seconds(4);

/** For the lateness of a successor's timer and the way of its advert. */
const margin: Duration = milliseconds(100);

/** From its first advert until a successor has its addresses and has announced them: C Keepalived needs 4 to 35 ms. */
const takeOverTime: Duration = milliseconds(50);
const takeOverTimePerAddress: Duration = microseconds(100);

/**
 * How long at most. With a peer, the down interval of the slowest backup: the priority 0 may have been lost. A peer
 * that keeps silent as a backup is never heard, so there may be one all the same: then the longest skew. Who becomes
 * a backup without a word waits for itself, too, and is master again if it is alone.
 */
export function lingeringTime(next: StateName, config: InstanceConfig, isPeerKnown: boolean): Duration {
  const { version, advertInterval, downTimerAdverts } = config;
  const downInterval = sum(masterDownInterval(version, 1, advertInterval, downTimerAdverts), margin);
  if (next === "backup") return downInterval;
  const needed = isPeerKnown ? downInterval : sum(skewTime(version, 0, advertInterval), margin);
  return needed < lingeringLimit ? needed : lingeringLimit;
}

/** The instance has been stopped, which has to be over within a few seconds. */
export function hastened(now: Instant, lingering: Lingering): Lingering {
  const end = later(now, lingeringLimit);
  return end < lingering.until ? { ...lingering, until: end } : lingering;
}

/** Whether there is a reason to stay: nobody has taken over yet, and the link still carries what the neighbours ask. */
export function mayLinger(cause: Cause): boolean {
  return cause.kind !== "advert" && !(cause.kind === "fault" && cause.reasons.some(isUnreachable));
}

/** Nothing can be heard or said, or the own address is gone: what is held is of no use to anybody. */
export function isUnreachable({ kind }: FaultReason): boolean {
  switch (kind) {
    case "interface-missing":
    case "interface-down":
    case "interface-unsuitable":
    case "no-source-address":
    case "source-address-missing":
    case "no-peers":
    case "no-socket":
      return true;
    case "tracked-interface":
    case "script":
    case "script-pending":
    case "file":
    case "process":
    case "process-pending":
    case "maintenance":
    case "group":
      return false;
    default:
      return unreachable(kind);
  }
}

/** An address whose next owner would find it taken, and not use it then (RFC 4862 §5.4), does not wait for that. */
export function splitHeld(held: Held): { readonly staying: Held; readonly leaving: Held } {
  return {
    staying: { ...held, addresses: held.addresses.filter((address) => !isProbed(address)) },
    leaving: { ...nothingHeld, addresses: held.addresses.filter(isProbed) },
  };
}

function isProbed({ flags }: VirtualAddress): boolean {
  return flags?.includes("-nodad") === true;
}

/**
 * The successor advertises: it has its addresses and tells the neighbours so in a moment. Later adverts change nothing.
 * With a virtual MAC address the switches would not know where to send to: there the end is at once.
 */
export function succeeded(
  now: Instant,
  lingering: Lingering,
  successor: IpAddress,
  { device }: InstanceConfig,
): Lingering {
  if (lingering.successor !== undefined) return lingering;
  const takeOver = sum(takeOverTime, times(takeOverTimePerAddress, lingering.held.addresses.length));
  const end = device?.virtualMac === undefined ? later(now, takeOver) : now;
  return { ...lingering, successor, until: end < lingering.until ? end : lingering.until };
}
