import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, type Instant, later } from "../base/time.ts";
import type { Advert } from "../wire/vrrp.ts";
import type { AddressComparison } from "./address-comparison.ts";
import { type InstanceConfig, ownerPriority } from "./config.ts";
import type { CounterSet } from "./counters.ts";
import type { Cause } from "./events.ts";
import type { InstanceOutput } from "./instance-output.ts";
import { reportOwner } from "./owner-conflict.ts";
import type { BackupState, MasterDownTimer } from "./state.ts";
import { masterDownInterval, skewTime } from "./timing.ts";

/** What a backup needs to know of its instance, and where it says what it has noticed. */
export type Surroundings = {
  readonly config: InstanceConfig;
  /** Effective priority. */
  readonly priority: number;
  readonly output: InstanceOutput;
  readonly counters: CounterSet;
  readonly comparison: AddressComparison;
};

type ArmedTimer = MasterDownTimer & { readonly name: "armed" };

/** BACKUP from `now` on: listening for a whole down interval. `master` is who is known to be one. */
export function enterBackup(
  now: Instant,
  around: Surroundings,
  masterInterval: Duration,
  master: BackupState["master"],
): BackupState {
  const masterDown = startTimer(now, around, masterInterval);
  return { name: "backup", masterDown, masterInterval, master, preemptDelay: { name: "idle" }, discarded: undefined };
}

/** What an accepted advert does to a backup: RFC 9568 §6.4.2, RFC 3768 §6.4.2. */
export function hear(
  now: Instant,
  state: BackupState,
  source: IpAddress,
  advert: Advert,
  around: Surroundings,
): BackupState {
  const { config, priority: ours, output } = around;
  const { priority } = advert;
  if (priority === 0) {
    // The master gives up; the skew time lets the best backup come first.
    output.report({ kind: "priority-zero-received", instance: config.name, source, state: "backup" });
    const at = later(now, skewTime(config.version, ours, state.masterInterval));
    const masterDown = { name: "armed", at, kind: "resigned", doubted: false } as const;
    return { ...state, masterDown, master: { address: source, heardAt: now, priority } };
  }
  if (priority >= ours) {
    const following = follow(now, endPreemptDelay(state, around), source, advert, around);
    if (priority === ownerPriority && config.priority === ownerPriority) reportOwner(config, source, output);
    return following;
  }

  // An owner pre-empts whatever the flag says (RFC 9568 §6.1).
  const patient = !config.preempt && ours !== ownerPriority;
  const waiting = patient ? state : duringPreemptDelay(now, state, around);
  if (waiting !== undefined) return follow(now, waiting, source, advert, around);

  // Discarded without touching the timer, which is how pre-emption comes about.
  if (output.isNews("lower-priority")) {
    output.report({
      kind: "lower-priority-advert",
      instance: config.name,
      source,
      priority,
      ours,
      response: "discarded",
    });
  }
  return { ...state, discarded: { source, priority } };
}

/** Accepts the sender as master and starts the down timer anew. */
function follow(
  now: Instant,
  state: BackupState,
  source: IpAddress,
  advert: Advert,
  around: Surroundings,
): BackupState {
  const { config, output } = around;
  output.forget("lower-priority");
  if (state.master?.address.equals(source) !== true) {
    output.forget();
    output.report({ kind: "master-changed", instance: config.name, from: state.master?.address, to: source });
  }
  compareAddresses(source, advert, around, state.master?.address);
  const masterInterval = config.version === 3 ? advert.interval : config.advertInterval;
  if (masterInterval !== state.masterInterval) {
    const { masterInterval: from } = state;
    output.report({ kind: "interval-learned", instance: config.name, source, from, to: masterInterval });
  }
  const masterDown = startTimer(now, around, masterInterval);
  const master = { address: source, heardAt: now, priority: advert.priority };
  // Written out: at each advert of a thousand instances a copy by `...` is the largest part of the work.
  return {
    name: "backup",
    masterDown,
    masterInterval,
    master,
    preemptDelay: state.preemptDelay,
    discarded: undefined,
  };
}

/**
 * Whether an advert has changed nothing but times: the same one again changes nothing else either, for as long as
 * nothing else happens.
 */
export function isSteady(before: BackupState, after: BackupState): boolean {
  const { master, masterDown, preemptDelay, discarded } = before;
  return (
    master !== undefined &&
    after.master?.address.equals(master.address) === true &&
    after.master.priority === master.priority &&
    after.masterInterval === before.masterInterval &&
    isWatched(masterDown) &&
    isWatched(after.masterDown) &&
    preemptDelay.name === "idle" &&
    after.preemptDelay.name === "idle" &&
    discarded === undefined &&
    after.discarded === undefined
  );
}

function isWatched(timer: MasterDownTimer): boolean {
  return timer.name === "armed" && timer.kind === "silence" && !timer.doubted;
}

/** The same advert once more in a steady state; undefined when the state is not one. */
export function hearAgain(now: Instant, state: BackupState): BackupState | undefined {
  const { masterDown, master, masterInterval, preemptDelay } = state;
  if (masterDown.name !== "armed" || master === undefined) return undefined;
  const at = later(now, elapsed(master.heardAt, masterDown.at));
  return {
    name: "backup",
    masterDown: { name: "armed", at, kind: "silence", doubted: false },
    masterInterval,
    master: { address: master.address, heardAt: now, priority: master.priority },
    preemptDelay,
    discarded: undefined,
  };
}

/**
 * Counts that a master advertises other addresses, and tells it once (checklist R19, R21). With `skip_check_adv_addr`
 * not for the master of the advert before.
 */
export function compareAddresses(
  source: IpAddress,
  advert: Advert,
  { config, output, counters, comparison }: Surroundings,
  previous?: IpAddress,
): void {
  if (config.conduct?.skipCheckAdvertAddresses === true && previous?.equals(source) === true) return;
  const difference = comparison.of(advert, config);
  if (difference === undefined) return;
  counters.addressListErrors += 1;
  if (!output.isNews("address-list")) return;
  const { name, vrid } = config;
  output.report({ kind: "address-list-differs", instance: name, vrid, source, ...difference });
}

/** The state in which a lower-priority master is tolerated for now; undefined when it is not. */
function duringPreemptDelay(
  now: Instant,
  state: BackupState,
  { config, output }: Surroundings,
): BackupState | undefined {
  const { name, preemptDelay } = config;
  if (preemptDelay === 0) return undefined;
  if (state.preemptDelay.name === "running") return now < state.preemptDelay.until ? state : undefined;
  output.report({ kind: "preempt-delay-started", instance: name, delay: preemptDelay });
  return { ...state, preemptDelay: { name: "running", until: later(now, preemptDelay) } };
}

function endPreemptDelay(state: BackupState, { config, output }: Surroundings): BackupState {
  if (state.preemptDelay.name === "idle") return state;
  output.report({ kind: "preempt-delay-stopped", instance: config.name });
  return { ...state, preemptDelay: { name: "idle" } };
}

/** What to do now that the down timer has run out: believe it, or listen once more. */
export function masterDownDue(
  now: Instant,
  state: BackupState,
  timer: ArmedTimer,
  around: Surroundings,
): { readonly kind: "listen"; readonly state: BackupState } | { readonly kind: "take-over"; readonly cause: Cause } {
  const { config, output } = around;
  const late = elapsed(timer.at, now);
  // A process that slept through a whole interval may have slept through adverts (checklist T12).
  if (late > state.masterInterval && !timer.doubted) {
    around.counters.stalls += 1;
    output.report({ kind: "stalled", instance: config.name, late });
    const masterDown = { ...timer, at: later(now, state.masterInterval), doubted: true };
    return { kind: "listen", state: { ...state, masterDown } };
  }
  const cause = whyMasterIsDown(now, state, timer, around);
  output.report({ kind: "advert-timeout", instance: config.name, cause });
  return { kind: "take-over", cause };
}

function whyMasterIsDown(
  now: Instant,
  { master, discarded }: BackupState,
  timer: ArmedTimer,
  { priority: ours }: Surroundings,
): Cause {
  if (timer.kind === "resigned" && master !== undefined) return { kind: "master-resigned", master: master.address };
  if (discarded !== undefined) {
    return { kind: "preempted", master: discarded.source, priority: discarded.priority, ours };
  }
  return { kind: "timeout", master: master?.address, silence: master && elapsed(master.heardAt, now) };
}

/** After a reload: other timing starts the down timer anew, with the own interval until the master's is heard. */
export function reconfigureBackup(
  now: Instant,
  state: BackupState,
  previous: InstanceConfig,
  around: Surroundings,
): BackupState {
  const { version, advertInterval, downTimerAdverts } = around.config;
  const sameTiming =
    version === previous.version &&
    advertInterval === previous.advertInterval &&
    downTimerAdverts === previous.downTimerAdverts;
  if (sameTiming || state.masterDown.name !== "armed" || state.masterDown.kind === "resigned") return state;
  return { ...state, masterInterval: advertInterval, masterDown: startTimer(now, around, advertInterval) };
}

function startTimer(now: Instant, { config, priority }: Surroundings, masterInterval: Duration): ArmedTimer {
  const wait = masterDownInterval(config.version, priority, masterInterval, config.downTimerAdverts);
  return { name: "armed", at: later(now, wait), kind: "silence", doubted: false };
}
