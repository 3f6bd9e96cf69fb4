import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, earlier, elapsed, type Instant, later, times } from "../base/time.ts";
import type { Advert } from "../wire/vrrp.ts";
import { addressDifference, admit, type Packet, type RejectReason } from "./admission.ts";
import { AdvertTemplate } from "./adverts.ts";
import { AnnouncementSchedule, type Burst } from "./announcements.ts";
import { type InstanceConfig, ownerPriority, type VirtualAddress } from "./config.ts";
import { CounterSet, type InstanceCounters } from "./counters.ts";
import type { Effect } from "./effects.ts";
import type { Cause, VrrpEvent } from "./events.ts";
import { type FaultReason, isOnlyPending, sameReasons } from "./faults.ts";
import { held, heldDifference } from "./held.ts";
import { effectivePriority, type PriorityPart } from "./priority.ts";
import type { BackupState, MasterDownTimer, MasterState, State } from "./state.ts";
import { masterDownInterval, skewTime } from "./timing.ts";

/** What can happen to an instance. */
export type InstanceInput =
  /** Leave INIT. */
  | { readonly kind: "start" }
  /** A packet of this VRID on this interface, in this family and mode. */
  | { readonly kind: "packet"; readonly packet: Packet }
  /** Time has passed; due deadlines are acted upon. */
  | { readonly kind: "tick" }
  /** The complete list of reasons against taking part; empty: healthy. */
  | { readonly kind: "faults"; readonly reasons: readonly FaultReason[] }
  /** The complete list of what trackers add to the priority. */
  | { readonly kind: "priority"; readonly parts: readonly PriorityPart[] }
  /** The address that adverts are sent from; undefined while there is none. */
  | { readonly kind: "source"; readonly address: IpAddress | undefined }
  /** The sync group has decided. */
  | { readonly kind: "group"; readonly to: "master" | "backup"; readonly cause: Cause }
  /** Somebody else removed these addresses from the kernel. */
  | { readonly kind: "addresses-lost"; readonly addresses: readonly VirtualAddress[] }
  | { readonly kind: "reconfigure"; readonly config: InstanceConfig; readonly grouped: boolean }
  | { readonly kind: "stop" };

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
  #master: IpAddress | undefined;
  #heardAt: Instant | undefined;
  /** Kinds of trouble reported since the last accepted advert: each is told once (checklist R24). */
  readonly #told = new Set<string>();
  readonly #counters = new CounterSet();
  #effects: Effect[] = [];

  /** `grouped`: a sync group decides when it becomes master. */
  constructor(config: InstanceConfig, grouped: boolean) {
    this.#config = config;
    this.#grouped = grouped;
    this.#template = new AdvertTemplate(config);
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

  get source(): IpAddress | undefined {
    return this.#source;
  }

  /** The last master heard as a backup. */
  get master(): IpAddress | undefined {
    return this.#master;
  }

  get priority(): number {
    return effectivePriority(this.#config.priority, this.#parts);
  }

  get priorityParts(): readonly PriorityPart[] {
    return this.#parts;
  }

  /** A member of a sync group that has heard no master for its down interval. */
  get wantsMaster(): Cause | undefined {
    const state = this.#state;
    return state.name === "backup" && state.masterDown.name === "expired" ? state.masterDown.cause : undefined;
  }

  get deadline(): Instant | undefined {
    const state = this.#state;
    switch (state.name) {
      case "init":
      case "fault":
        return undefined;
      case "backup":
        return state.masterDown.name === "armed" ? state.masterDown.at : undefined;
      case "master":
        return earlier(state.advertiseAt, state.announcements.deadline);
      default:
        return unreachable(state);
    }
  }

  handle(now: Instant, input: InstanceInput): readonly Effect[] {
    this.#effects = [];
    this.#dispatch(now, input);
    return this.#effects;
  }

  #dispatch(now: Instant, input: InstanceInput): void {
    switch (input.kind) {
      case "start":
        if (this.#faults.length > 0) this.#becomeFault(now);
        else this.#startUp(now, { kind: "started" });
        return;
      case "packet":
        this.#receive(now, input.packet);
        return;
      case "tick":
        this.#tick(now);
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
        this.#source = input.address;
        return;
      case "group":
        this.#groupDecided(now, input.to, input.cause);
        return;
      case "addresses-lost":
        this.#repair(input.addresses);
        return;
      case "reconfigure":
        this.#reconfigure(now, input.config, input.grouped);
        return;
      case "stop":
        if (this.#state.name !== "init") this.#become(now, { name: "init" }, { kind: "stopped" });
        return;
      default:
        unreachable(input);
    }
  }

  // --- Receiving -----------------------------------------------------------------------------------------------

  #receive(now: Instant, packet: Packet): void {
    this.#counters.received += 1;
    const result = admit(packet, this.#config, this.#source);
    if (!result.ok) {
      this.#reject(packet, result.error);
      return;
    }
    this.#counters.accepted += 1;
    const { advert } = result.value;
    if (advert.priority === 0) this.#counters.priorityZeroReceived += 1;
    const state = this.#state;
    switch (state.name) {
      case "init":
      case "fault":
        return;
      case "backup":
        this.#heardInBackup(now, state, packet.source, advert);
        return;
      case "master":
        this.#heardInMaster(now, state, packet.source, advert);
        return;
      default:
        unreachable(state);
    }
  }

  #reject(packet: Packet, reason: RejectReason): void {
    this.#counters.reject(reason.kind);
    const { name } = this.#config;
    if (!this.#tellOnce(reason.kind)) return;
    this.#report(
      reason.kind === "own-address"
        ? { kind: "own-address-advert", instance: name, source: packet.source }
        : { kind: "advert-rejected", instance: name, source: packet.source, reason },
    );
  }

  #heardInBackup(now: Instant, state: BackupState, source: IpAddress, advert: Advert): void {
    const { name, version, preempt } = this.#config;
    if (advert.priority === 0) {
      // RFC 9568 §6.4.2: the master gives up; the skew time lets the best backup come first.
      this.#report({ kind: "priority-zero-received", instance: name, source, state: "backup" });
      this.#master = source;
      const at = later(now, skewTime(version, this.priority, state.masterInterval));
      this.#state = { ...state, masterDown: { name: "armed", at, kind: "resigned", doubted: false } };
      return;
    }
    if (advert.priority >= this.priority) {
      this.#follow(now, this.#endPreemptDelay(state), source, advert);
      return;
    }
    // An owner pre-empts whatever the flag says (RFC 9568 §6.1).
    const patient = !preempt && this.priority !== ownerPriority;
    const waiting = patient ? state : this.#duringPreemptDelay(now, state);
    if (waiting !== undefined) {
      this.#follow(now, waiting, source, advert);
      return;
    }
    // RFC 9568 §6.4.2: discarded without touching the timer, which is how pre-emption comes about.
    this.#state = { ...state, discarded: { source, priority: advert.priority } };
    if (this.#tellOnce("lower-priority")) {
      const { priority: ours } = this;
      const { priority } = advert;
      this.#report({ kind: "lower-priority-advert", instance: name, source, priority, ours, response: "discarded" });
    }
  }

  /** The state in which a lower-priority master is tolerated for now; undefined when it is not. */
  #duringPreemptDelay(now: Instant, state: BackupState): BackupState | undefined {
    const { name, preemptDelay } = this.#config;
    if (preemptDelay === 0) return undefined;
    if (state.preemptDelay.name === "running") return now < state.preemptDelay.until ? state : undefined;
    this.#report({ kind: "preempt-delay-started", instance: name, delay: preemptDelay });
    return { ...state, preemptDelay: { name: "running", until: later(now, preemptDelay) } };
  }

  #endPreemptDelay(state: BackupState): BackupState {
    if (state.preemptDelay.name === "idle") return state;
    this.#report({ kind: "preempt-delay-stopped", instance: this.#config.name });
    return { ...state, preemptDelay: { name: "idle" } };
  }

  /** Accepts the sender as master and starts the down timer anew. */
  #follow(now: Instant, state: BackupState, source: IpAddress, advert: Advert): void {
    const { name, version } = this.#config;
    this.#told.delete("lower-priority");
    if (this.#master?.equals(source) !== true) {
      this.#report({ kind: "master-changed", instance: name, from: this.#master, to: source });
      this.#master = source;
      this.#told.clear();
    }
    this.#heardAt = now;
    this.#compareAddresses(source, advert);
    const masterInterval = version === 3 ? advert.interval : state.masterInterval;
    if (masterInterval !== state.masterInterval) {
      const { masterInterval: from } = state;
      this.#report({ kind: "interval-learned", instance: name, source, from, to: masterInterval });
    }
    const masterDown = this.#masterDownTimer(now, masterInterval);
    this.#state = { ...state, masterInterval, masterDown, discarded: undefined };
  }

  #heardInMaster(now: Instant, state: MasterState, source: IpAddress, advert: Advert): void {
    const { name } = this.#config;
    const ours = this.priority;
    const { priority } = advert;
    if (priority === 0) {
      // RFC 9568 §6.4.3: somebody else gives up; say that this router is here.
      this.#report({ kind: "priority-zero-received", instance: name, source, state: "master" });
      this.#advertise(ours);
      this.#state = { ...state, advertiseAt: later(now, this.#config.advertInterval) };
      return;
    }
    this.#compareAddresses(source, advert);
    const byPriority = priority > ours;
    if (byPriority || (priority === ours && this.#source !== undefined && source.compare(this.#source) > 0)) {
      const won = byPriority ? "by-priority" : "by-address";
      const masterInterval = this.#config.version === 3 ? advert.interval : this.#config.advertInterval;
      const backup = this.#backupState(now, masterInterval);
      this.#master = source;
      this.#heardAt = now;
      this.#become(now, backup, { kind: "advert", source, priority, ours, won });
      return;
    }
    this.#contest(now, state, source, priority);
  }

  /**
   * RFC 9568 §6.4.3: a lower-priority master is answered at once. No more often than twice an interval: that serves
   * any real router, and a flood of forged adverts is not multiplied.
   */
  #contest(now: Instant, state: MasterState, source: IpAddress, priority: number): void {
    const { name, advertInterval, advertToLowerPriority } = this.#config;
    if (state.contestedAt !== undefined && elapsed(state.contestedAt, now) < times(advertInterval, 0.5)) return;
    const ours = this.priority;
    this.#report({ kind: "lower-priority-advert", instance: name, source, priority, ours, response: "contested" });
    if (advertToLowerPriority) this.#advertise(ours);
    this.#state = { ...state, contestedAt: now };
    this.#announce(state.announcements.lowerPriorityMasterHeard(now));
  }

  #compareAddresses(source: IpAddress, advert: Advert): void {
    if (this.#told.has("address-list")) return;
    const difference = addressDifference(advert, this.#config);
    if (difference === undefined) return;
    this.#told.add("address-list");
    this.#report({ kind: "address-list-differs", instance: this.#config.name, source, ...difference });
  }

  // --- Time ----------------------------------------------------------------------------------------------------

  #tick(now: Instant): void {
    const state = this.#state;
    if (state.name === "backup") {
      if (state.masterDown.name === "armed" && state.masterDown.at <= now) {
        this.#masterDownDue(now, state, state.masterDown);
      }
      return;
    }
    if (state.name !== "master") return;
    if (state.advertiseAt <= now) {
      this.#advertise(this.priority);
      // From the deadline and not from the wake-up, so that lateness does not add up.
      const { advertInterval } = this.#config;
      const next = later(state.advertiseAt, advertInterval);
      this.#state = { ...state, advertiseAt: next > now ? next : later(now, advertInterval) };
    }
    for (const burst of state.announcements.takeDue(now)) this.#announce(burst);
  }

  #masterDownDue(now: Instant, state: BackupState, timer: MasterDownTimer & { readonly name: "armed" }): void {
    const { name } = this.#config;
    const late = elapsed(timer.at, now);
    // A process that slept through a whole interval may have slept through adverts: listen once more (checklist T12).
    if (late > state.masterInterval && !timer.doubted) {
      this.#report({ kind: "stalled", instance: name, late });
      this.#state = {
        ...state,
        masterDown: { name: "armed", at: later(now, state.masterInterval), kind: timer.kind, doubted: true },
      };
      return;
    }
    const cause = this.#whyMasterIsDown(now, state, timer);
    this.#report({ kind: "advert-timeout", instance: name, cause });
    if (this.#grouped) this.#state = { ...state, masterDown: { name: "expired", cause } };
    else this.#becomeMaster(now, cause);
  }

  #whyMasterIsDown(now: Instant, { discarded }: BackupState, { kind }: MasterDownTimer & { name: "armed" }): Cause {
    const master = this.#master;
    if (kind === "resigned" && master !== undefined) return { kind: "master-resigned", master };
    if (discarded !== undefined) {
      const { source, priority } = discarded;
      return { kind: "preempted", master: source, priority, ours: this.priority };
    }
    return { kind: "timeout", master, silence: this.#heardAt === undefined ? undefined : elapsed(this.#heardAt, now) };
  }

  // --- Transitions ---------------------------------------------------------------------------------------------

  /** The Startup event of RFC 9568 §6.4.1: an address owner is master at once, all others listen first. */
  #startUp(now: Instant, cause: Cause): void {
    const backup = this.#backupState(now, this.#config.advertInterval);
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
    const schedule = new AnnouncementSchedule(announcements, now);
    this.#become(now, { name: "master", advertiseAt, announcements: schedule, contestedAt: undefined }, cause);
  }

  #becomeFault(now: Instant): void {
    this.#become(now, { name: "fault", reasons: this.#faults }, { kind: "fault", reasons: this.#faults });
  }

  /** The only place that changes the state's name: what leaving and entering cost is listed here once. */
  #become(now: Instant, next: State, cause: Cause): void {
    const previous = this.#state;
    const { name } = this.#config;
    this.#state = next;
    this.#told.clear();
    if (previous.name === "backup" && previous.preemptDelay.name === "running") {
      this.#report({ kind: "preempt-delay-stopped", instance: name });
    }
    this.#report({
      kind: "instance-state",
      instance: name,
      from: previous.name,
      to: next.name,
      cause,
      priority: this.priority,
    });

    if (previous.name === "master" && next.name !== "master") {
      this.#counters.releasedMaster += 1;
      // To BACKUP somebody else is master already; otherwise the backups are told (RFC 9568 §6.4.3, Shutdown).
      if (next.name !== "backup") {
        this.#advertise(0);
        this.#report({ kind: "priority-zero-sent", instance: name });
      }
      this.#effects.push({ kind: "release", ...held(this.#config) });
      this.#report({ kind: "addresses-removed", instance: name });
    }
    if (next.name === "master") {
      this.#counters.becameMaster += 1;
      this.#master = undefined;
      // RFC 9568 §6.4.2: the advert first, then the announcements.
      this.#advertise(this.priority);
      this.#effects.push({ kind: "hold", ...held(this.#config) });
      this.#report({ kind: "addresses-set", instance: name });
      this.#announce(next.announcements.becameMaster(now));
    }
  }

  #backupState(now: Instant, masterInterval: Duration): BackupState {
    return {
      name: "backup",
      masterInterval,
      masterDown: this.#masterDownTimer(now, masterInterval),
      preemptDelay: { name: "idle" },
      discarded: undefined,
    };
  }

  #masterDownTimer(now: Instant, masterInterval: Duration): MasterDownTimer {
    const { version, downTimerAdverts } = this.#config;
    const wait = masterDownInterval(version, this.priority, masterInterval, downTimerAdverts);
    return { name: "armed", at: later(now, wait), kind: "silence", doubted: false };
  }

  #faultsChanged(now: Instant, reasons: readonly FaultReason[]): void {
    const before = this.#faults;
    if (sameReasons(before, reasons)) return;
    this.#faults = reasons;
    const state = this.#state;
    if (state.name === "init") return;
    if (state.name === "fault") {
      if (reasons.length === 0) this.#startUp(now, { kind: "recovered", reasons: before });
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
      this.#become(now, this.#backupState(now, this.#config.advertInterval), cause);
    }
  }

  // --- Changes from outside ------------------------------------------------------------------------------------

  #changePriority(change: () => void): void {
    const from = this.priority;
    change();
    const to = this.priority;
    if (from !== to) {
      this.#report({ kind: "priority", instance: this.#config.name, from, to, parts: this.#parts });
    }
  }

  #repair(lost: readonly VirtualAddress[]): void {
    if (this.#state.name !== "master") return;
    this.#effects.push({ kind: "hold", addresses: lost, routes: this.#config.routes });
    for (const address of lost) this.#report({ kind: "address-repaired", instance: this.#config.name, address });
    this.#announceTo(lost, { reason: "repaired", repeat: 1 });
  }

  /** A master stays master: only what differs is taken away, added and announced (section 31 of the reference). */
  #reconfigure(now: Instant, config: InstanceConfig, grouped: boolean): void {
    const previous = this.#config;
    this.#changePriority(() => {
      this.#config = config;
    });
    this.#grouped = grouped;
    this.#template = new AdvertTemplate(config);
    const state = this.#state;
    if (state.name !== "master") {
      if (!grouped && this.wantsMaster !== undefined) this.#becomeMaster(now, this.wantsMaster);
      return;
    }
    const { gone, added } = heldDifference(previous, config);
    if (gone.addresses.length > 0 || gone.routes.length > 0) this.#effects.push({ kind: "release", ...gone });
    if (added.addresses.length > 0 || added.routes.length > 0) this.#effects.push({ kind: "hold", ...added });
    this.#advertise(this.priority);
    this.#state = { ...state, advertiseAt: later(now, config.advertInterval) };
    if (added.addresses.length > 0) {
      this.#announceTo(added.addresses, { reason: "became-master", repeat: config.announcements.repeat });
    }
  }

  // --- Effects -------------------------------------------------------------------------------------------------

  #advertise(priority: number): void {
    const source = this.#source;
    if (source === undefined) return;
    if (priority === 0) this.#counters.priorityZeroSent += 1;
    for (const advert of this.#template.encode(source, priority)) {
      this.#counters.sent += 1;
      this.#effects.push({ kind: "send", instance: this.#config, source, ...advert });
    }
  }

  #announce(burst: Burst): void {
    this.#announceTo(held(this.#config).addresses, burst);
  }

  #announceTo(addresses: readonly VirtualAddress[], { reason, repeat }: Burst): void {
    if (addresses.length === 0) return;
    this.#effects.push({ kind: "announce", addresses, repeat });
    this.#report({ kind: "announced", instance: this.#config.name, addresses, repeat, reason });
  }

  #tellOnce(topic: string): boolean {
    if (this.#told.has(topic)) return false;
    this.#told.add(topic);
    return true;
  }

  #report(event: VrrpEvent): void {
    this.#effects.push({ kind: "event", event });
  }
}
