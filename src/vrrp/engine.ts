import { unreachable } from "../base/assert.ts";
import { DeadlineHeap } from "../base/deadline-heap.ts";
import { earlier, elapsed, type Instant, later, zeroDuration } from "../base/time.ts";
import { AnnouncementPacer } from "./announcement-pacer.ts";
import type { InstanceConfig, VrrpConfig } from "./config.ts";
import { configure, type ConfigureInput } from "./configure.ts";
import { advertInterface } from "./devices.ts";
import type { Effect } from "./effects.ts";
import { statusInSteps } from "./engine-status.ts";
import { Environment } from "./environment.ts";
import { evaluate } from "./evaluation.ts";
import type { StateName, VrrpEvent } from "./events.ts";
import { type HandOverStep, instruct, lookAfter } from "./hand-over.ts";
import { type Held, held } from "./held.ts";
import type { Input, NetworkChange } from "./inputs.ts";
import { Instance } from "./instance.ts";
import type { NetworkNews } from "./links.ts";
import { VrrpMeasures } from "./measures.ts";
import { Members } from "./members.ts";
import { NativeAddresses } from "./native-addresses.ts";
import { Outbox } from "./outbox.ts";
import { type IntakeStep, PacketIntake } from "./packet-intake.ts";
import type { Holding } from "./predecessor.ts";
import { divide, type KnownPeers, type Recollection } from "./recollection.ts";
import { Restoration } from "./restoration.ts";
import type { ScriptTracker, Verdict } from "./script-tracker.ts";
import { startDelay } from "./startup-delay.ts";
import type { ScriptStatus, VrrpStatus } from "./status.ts";
import { type Deadlines, serveDue, serveMasters } from "./turns.ts";

type PacketInput = Input & { readonly kind: "packet" };

type EngineOptions = { readonly releasesAtOnce?: boolean; readonly measures?: VrrpMeasures };

const noConfig: VrrpConfig = { instances: [], syncGroups: [], scripts: [], startupDelay: zeroDuration };

/**
 * Everything VRRP on one machine: instances, sync groups and what they track, joined by values. Without a clock, a
 * socket or a process: `handle` says what to do, in order, and `deadline` when to come back with a `tick`; undefined
 * means never. Inputs must come in the order of time.
 */
export class VrrpEngine {
  readonly #outbox = new Outbox();
  readonly #deadlines: Deadlines = new DeadlineHeap();
  readonly #environment = new Environment(this.#deadlines);
  readonly #native = new NativeAddresses();
  readonly #pacer = new AnnouncementPacer();
  readonly #members: Members;
  readonly #intake = new PacketIntake();
  readonly #restoration: Restoration;
  readonly #measures: VrrpMeasures;
  /** Undefined until there is one. */
  #config: VrrpConfig | undefined;
  /** When instances are started, after the startup delay. */
  #startAt: Instant | undefined;
  /** What is static goes with the last that is held for a successor. */
  #isStopped = false;

  /**
   * `releasesAtOnce`: an instance that leaves MASTER keeps nothing for its successor. `measures`: where others, too,
   * put what they measure.
   */
  constructor({ releasesAtOnce = false, measures = new VrrpMeasures() }: EngineOptions = {}) {
    this.#measures = measures;
    this.#members = new Members({
      outbox: this.#outbox,
      deadlines: this.#deadlines,
      pacer: this.#pacer,
      native: this.#native,
      measures,
      releasesAtOnce,
    });
    this.#restoration = new Restoration({
      members: this.#members,
      environment: this.#environment,
      outbox: this.#outbox,
    });
  }

  /** What each instance has in the kernel as master, for whoever comes after this process. */
  get holdings(): readonly Holding[] {
    return this.instances.map(({ config, state }) => {
      const { name, family, vrid, interface: link, transport } = config;
      const identity = { name, family, vrid, interface: link, transport, advertInterface: advertInterface(config) };
      return { ...identity, state: state.name, held: this.#native.without(held(config)) };
    });
  }

  /** What is in the kernel whoever is master. */
  get staticHoldings(): Held {
    return this.#environment.statics.held;
  }

  /** What is known of the scripts. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return this.#environment.scripts.verdicts;
  }

  /** How it is with one of them; undefined: there is none of that name. */
  script(name: string): ScriptStatus | undefined {
    return this.#environment.scripts.statusOf(name);
  }

  /** Where one of them is, with its priority, or where a sync group is; undefined: there is none of that name. */
  standing(
    type: "INSTANCE" | "GROUP",
    name: string,
  ): { readonly state: StateName; readonly priority: number } | undefined {
    if (type === "GROUP") {
      const member = Array.from(this.#members).find(({ group }) => group?.config.name === name);
      return member?.group && { state: member.group.state, priority: 0 };
    }
    const instance = this.#members.get(name)?.instance;
    return instance && { state: instance.state.name, priority: instance.priority };
  }

  /** In the order of the configuration. */
  get instances(): readonly Instance[] {
    return this.#members.instances;
  }

  /** Configurations of instances that are not configured any more and still have to hear their successors. */
  get departed(): readonly InstanceConfig[] {
    return Array.from(this.#members.departed, (instance) => instance.config);
  }

  /** Something is held for a successor: the end has to wait for its release. */
  get isLingering(): boolean {
    return this.#members.isLingering;
  }

  /** Masters wait for their successors, as an operator wants them to go. */
  get isHandingOver(): boolean {
    return this.#environment.maintenance.handOver !== undefined;
  }

  /** Packets for a VRID that no instance has, or too short to have one. */
  get unclaimedPackets(): number {
    return this.#intake.unclaimed;
  }

  get deadline(): Instant | undefined {
    const start = earlier(this.#startAt, this.#restoration.deadline);
    const wire = earlier(this.#intake.deadline, this.#pacer.deadline);
    return earlier(earlier(earlier(start, wire), this.#environment.deadline), this.#deadlines.next());
  }

  /** The deadline is that of a master, whatever else there is: a tick for masters only serves it. */
  get isMasterNext(): boolean {
    const first = this.#deadlines.first();
    return first instanceof Instance && first.state.name === "master" && this.deadline === this.#deadlines.next();
  }

  /** Everything as it is now, as plain data that stays as it is. */
  status(now: Instant): VrrpStatus {
    const steps = this.statusInSteps(now);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /**
   * The same for many instances, one in each step, so that other work can be done between the steps: each is told as it
   * is in its step. With `clear` its counters begin anew then, and none is lost.
   */
  *statusInSteps(now: Instant, clear = false): Generator<undefined, VrrpStatus> {
    return yield* statusInSteps(now, clear, {
      config: this.#config ?? noConfig,
      members: this.#members,
      environment: this.#environment,
      intake: this.#intake,
      measures: this.#measures,
    });
  }

  /** Whom each instance has heard, one in each step, for whoever comes after this process. */
  *leftPeersInSteps(): Generator<KnownPeers, undefined> {
    for (const { config, leftPeers: peers } of this.instances) {
      const { name, interface: link, family, vrid } = config;
      if (peers.length > 0) yield { instance: name, interface: link, family, vrid, peers };
    }
  }

  /**
   * Short for `handle` with a packet that only puts off the deadline of a backup, as nearly all do that a backup hears.
   * True: it has been heard, there is nothing to do, and `deadline` is not earlier than it was. False: nothing has
   * happened.
   */
  hearAgain(now: Instant, input: PacketInput): boolean {
    const instance = this.#intake.instanceOf(input);
    if (instance?.hearAgain(now, input.packet) !== true) return false;
    this.#deadlines.set(instance, instance.deadline);
    return true;
  }

  /** For a replay that begins in the middle: when the timers of instances were due, by name. */
  align(timers: ReadonlyMap<string, Instant>): void {
    for (const instance of this.instances) {
      const at = timers.get(instance.config.name);
      if (at === undefined) continue;
      instance.align(at);
      this.#deadlines.set(instance, instance.deadline);
    }
  }

  handle(now: Instant, input: Input): readonly Effect[] {
    this.#outbox.clear();
    switch (input.kind) {
      case "configure":
        this.#configure(now, input);
        break;
      case "deaf":
        this.#environment.sockets.hear(now, input.instances);
        this.#evaluate(now);
        break;
      case "packet":
        if (!this.hearAgain(now, input)) this.#takeIn(now, this.#intake.hear(now, input));
        break;
      case "network":
        this.#networkChanged(now, input.changes);
        break;
      case "script-ended":
        this.#takeScript(now, this.#environment.scripts.ended(now, input.script, input.outcome, input.output));
        break;
      case "file-changed":
        this.#takeTracked(now, this.#environment.files.read(input.file, input.content));
        break;
      case "processes-counted":
        this.#outbox.reportAll(this.#environment.processes.counted(now, input.counts));
        // Also the first count of all, which is no news.
        this.#evaluate(now);
        break;
      case "statics":
        this.#outbox.putAll(this.#environment.statics.configure(input.statics, input.trackGroups));
        break;
      case "maintenance":
        this.#takeSteps(now, instruct(now, this.#environment.maintenance, input.orders, this.#members));
        break;
      case "restored": {
        const { instance, addresses, routes, rules } = input;
        this.#outbox.report({ kind: "restored", instance, addresses, routes, rules });
        break;
      }
      case "recall":
        this.#recall(now, input);
        break;
      case "tick":
        if (input.only === "masters") serveMasters(now, this.#deadlines, this.#members);
        else this.#tick(now);
        break;
      case "stop":
        this.#stop(now);
        break;
      default:
        unreachable(input);
    }
    if (this.#environment.maintenance.handOver !== undefined) {
      const heardAll = input.kind === "tick" && input.only === undefined;
      this.#takeSteps(now, lookAfter(now, this.#environment.maintenance, heardAll, this.#members));
    }
    this.#members.forgetDeparted();
    if (this.#isStopped && !this.isLingering) this.#outbox.putAll(this.#environment.statics.stop());
    return this.#outbox.effects;
  }

  #takeIn(now: Instant, steps: readonly IntakeStep[]): void {
    for (const step of steps) {
      switch (step.kind) {
        case "packet":
          this.#members.feed(now, step.instance, { kind: "packet", packet: step.packet });
          break;
        case "event":
          this.#outbox.report(step.event);
          break;
        case "selection":
          this.#outbox.putAll(step.effects);
          for (const instance of this.instances) {
            this.#members.feed(now, instance, { kind: "hearing", isPartial: this.#intake.isFlooded(instance.config) });
          }
          break;
        default:
          unreachable(step);
      }
    }
  }

  #recall(now: Instant, recollection: Recollection): void {
    const { own, nobodys } = divide(recollection, (name) => this.#members.get(name)?.instance.config);
    for (const { since, ...what } of nobodys) {
      this.#outbox.report({ kind: "warning-over", ...what, lasted: elapsed(since, now) });
    }
    for (const [name, { peers, warnings }] of own) {
      const instance = this.#members.get(name)?.instance;
      if (instance !== undefined) this.#members.feed(now, instance, { kind: "recall", peers, warnings });
    }
  }

  // --- Configuration -------------------------------------------------------------------------------------------

  #configure(now: Instant, input: ConfigureInput): void {
    const before = this.#config;
    const added = configure(now, input, before, {
      members: this.#members,
      environment: this.#environment,
      intake: this.#intake,
      pacer: this.#pacer,
      native: this.#native,
      outbox: this.#outbox,
    });
    this.#config = input.config;
    const delay = startDelay(now, input.config);
    if (before === undefined && delay > 0) {
      this.#startAt = later(now, delay);
      this.#outbox.report({ kind: "startup-delayed", delay });
    } else if (this.#startAt === undefined) {
      for (const instance of added) this.#members.feed(now, instance, { kind: "start" });
    }
  }

  #stop(now: Instant): void {
    for (const { instance } of this.#members) this.#members.feed(now, instance, { kind: "stop", because: "stopped" });
    this.#environment.scripts.stop();
    this.#startAt = undefined;
    this.#environment.sockets.giveUp();
    this.#environment.maintenance.giveUp();
    this.#isStopped = true;
  }

  // --- Maintenance ---------------------------------------------------------------------------------------------

  /** The steps of an order: each is found out when those before it are done. */
  #takeSteps(now: Instant, steps: Iterable<HandOverStep>): void {
    for (const step of steps) {
      switch (step.kind) {
        case "event":
          this.#outbox.report(step.event);
          break;
        case "feed":
          this.#members.feed(now, step.instance, step.input);
          break;
        case "forget-announcements":
          this.#pacer.forget(held(step.instance.config).addresses);
          break;
        case "evaluate":
          this.#evaluate(now);
          break;
        default:
          unreachable(step);
      }
    }
  }

  // --- What instances depend on --------------------------------------------------------------------------------

  #networkChanged(now: Instant, changes: readonly NetworkChange[]): void {
    const news = this.#environment.links.hear(now, changes, this.#environment.virtual);
    this.#takeLinks(now, news);
    this.#restoration.hear(now, changes, news);
  }

  #takeLinks(now: Instant, { events, matters }: NetworkNews): void {
    this.#outbox.reportAll(events);
    if (matters) this.#evaluate(now);
  }

  #evaluate(now: Instant): void {
    evaluate(now, this.#members, this.#environment.world);
  }

  #takeTracked(now: Instant, events: readonly VrrpEvent[]): void {
    this.#outbox.reportAll(events);
    if (events.length > 0) this.#evaluate(now);
  }

  // --- Scripts and time ----------------------------------------------------------------------------------------

  #takeScript(now: Instant, effects: readonly Effect[]): void {
    this.#outbox.putAll(effects);
    if (effects.some(isVerdict)) this.#evaluate(now);
  }

  #tick(now: Instant): void {
    if (this.#startAt !== undefined && this.#startAt <= now) {
      this.#startAt = undefined;
      this.#outbox.report({ kind: "startup-delay-over" });
      for (const { instance } of this.#members) this.#members.feed(now, instance, { kind: "start" });
    }
    this.#restoration.tick(now);
    if (this.#environment.sockets.tick(now)) this.#outbox.put({ kind: "open-sockets" });
    this.#takeIn(now, this.#intake.tick(now));
    this.#takeLinks(now, this.#environment.links.tick(now));
    this.#takeTracked(now, this.#environment.processes.tick(now));
    this.#outbox.putAll(this.#pacer.takeDue(now));
    serveDue(now, this.#deadlines, this.#members, this.#serveScript);
  }

  readonly #serveScript = (now: Instant, due: ScriptTracker): void => {
    this.#takeScript(now, this.#environment.scripts.tick(now, due));
  };
}

function isVerdict(effect: Effect): boolean {
  return effect.kind === "event" && effect.event.kind === "script-verdict";
}
