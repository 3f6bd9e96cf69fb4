import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, earlier, elapsed, type Instant, later } from "../base/time.ts";
import type { Advert, ChecksumForm, DecodedAdvert } from "../wire/vrrp.ts";
import { admit, type Packet, type RejectReason } from "./admission.ts";
import { enterBackup, hear, hearAgain, isSteady, masterDownDue, reconfigureBackup } from "./backup.ts";
import { learnForm, type SenderForm } from "./checksum-forms.ts";
import { concededPriority, OwnerConflict, reportOwner } from "./owner-conflict.ts";
import { AnnouncementSchedule } from "./announcements.ts";
import { type InstanceConfig, ownerPriority, type VirtualAddress } from "./config.ts";
import { CounterSet, type InstanceCounters } from "./counters.ts";
import type { Effect } from "./effects.ts";
import type { Cause } from "./events.ts";
import {
  announceAgainst,
  hearAsMaster,
  type MasterSurroundings,
  reconfigureMaster,
  repair,
  resume,
  yieldMastership,
} from "./master.ts";
import { VrrpMeasures } from "./measures.ts";
import { PacketMemory } from "./packet-memory.ts";
import { Others } from "./others.ts";
import type { KnownPeer, Peer, PeerStatus } from "./peer-table.ts";
import { type FaultReason, isOnlyPending, sameReasons } from "./faults.ts";
import { extraInterval } from "./extra-announcements.ts";
import { type Held, held } from "./held.ts";
import type { InstanceInput } from "./instance-input.ts";
import { InstanceOutput } from "./instance-output.ts";
import { isUnreachable, mayLinger } from "./lingering.ts";
import { LingeringHold } from "./lingering-hold.ts";
import { effectivePriority, type PriorityPart } from "./priority.ts";
import type { BackupState, MasterDownTimer, MasterState, State } from "./state.ts";
import { RepairQueue } from "./repair.ts";
import { Speech } from "./speech.ts";
import { Stalls } from "./stalls.ts";
import type { Stand } from "./vigilance.ts";
import type { StandingWarning } from "./warning.ts";

/** An advert that may come again, and what is counted of its sender. */
type Steady = {
  readonly heard: DecodedAdvert;
  readonly from: Peer;
  readonly forms: Record<ChecksumForm, number> | undefined;
};

/**
 * One virtual router: the state machine of RFC 9568 §6.4 and RFC 3768 §6.4 with Keepalived's FAULT state, without a
 * clock or a socket. Tell it what happened and when; it returns what to do, in order. `deadline` is when it wants a
 * `tick` next; undefined means never. Inputs must come in the order of time.
 */
export class Instance {
  #config: InstanceConfig;
  #grouped: boolean;
  readonly #speech: Speech;
  #state: State = { name: "init" };
  #faults: readonly FaultReason[] = [];
  #parts: readonly PriorityPart[] = [];
  readonly #counters = new CounterSet();
  readonly #memory = new PacketMemory();
  readonly #ownerConflict = new OwnerConflict();
  readonly #output = new InstanceOutput();
  readonly #releasesAtOnce: boolean;
  readonly #stalls = new Stalls();
  #since: Instant | undefined;
  readonly #lingering = new LingeringHold(this.#output);
  /** Another router of this VRID has been heard at some time. */
  #isPeerKnown = false;
  /** What changed nothing but the times of a backup when it was heard last, and nothing else has happened since. */
  #steady: Steady | undefined;
  readonly #others: Others;

  /**
   * `grouped`: a sync group decides when it becomes master. `releasesAtOnce`: nothing is kept for the successor.
   * `measures`: those of all instances.
   */
  constructor(config: InstanceConfig, grouped: boolean, releasesAtOnce = false, measures = new VrrpMeasures()) {
    this.#config = config;
    this.#grouped = grouped;
    this.#releasesAtOnce = releasesAtOnce;
    this.#others = new Others(this.#memory, this.#output, measures);
    this.#others.configure(config);
    this.#speech = new Speech(config, {
      memory: this.#memory,
      output: this.#output,
      counters: this.#counters,
      ownerConflict: this.#ownerConflict,
    });
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
    return this.#lingering.held;
  }

  /** The address that adverts are sent from. */
  get source(): IpAddress | undefined {
    return this.#speech.source;
  }

  /** How the version 3 adverts of others over IPv4 were summed up, by sender. */
  get checksumForms(): ReadonlyMap<string, SenderForm> {
    return this.#memory.forms.copy();
  }

  /** Who else sends for its VRID, as far as it is known now. */
  get peers(): readonly PeerStatus[] {
    return this.#others.peers;
  }

  /** The same, for a process after this one. */
  get leftPeers(): readonly KnownPeer[] {
    return this.#others.left();
  }

  /** What is wrong between it and others now. */
  get warnings(): readonly StandingWarning[] {
    return this.#others.warnings;
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
    return earlier(earlier(this.#stateDeadline, this.#lingering.deadline), this.#others.deadline);
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
        if (state.yielding !== undefined) return undefined;
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

  /** Its state's timer is due then: for one that is to go on as another one does. */
  align(at: Instant): void {
    const state = this.#state;
    this.#steady = undefined;
    if (state.name === "master") this.#state = { ...state, advertiseAt: at };
    else if (state.name === "backup" && state.masterDown.name === "armed") {
      this.#state = { ...state, masterDown: { ...state.masterDown, at } };
    }
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
        this.#speech.sendFrom(input.address);
        return;
      case "hearing":
        this.#others.isDeaf = input.isPartial;
        return;
      case "group":
        this.#groupDecided(now, input.to, input.cause);
        return;
      case "lower-priority-master":
        if (this.#state.name === "master" && this.#state.yielding === undefined) {
          announceAgainst(now, this.#state, this.#speech);
        }
        return;
      case "addresses-lost":
        this.#addressesLost(now, input.addresses);
        return;
      case "yield":
        if (this.#state.name === "master") this.#state = yieldMastership(this.#state, input.atMost, this.#surroundings);
        return;
      case "resume":
        if (this.#state.name === "master") this.#state = resume(now, this.#state, this.#surroundings);
        return;
      case "reconfigure":
        this.#reconfigure(now, input);
        return;
      case "recall":
        this.#others.recall(now, input, this.#config, this.#state.name);
        this.#isPeerKnown ||= input.peers.some(({ believedAt }) => believedAt !== undefined);
        return;
      case "stop":
        if (this.#state.name !== "init") this.#become(now, { name: "init" }, { kind: input.because });
        this.#lingering.hasten(now);
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
    const steady = this.#steady;
    if (steady === undefined || state.name !== "backup" || this.#output.isDue(now)) return false;
    if (this.#memory.believed.recall(packet, this.#config, this.#speech.source) !== steady.heard) return false;
    const next = hearAgain(now, state);
    if (next === undefined) return false;
    this.#counters.received += 1;
    this.#counters.accepted += 1;
    this.#others.believeAgain(now, steady.from);
    if (steady.forms !== undefined) steady.forms[steady.heard.checksumForm] += 1;
    this.#state = next;
    return true;
  }

  #receive(now: Instant, packet: Packet): void {
    this.#counters.received += 1;
    const result = admit(packet, this.#config, this.#speech.source, this.#memory);
    if (!result.ok) {
      this.#reject(now, packet, result.error);
      return;
    }
    this.#counters.accepted += 1;
    const { advert, checksumForm } = result.value;
    this.#isPeerKnown = true;
    const peer = this.#others.believe(now, packet.source, result.value, this.#config, this.#state);
    learnForm(this.#memory.forms, this.#config, packet.source, checksumForm, this.#output);
    if (advert.priority === 0) this.#counters.priorityZeroReceived += 1;
    else this.#lingering.succeed(now, packet.source, this.#config);
    this.#decide(now, peer, result.value);
    this.#others.judge(now, peer, advert, this.#stand(now));
  }

  #decide(now: Instant, peer: Peer, heard: DecodedAdvert): void {
    const state = this.#state;
    switch (state.name) {
      case "init":
      case "fault":
        return;
      case "backup":
        this.#heardInBackup(now, state, peer, heard);
        return;
      case "master":
        this.#heardInMaster(now, state, peer.source, heard.advert);
        return;
      default:
        unreachable(state);
    }
  }

  #heardInBackup(now: Instant, state: BackupState, from: Peer, heard: DecodedAdvert): void {
    const errors = this.#counters.addressListErrors;
    const next = hear(now, state, from.source, heard.advert, this.#surroundings);
    this.#state = next;
    // Two owners are a matter of concern for as long as both are heard.
    if (heard.advert.priority === ownerPriority && this.#config.priority === ownerPriority) return;
    const isQuiet = this.#output.isEmpty && this.#counters.addressListErrors === errors;
    if (isQuiet && this.#lingering.held === undefined && isSteady(state, next)) {
      this.#steady = { heard, from, forms: this.#memory.forms.countsOf(from.source, this.#config) };
    }
  }

  #reject(now: Instant, packet: Packet, reason: RejectReason): void {
    this.#counters.reject(reason.kind);
    // Of CARP there is a warning.
    if (reason.kind !== "carp") this.#reportRejection(packet, reason);
    this.#others.reject(now, packet, reason, this.#stand(now));
  }

  #reportRejection(packet: Packet, reason: RejectReason): void {
    const { name, version } = this.#config;
    if (!this.#output.isNews(reason.kind)) return this.#output.count(reason.kind);
    this.#output.report(
      reason.kind === "own-address"
        ? { kind: "own-address-advert", instance: name, source: packet.source }
        : { kind: "advert-rejected", instance: name, version, source: packet.source, reason },
    );
  }

  #stand(now: Instant): Stand {
    const { name } = this.#state;
    const masterSince = name === "master" ? (this.#since ?? now) : undefined;
    return { config: this.#config, priority: this.priority, isTakingPart: name !== "init", masterSince };
  }

  #heardInMaster(now: Instant, state: MasterState, source: IpAddress, advert: Advert): void {
    // First: it may lower the priority that the surroundings have.
    if (state.yielding === undefined) this.#meetOwner(now, source, advert);
    const outcome = hearAsMaster(now, state, source, advert, this.#surroundings);
    if (outcome.name === "defeat") this.#become(now, outcome.next, outcome.cause);
    else this.#state = outcome;
  }

  /** Two owners of the addresses: the one with the higher address may have to give way, too. */
  #meetOwner(now: Instant, source: IpAddress, advert: Advert): void {
    if (this.priority !== ownerPriority || advert.priority !== ownerPriority) return;
    reportOwner(this.#config, source, this.#output);
    if (this.#speech.source === undefined || source.compare(this.#speech.source) > 0) return;
    const { name: instance, advertInterval } = this.#config;
    const interval = advert.interval > advertInterval ? advert.interval : advertInterval;
    if (!this.#ownerConflict.heard(now, interval)) return;
    this.#output.report({ kind: "owner-conflict", instance, source, conceded: true });
  }

  // --- Time ----------------------------------------------------------------------------------------------------

  #tick(now: Instant): void {
    this.#stateTick(now);
    // A backup that becomes master at this moment keeps everything.
    this.#lingering.tick(now, this.#config.name);
    this.#others.tick(now, this.#config.name);
  }

  #stateTick(now: Instant): void {
    const state = this.#state;
    if (state.name === "backup") {
      if (state.masterDown.name === "armed" && state.masterDown.at <= now) {
        this.#masterDown(now, state, state.masterDown);
      }
      return;
    }
    if (state.name !== "master" || state.yielding !== undefined) return;
    if (state.advertiseAt <= now) {
      this.#speech.advertise(this.priority);
      this.#noteLateness(now, elapsed(state.advertiseAt, now));
      // From the deadline and not from the wake-up, so that lateness does not add up.
      const { advertInterval } = this.#config;
      const next = later(state.advertiseAt, advertInterval);
      this.#state = { ...state, advertiseAt: next > now ? next : later(now, advertInterval) };
    }
    for (const burst of state.announcements.takeDue(now)) this.#speech.announce(burst);
    repair(state.repairs.takeDue(now), this.#config, this.#output);
  }

  #advertiseWithOthers(now: Instant): void {
    const state = this.#state;
    if (state.name !== "master" || state.yielding !== undefined) return;
    this.#speech.advertise(this.priority);
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
    if (verdict.kind === "take-over") this.#others.missed(now, verdict.cause);
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
    this.#counters.enter(next.name, cause.kind);
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
      const successor = previous.yielding?.successor;
      const canSpeak = next.name === "backup" || successor !== undefined || this.#speech.resign();
      if (canSpeak && mayLinger(cause) && !this.#releasesAtOnce) {
        this.#lingering.begin(now, next.name, this.#config, { isPeerKnown: this.#isPeerKnown, successor });
      } else {
        this.#output.release(held(this.#config));
        this.#output.report({ kind: "addresses-removed", instance: name });
      }
    }
    if (next.name === "master") {
      this.#counters.becameMaster += 1;
      // RFC 9568 §6.4.2: the advert first, then the announcements.
      this.#speech.advertise(this.priority);
      this.#lingering.resume(this.#config);
      this.#output.hold(held(this.#config));
      this.#output.report({ kind: "addresses-set", instance: name });
      this.#speech.announce(next.announcements.becameMaster(now));
    }
    this.#others.entered(now, next.name, name);
  }

  #masterOf(state: State): IpAddress | undefined {
    if (state.name === "master") return this.#speech.source;
    return state.name === "backup" ? state.master?.address : undefined;
  }

  get #surroundings(): MasterSurroundings {
    return {
      speech: this.#speech,
      config: this.#config,
      priority: this.priority,
      output: this.#output,
      counters: this.#counters,
      comparison: this.#memory.comparison,
    };
  }

  #faultsChanged(now: Instant, reasons: readonly FaultReason[]): void {
    const before = this.#faults;
    if (sameReasons(before, reasons)) return;
    this.#faults = reasons;
    if (reasons.some(isUnreachable)) this.#lingering.end(this.#config.name);
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
    if (state.name !== "master" || state.yielding !== undefined) return;
    state.repairs.add(lost);
    repair(state.repairs.takeDue(now), this.#config, this.#output);
  }

  /** A master stays master: only what differs is taken away, added and announced (section 31 of the reference). */
  #reconfigure(now: Instant, { config, grouped, parts }: InstanceInput & { readonly kind: "reconfigure" }): void {
    const previous = this.#config;
    this.#changePriority(() => {
      this.#config = config;
      this.#parts = parts;
    });
    this.#grouped = grouped;
    this.#others.configure(config);
    const template = this.#speech.configure(config);
    const state = this.#state;
    if (state.name === "backup") {
      this.#state = reconfigureBackup(now, state, previous, this.#surroundings);
      if (!grouped && this.wantsMaster !== undefined) this.#becomeMaster(now, this.wantsMaster);
    }
    if (state.name === "master") {
      this.#state = reconfigureMaster(now, state, previous, template, this.#surroundings);
    }
  }
}
