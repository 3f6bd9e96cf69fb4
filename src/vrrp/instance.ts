import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, earlier, elapsed, type Instant, later, seconds, times } from "../base/time.ts";
import type { Advert, DecodedAdvert } from "../wire/vrrp.ts";
import { admit, type Packet, type RejectReason } from "./admission.ts";
import { AdvertTemplate } from "./adverts.ts";
import {
  compareAddresses,
  enterBackup,
  hear,
  hearAgain,
  isSteady,
  masterDownDue,
  reconfigureBackup,
  type Surroundings,
} from "./backup.ts";
import { learnForm, type SenderForm } from "./checksum-forms.ts";
import { concededPriority, OwnerConflict, reportOwner } from "./owner-conflict.ts";
import { AnnouncementSchedule, type Burst } from "./announcements.ts";
import { type InstanceConfig, ownerPriority, type VirtualAddress } from "./config.ts";
import { CounterSet, type InstanceCounters } from "./counters.ts";
import type { Effect } from "./effects.ts";
import type { Cause, StateName } from "./events.ts";
import { PacketMemory } from "./packet-memory.ts";
import { type FaultReason, isOnlyPending, sameReasons } from "./faults.ts";
import { extraAddresses, extraInterval } from "./extra-announcements.ts";
import { type Held, held, heldDifference, isNothing, without } from "./held.ts";
import type { InstanceInput } from "./instance-input.ts";
import { InstanceOutput } from "./instance-output.ts";
import {
  isUnreachable,
  type Lingering,
  lingeringTime,
  hastened,
  mayLinger,
  splitHeld,
  succeeded,
} from "./lingering.ts";
import { effectivePriority, type PriorityPart } from "./priority.ts";
import type { BackupState, MasterDownTimer, MasterState, State } from "./state.ts";
import { RepairQueue } from "./repair.ts";
import { Stalls } from "./stalls.ts";

/** A contest that goes on is told again after this long. */
const quietTime = seconds(1);

/**
 * One virtual router: the state machine of RFC 9568 §6.4 and RFC 3768 §6.4 with Keepalived's FAULT state, without a
 * clock or a socket. Tell it what happened and when; it returns what to do, in order. `deadline` is when it wants a
 * `tick` next; undefined means never. Inputs must come in the order of time.
 */
export class Instance {
  #config: InstanceConfig;
  #grouped: boolean;
  #template: AdvertTemplate;
  #state: State = { name: "init" };
  #faults: readonly FaultReason[] = [];
  #parts: readonly PriorityPart[] = [];
  #source: IpAddress | undefined;
  readonly #counters = new CounterSet();
  readonly #memory = new PacketMemory();
  readonly #ownerConflict = new OwnerConflict();
  readonly #output = new InstanceOutput();
  readonly #releasesAtOnce: boolean;
  readonly #stalls = new Stalls();
  #since: Instant | undefined;
  /** Beside the state: it goes on when FAULT becomes BACKUP. */
  #lingering: Lingering | undefined;
  /** Another router of this VRID has been heard at some time. */
  #isPeerKnown = false;
  /** What changed nothing but the times of a backup when it was heard last, and nothing else has happened since. */
  #steady: DecodedAdvert | undefined;

  /** `grouped`: a sync group decides when it becomes master. `releasesAtOnce`: nothing is kept for the successor. */
  constructor(config: InstanceConfig, grouped: boolean, releasesAtOnce = false) {
    this.#config = config;
    this.#grouped = grouped;
    this.#releasesAtOnce = releasesAtOnce;
    this.#template = new AdvertTemplate(config, this.#memory);
  }

  get config(): InstanceConfig {
    return this.#config;
  }

  get grouped(): boolean {
    return this.#grouped;
  }

  get state(): State {
    return this.#state;
  }

  get counters(): InstanceCounters {
    return this.#counters;
  }

  /** When the state was entered; undefined: the instance was never started. */
  get since(): Instant | undefined {
    return this.#since;
  }

  /** What it still holds after having been master, until the successor is there. */
  get lingering(): Held | undefined {
    return this.#lingering?.held;
  }

  /** The address that adverts are sent from. */
  get source(): IpAddress | undefined {
    return this.#source;
  }

  /** How the version 3 adverts of others over IPv4 were summed up, by sender. */
  get checksumForms(): ReadonlyMap<string, SenderForm> {
    return this.#memory.forms.copy();
  }

  /** Why it is in FAULT, or would be once started. */
  get faults(): readonly FaultReason[] {
    return this.#faults;
  }

  /** What tracked objects add to the base priority. */
  get parts(): readonly PriorityPart[] {
    return this.#parts;
  }

  /** The counters as they are now. */
  takeCounters(): InstanceCounters {
    return this.#counters.copy();
  }

  clearCounters(): void {
    this.#counters.clear();
  }

  get priority(): number {
    if (this.#ownerConflict.isConceded && this.#config.priority === ownerPriority) return concededPriority;
    return effectivePriority(this.#config.priority, this.#parts);
  }

  /** A member of a sync group that has heard no master for its down interval. */
  get wantsMaster(): Cause | undefined {
    const state = this.#state;
    return state.name === "backup" && state.masterDown.name === "expired" ? state.masterDown.cause : undefined;
  }

  get deadline(): Instant | undefined {
    return earlier(this.#stateDeadline, this.#lingering?.until);
  }

  get #stateDeadline(): Instant | undefined {
    const state = this.#state;
    switch (state.name) {
      case "init":
      case "fault":
        return undefined;
      case "backup":
        return state.masterDown.name === "armed" ? state.masterDown.at : undefined;
      case "master":
        return earlier(earlier(state.advertiseAt, state.announcements.deadline), state.repairs.deadline);
      default:
        return unreachable(state);
    }
  }

  handle(now: Instant, input: InstanceInput): readonly Effect[] {
    this.#steady = undefined;
    this.#output.begin(this.#config.name, now);
    this.#dispatch(now, input);
    return this.#output.take();
  }

  #dispatch(now: Instant, input: InstanceInput): void {
    switch (input.kind) {
      case "start":
        if (this.#state.name !== "init") return;
        if (this.#faults.length > 0) this.#becomeFault(now);
        else this.#startUp(now, { kind: "started" });
        return;
      case "adopt":
        if (this.#state.name === "init") this.#becomeMaster(now, { kind: "adopted", silence: input.silence });
        return;
      case "packet":
        this.#receive(now, input.packet);
        return;
      case "tick":
        this.#tick(now);
        return;
      case "advertise-with-others":
        this.#advertiseWithOthers(now);
        return;
      case "faults":
        this.#faultsChanged(now, input.reasons);
        return;
      case "priority":
        this.#changePriority(() => {
          this.#parts = input.parts;
        });
        return;
      case "source":
        this.#source = input.address ?? this.#source;
        return;
      case "group":
        this.#groupDecided(now, input.to, input.cause);
        return;
      case "lower-priority-master":
        if (this.#state.name === "master") this.#announceAgainst(now, this.#state);
        return;
      case "addresses-lost":
        this.#addressesLost(now, input.addresses);
        return;
      case "reconfigure":
        this.#reconfigure(now, input);
        return;
      case "stop":
        if (this.#state.name !== "init") this.#become(now, { name: "init" }, { kind: input.because });
        if (this.#lingering !== undefined) this.#lingering = hastened(now, this.#lingering);
        return;
      default:
        unreachable(input);
    }
  }

  // --- Receiving -----------------------------------------------------------------------------------------------

  /**
   * Short for `handle` where a backup hears the very packet again that only moved its timer the last time: nearly all
   * that a backup ever hears. True: it has been heard, nothing is to be done, and the deadline is not earlier than
   * before. False: nothing has happened.
   */
  hearAgain(now: Instant, packet: Packet): boolean {
    const state = this.#state;
    if (this.#steady === undefined || state.name !== "backup" || this.#output.isDue(now)) return false;
    if (this.#memory.believed.recall(packet, this.#config, this.#source) !== this.#steady) return false;
    const next = hearAgain(now, state);
    if (next === undefined) return false;
    this.#counters.received += 1;
    this.#counters.accepted += 1;
    learnForm(this.#memory.forms, this.#config, packet.source, this.#steady.checksumForm, this.#output);
    this.#state = next;
    return true;
  }

  #receive(now: Instant, packet: Packet): void {
    this.#counters.received += 1;
    const result = admit(packet, this.#config, this.#source, this.#memory);
    if (!result.ok) {
      this.#reject(packet, result.error);
      return;
    }
    this.#counters.accepted += 1;
    const { advert, checksumForm } = result.value;
    this.#isPeerKnown = true;
    learnForm(this.#memory.forms, this.#config, packet.source, checksumForm, this.#output);
    if (advert.priority === 0) this.#counters.priorityZeroReceived += 1;
    else if (this.#lingering !== undefined) this.#succeeded(now, this.#lingering, packet.source);
    const state = this.#state;
    switch (state.name) {
      case "init":
      case "fault":
        return;
      case "backup":
        this.#heardInBackup(now, state, packet.source, result.value);
        return;
      case "master":
        this.#heardInMaster(now, state, packet.source, advert);
        return;
      default:
        unreachable(state);
    }
  }

  #heardInBackup(now: Instant, state: BackupState, source: IpAddress, heard: DecodedAdvert): void {
    const errors = this.#counters.addressListErrors;
    const next = hear(now, state, source, heard.advert, this.#surroundings);
    this.#state = next;
    const isQuiet = this.#output.isEmpty && this.#counters.addressListErrors === errors;
    if (isQuiet && this.#lingering === undefined && isSteady(state, next)) this.#steady = heard;
  }

  #reject(packet: Packet, reason: RejectReason): void {
    this.#counters.reject(reason.kind);
    const { name, version } = this.#config;
    if (!this.#output.isNews(reason.kind)) return this.#output.count(reason.kind);
    this.#output.report(
      reason.kind === "own-address"
        ? { kind: "own-address-advert", instance: name, source: packet.source }
        : { kind: "advert-rejected", instance: name, version, source: packet.source, reason },
    );
  }

  #heardInMaster(now: Instant, state: MasterState, source: IpAddress, advert: Advert): void {
    const { priority } = advert;
    if (priority === 0) {
      this.#answerResignation(now, state, source);
      return;
    }
    this.#meetOwner(now, source, advert);
    const ours = this.priority;
    compareAddresses(source, advert, this.#surroundings);
    const byPriority = priority > ours;
    if (byPriority && this.#config.conduct?.higherPrioritySendAdvert === true) this.#advertise(ours);
    if (byPriority || (priority === ours && this.#source !== undefined && source.compare(this.#source) > 0)) {
      const won = byPriority ? "by-priority" : "by-address";
      const masterInterval = this.#config.version === 3 ? advert.interval : this.#config.advertInterval;
      const backup = enterBackup(now, this.#surroundings, masterInterval, { address: source, heardAt: now, priority });
      this.#become(now, backup, { kind: "advert", source, priority, ours, won });
      return;
    }
    this.#contest(now, state, source, priority);
  }

  /** Two owners of the addresses: the one with the higher address may have to give way, too. */
  #meetOwner(now: Instant, source: IpAddress, advert: Advert): void {
    if (this.priority !== ownerPriority || advert.priority !== ownerPriority) return;
    reportOwner(this.#config, source, this.#output);
    if (this.#source === undefined || source.compare(this.#source) > 0) return;
    const { name: instance, advertInterval } = this.#config;
    const interval = advert.interval > advertInterval ? advert.interval : advertInterval;
    if (!this.#ownerConflict.heard(now, interval)) return;
    this.#output.report({ kind: "owner-conflict", instance, source, conceded: true });
  }

  /** RFC 9568 §6.4.3: somebody else gives up; say that this router is here, and start the interval anew. */
  #answerResignation(now: Instant, state: MasterState, source: IpAddress): void {
    if (!this.#mayAnswer(now, state)) return;
    this.#output.report({ kind: "priority-zero-received", instance: this.#config.name, source, state: "master" });
    this.#advertise(this.priority);
    this.#state = { ...state, answeredAt: now, advertiseAt: later(now, this.#config.advertInterval) };
  }

  /** RFC 9568 §6.4.3: a lower-priority master is answered at once. */
  #contest(now: Instant, state: MasterState, source: IpAddress, priority: number): void {
    if (!this.#mayAnswer(now, state)) return;
    const { name, advertToLowerPriority } = this.#config;
    const ours = this.priority;
    if (state.answeredAt === undefined || elapsed(state.answeredAt, now) >= quietTime) this.#output.forget("contest");
    if (this.#output.isNews("contest")) {
      this.#output.report({
        kind: "lower-priority-advert",
        instance: name,
        source,
        priority,
        ours,
        response: "contested",
      });
    }
    if (advertToLowerPriority) this.#advertise(ours);
    this.#state = { ...state, answeredAt: now };
    this.#announceAgainst(now, state);
  }

  /** Twice an interval serves any real router, and a flood of forged adverts is not multiplied. */
  #mayAnswer(now: Instant, { answeredAt }: MasterState): boolean {
    return answeredAt === undefined || elapsed(answeredAt, now) >= times(this.#config.advertInterval, 0.5);
  }

  // --- Time ----------------------------------------------------------------------------------------------------

  #tick(now: Instant): void {
    this.#stateTick(now);
    // A backup that becomes master at this moment keeps everything.
    if (this.#lingering !== undefined && this.#lingering.until <= now) this.#endLingering();
  }

  #stateTick(now: Instant): void {
    const state = this.#state;
    if (state.name === "backup") {
      if (state.masterDown.name === "armed" && state.masterDown.at <= now) {
        this.#masterDown(now, state, state.masterDown);
      }
      return;
    }
    if (state.name !== "master") return;
    if (state.advertiseAt <= now) {
      this.#advertise(this.priority);
      this.#noteLateness(now, elapsed(state.advertiseAt, now));
      // From the deadline and not from the wake-up, so that lateness does not add up.
      const { advertInterval } = this.#config;
      const next = later(state.advertiseAt, advertInterval);
      this.#state = { ...state, advertiseAt: next > now ? next : later(now, advertInterval) };
    }
    for (const burst of state.announcements.takeDue(now)) this.#announce(burst);
    this.#repair(state.repairs.takeDue(now));
  }

  #advertiseWithOthers(now: Instant): void {
    const state = this.#state;
    if (state.name !== "master") return;
    this.#advertise(this.priority);
    this.#state = { ...state, advertiseAt: later(now, this.#config.advertInterval) };
  }

  #noteLateness(now: Instant, late: Duration): void {
    if (late <= this.#config.advertInterval) return;
    this.#counters.stalls += 1;
    const told = this.#stalls.advertisesLate(now, late);
    if (told !== undefined) this.#output.report({ kind: "late-advert", instance: this.#config.name, ...told });
  }

  #masterDown(now: Instant, state: BackupState, timer: MasterDownTimer & { readonly name: "armed" }): void {
    const verdict = masterDownDue(now, state, timer, this.#surroundings);
    if (verdict.kind === "listen") this.#state = verdict.state;
    else if (this.#grouped) this.#state = { ...state, masterDown: { name: "expired", cause: verdict.cause } };
    else this.#becomeMaster(now, verdict.cause);
  }

  // --- Transitions ---------------------------------------------------------------------------------------------

  /** The Startup event of RFC 9568 §6.4.1: an address owner is master at once, all others listen first. */
  #startUp(now: Instant, cause: Cause): void {
    const backup = enterBackup(now, this.#surroundings, this.#config.advertInterval, undefined);
    if (this.#config.priority !== ownerPriority) {
      this.#become(now, backup, cause);
    } else if (this.#grouped) {
      this.#become(now, { ...backup, masterDown: { name: "expired", cause: { kind: "address-owner" } } }, cause);
    } else {
      this.#becomeMaster(now, { kind: "address-owner" });
    }
  }

  #becomeMaster(now: Instant, cause: Cause): void {
    const { advertInterval, announcements } = this.#config;
    const advertiseAt = later(now, advertInterval);
    const schedule = new AnnouncementSchedule(announcements, now, extraInterval(this.#config));
    const repairs = new RepairQueue(advertInterval);
    this.#become(now, { name: "master", advertiseAt, announcements: schedule, repairs, answeredAt: undefined }, cause);
  }

  #becomeFault(now: Instant): void {
    this.#become(now, { name: "fault", reasons: this.#faults }, { kind: "fault", reasons: this.#faults });
  }

  /** The only place that changes the state's name: what leaving and entering cost is listed here once. */
  #become(now: Instant, next: State, cause: Cause): void {
    const previous = this.#state;
    const { name } = this.#config;
    if (next.name !== "backup") this.#ownerConflict.end();
    this.#state = next;
    this.#since = now;
    this.#output.forget();
    if (previous.name === "backup" && previous.preemptDelay.name === "running") {
      this.#output.report({ kind: "preempt-delay-stopped", instance: name });
    }
    this.#output.report({
      kind: "instance-state",
      instance: name,
      from: previous.name,
      to: next.name,
      cause,
      priority: this.priority,
      master: this.#masterOf(next),
    });

    if (previous.name === "master" && next.name !== "master") {
      this.#counters.releasedMaster += 1;
      // To BACKUP somebody else is master already; otherwise the backups are told (RFC 9568 §6.4.3, Shutdown).
      const canSpeak = next.name === "backup" || this.#advertise(0);
      if (next.name !== "backup" && canSpeak) this.#output.report({ kind: "priority-zero-sent", instance: name });
      this.#letGo(now, next.name, canSpeak && mayLinger(cause));
    }
    if (next.name === "master") {
      this.#counters.becameMaster += 1;
      // RFC 9568 §6.4.2: the advert first, then the announcements.
      this.#advertise(this.priority);
      this.#dropLingering();
      this.#output.hold(held(this.#config));
      this.#output.report({ kind: "addresses-set", instance: name });
      this.#announce(next.announcements.becameMaster(now));
    }
  }

  /** No longer master: what is held is released now, or when the successor is there. */
  #letGo(now: Instant, next: StateName, isAwaited: boolean): void {
    const { name } = this.#config;
    if (!isAwaited || this.#releasesAtOnce) {
      this.#output.release(held(this.#config));
      this.#output.report({ kind: "addresses-removed", instance: name });
      return;
    }
    const { staying, leaving } = splitHeld(held(this.#config));
    this.#output.release(leaving);
    if (isNothing(staying)) {
      this.#output.report({ kind: "addresses-removed", instance: name });
      return;
    }
    const atMost = lingeringTime(next, this.#config, this.#isPeerKnown);
    this.#lingering = { held: staying, until: later(now, atMost), successor: undefined };
    this.#output.report({ kind: "addresses-kept", instance: name, atMost });
  }

  #succeeded(now: Instant, lingering: Lingering, source: IpAddress): void {
    this.#lingering = succeeded(now, lingering, source, this.#config);
    if (lingering.successor === undefined) {
      this.#output.report({ kind: "successor-heard", instance: this.#config.name, source });
    }
    if (this.#lingering.until <= now) this.#endLingering();
  }

  #endLingering(): void {
    const lingering = this.#lingering;
    if (lingering === undefined) return;
    this.#lingering = undefined;
    this.#output.release(lingering.held);
    this.#output.report({ kind: "addresses-removed", instance: this.#config.name });
  }

  /** Master again: what is configured no more goes, the rest has never been away. */
  #dropLingering(): void {
    if (this.#lingering === undefined) return;
    this.#output.release(without(this.#lingering.held, held(this.#config)));
    this.#lingering = undefined;
  }

  #masterOf(state: State): IpAddress | undefined {
    if (state.name === "master") return this.#source;
    return state.name === "backup" ? state.master?.address : undefined;
  }

  get #surroundings(): Surroundings {
    return { config: this.#config, priority: this.priority, output: this.#output, counters: this.#counters };
  }

  #faultsChanged(now: Instant, reasons: readonly FaultReason[]): void {
    const before = this.#faults;
    if (sameReasons(before, reasons)) return;
    this.#faults = reasons;
    if (reasons.some(isUnreachable)) this.#endLingering();
    const state = this.#state;
    if (state.name === "init") return;
    if (state.name === "fault") {
      if (reasons.length === 0) this.#startUp(now, { kind: "recovered", reasons: before });
      else if (isOnlyPending(before) && !isOnlyPending(reasons)) this.#becomeFault(now);
      else this.#state = { name: "fault", reasons };
    } else if (reasons.length > 0 && !isOnlyPending(reasons)) {
      // Waiting for a first result holds back a start; it does not take a running instance down after a reload.
      this.#becomeFault(now);
    }
  }

  #groupDecided(now: Instant, to: "master" | "backup", cause: Cause): void {
    const state = this.#state;
    if (state.name !== "backup" && state.name !== "master") return;
    if (to === "master" && state.name === "backup") this.#becomeMaster(now, cause);
    if (to === "backup" && state.name === "master") {
      this.#become(now, enterBackup(now, this.#surroundings, this.#config.advertInterval, undefined), cause);
    }
  }

  // --- Changes from outside ------------------------------------------------------------------------------------

  #changePriority(change: () => void): void {
    const from = this.priority;
    change();
    const to = this.priority;
    if (from !== to) {
      this.#output.report({ kind: "priority", instance: this.#config.name, from, to, parts: this.#parts });
    }
  }

  #addressesLost(now: Instant, lost: readonly VirtualAddress[]): void {
    const state = this.#state;
    if (state.name !== "master") return;
    state.repairs.add(lost);
    this.#repair(state.repairs.takeDue(now));
  }

  #repair(lost: readonly VirtualAddress[]): void {
    if (lost.length === 0) return;
    const { name } = this.#config;
    // A route goes with the address that it is sent from.
    this.#output.hold({ ...held(this.#config), addresses: lost });
    for (const address of lost) this.#output.report({ kind: "address-repaired", instance: name, address });
    this.#output.announce(name, lost, { reason: "repaired", repeat: 1 });
  }

  /** A master stays master: only what differs is taken away, added and announced (section 31 of the reference). */
  #reconfigure(now: Instant, { config, grouped, parts }: InstanceInput & { readonly kind: "reconfigure" }): void {
    const previous = this.#config;
    this.#changePriority(() => {
      this.#config = config;
      this.#parts = parts;
    });
    this.#grouped = grouped;
    const template = this.#template;
    this.#template = new AdvertTemplate(config, this.#memory);
    const state = this.#state;
    if (state.name === "backup") {
      this.#state = reconfigureBackup(now, state, previous, this.#surroundings);
      if (!grouped && this.wantsMaster !== undefined) this.#becomeMaster(now, this.wantsMaster);
    }
    if (state.name === "master") this.#reconfigureMaster(now, state, previous, template);
  }

  #reconfigureMaster(now: Instant, state: MasterState, previous: InstanceConfig, template: AdvertTemplate): void {
    const { name, advertInterval, announcements } = this.#config;
    const { gone, added } = heldDifference(previous, this.#config);
    this.#output.release(gone);
    this.#output.hold(added);
    // The others hear of it at once, and of what does not concern them not at all.
    if (this.#source === undefined || !this.#template.repeats(template, this.#source, this.priority)) {
      this.#advertise(this.priority);
      this.#state = { ...state, advertiseAt: later(now, advertInterval) };
    }
    state.announcements.reconfigure(announcements, now, extraInterval(this.#config));
    this.#output.announce(name, added.addresses, { reason: "became-master", repeat: announcements.repeat });
  }

  // --- On the wire ---------------------------------------------------------------------------------------------

  /** False when there is no address to send from. */
  #advertise(priority: number): boolean {
    const source = this.#source;
    if (source === undefined) return false;
    const adverts = this.#template.encode(source, priority);
    this.#counters.sent += 1;
    this.#ownerConflict.advertSent();
    if (priority === 0) this.#counters.priorityZeroSent += 1;
    this.#output.send(this.#config, source, adverts);
    return true;
  }

  /** A lower-priority master was heard. */
  #announceAgainst(now: Instant, { announcements }: MasterState): void {
    const burst = announcements.lowerPriorityMasterHeard(now);
    if (burst !== undefined) this.#announce(burst);
  }

  #announce(burst: Burst): void {
    const addresses = burst.reason === "extra" ? extraAddresses(this.#config) : held(this.#config).addresses;
    this.#output.announce(this.#config.name, addresses, burst);
  }
}
