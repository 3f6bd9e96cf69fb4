import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, type Instant, later, seconds, times } from "../base/time.ts";
import type { Advert } from "../wire/vrrp.ts";
import type { AdvertTemplate } from "./adverts.ts";
import { compareAddresses, enterBackup, type Surroundings } from "./backup.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Cause } from "./events.ts";
import { extraInterval } from "./extra-announcements.ts";
import { held, heldDifference } from "./held.ts";
import type { InstanceOutput } from "./instance-output.ts";
import { splitHeld } from "./lingering.ts";
import type { Speech } from "./speech.ts";
import type { BackupState, MasterState, Yielding } from "./state.ts";

/** A contest that goes on is told again after this long. */
const quietTime = seconds(1);

/** What a master needs to know of its instance, and what it speaks with. */
export type MasterSurroundings = Surroundings & { readonly speech: Speech };

/** Another router is to be master. */
type Defeat = { readonly name: "defeat"; readonly next: BackupState; readonly cause: Cause };

/** What an accepted advert does to a master: RFC 9568 §6.4.3, RFC 3768 §6.4.3. */
export function hearAsMaster(
  now: Instant,
  state: MasterState,
  source: IpAddress,
  advert: Advert,
  around: MasterSurroundings,
): MasterState | Defeat {
  const { config, priority: ours, speech } = around;
  const { priority } = advert;
  if (state.yielding !== undefined) {
    return priority === 0 ? state : hearSuccessor(now, state, state.yielding, source, around);
  }
  if (priority === 0) return answerResignation(now, state, source, around);
  compareAddresses(source, advert, around);
  const byPriority = priority > ours;
  if (byPriority && config.conduct?.higherPrioritySendAdvert === true) speech.advertise(ours);
  if (byPriority || (priority === ours && speech.source !== undefined && source.compare(speech.source) > 0)) {
    const won = byPriority ? "by-priority" : "by-address";
    const masterInterval = config.version === 3 ? advert.interval : config.advertInterval;
    const next = enterBackup(now, around, masterInterval, { address: source, heardAt: now, priority });
    return { name: "defeat", next, cause: { kind: "advert", source, priority, ours, won } };
  }
  return contest(now, state, source, priority, around);
}

/** RFC 9568 §6.4.3: somebody else gives up; say that this router is here, and start the interval anew. */
function answerResignation(
  now: Instant,
  state: MasterState,
  source: IpAddress,
  { config, priority: ours, speech, output }: MasterSurroundings,
): MasterState {
  if (!mayAnswer(now, state, config)) return state;
  output.report({ kind: "priority-zero-received", instance: config.name, source, state: "master" });
  speech.advertise(ours);
  return { ...state, answeredAt: now, advertiseAt: later(now, config.advertInterval) };
}

/** RFC 9568 §6.4.3: a lower-priority master is answered at once. */
function contest(
  now: Instant,
  state: MasterState,
  source: IpAddress,
  priority: number,
  { config, priority: ours, speech, output }: MasterSurroundings,
): MasterState {
  if (!mayAnswer(now, state, config)) return state;
  const { name: instance, advertToLowerPriority } = config;
  if (state.answeredAt === undefined || elapsed(state.answeredAt, now) >= quietTime) output.forget("contest");
  if (output.isNews("contest")) {
    output.report({ kind: "lower-priority-advert", instance, source, priority, ours, response: "contested" });
  }
  if (advertToLowerPriority) speech.advertise(ours);
  announceAgainst(now, state, speech);
  return { ...state, answeredAt: now };
}

/** Twice an interval serves any real router, and a flood of forged adverts is not multiplied. */
function mayAnswer(now: Instant, { answeredAt }: MasterState, { advertInterval }: InstanceConfig): boolean {
  return answeredAt === undefined || elapsed(answeredAt, now) >= times(advertInterval, 0.5);
}

/** A lower-priority master was heard: hosts are told again where the addresses are. */
export function announceAgainst(now: Instant, { announcements }: MasterState, speech: Speech): void {
  const burst = announcements.lowerPriorityMasterHeard(now);
  if (burst !== undefined) speech.announce(burst);
}

/** Silent from now on. Addresses that their next owner would find taken are released, as whenever something is kept. */
export function yieldMastership(
  state: MasterState,
  atMost: Duration,
  { config, speech, output }: MasterSurroundings,
): MasterState {
  if (state.yielding !== undefined || !speech.resign()) return state;
  output.release(splitHeld(held(config)).leaving);
  output.report({ kind: "hand-over-begun", instance: config.name, atMost });
  return { ...state, yielding: { successor: undefined } };
}

function hearSuccessor(
  now: Instant,
  state: MasterState,
  { successor }: Yielding,
  address: IpAddress,
  { config, output }: MasterSurroundings,
): MasterState {
  if (successor !== undefined) return state;
  output.report({ kind: "successor-heard", instance: config.name, source: address });
  return { ...state, yielding: { successor: { address, heardAt: now } } };
}

/**
 * Nobody has taken over: it goes on. The others learn at once that they need not do anything, and hosts, whom somebody
 * may have told otherwise.
 */
export function resume(
  now: Instant,
  state: MasterState,
  { config, priority, speech, output }: MasterSurroundings,
): MasterState {
  if (state.yielding === undefined) return state;
  speech.advertise(priority);
  output.hold(held(config));
  output.report({ kind: "hand-over-failed", instance: config.name });
  speech.announce(state.announcements.becameMaster(now));
  return { ...state, yielding: undefined, advertiseAt: later(now, config.advertInterval) };
}

/** Addresses that somebody has removed are put back. */
export function repair(lost: readonly VirtualAddress[], config: InstanceConfig, output: InstanceOutput): void {
  if (lost.length === 0) return;
  const { name } = config;
  // A route goes with the address that it is sent from.
  output.hold({ ...held(config), addresses: lost });
  for (const address of lost) output.report({ kind: "address-repaired", instance: name, address });
  output.announce(name, lost, { reason: "repaired", repeat: 1 });
}

/**
 * Only what differs is taken away, added and announced (section 31 of the reference). `before` and `template`: the
 * configuration and the adverts of until now.
 */
export function reconfigureMaster(
  now: Instant,
  state: MasterState,
  before: InstanceConfig,
  template: AdvertTemplate,
  { config, priority, speech, output }: MasterSurroundings,
): MasterState {
  const { name, advertInterval, announcements } = config;
  const { gone, added } = heldDifference(before, config);
  output.release(gone);
  output.hold(added);
  // The others hear of it at once, and of what does not concern them not at all.
  if (state.yielding !== undefined) return state;
  const isNews = !speech.repeats(template, priority);
  if (isNews) speech.advertise(priority);
  state.announcements.reconfigure(announcements, now, extraInterval(config));
  output.announce(name, added.addresses, { reason: "became-master", repeat: announcements.repeat });
  return isNews ? { ...state, advertiseAt: later(now, advertInterval) } : state;
}
