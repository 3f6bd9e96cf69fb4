import { unreachable } from "../base/assert.ts";
import { DeadlineHeap } from "../base/deadline-heap.ts";
import { printPrefix } from "../base/ip-address.ts";
import { earlier, elapsed, type Instant, later, milliseconds, seconds, times, zeroDuration } from "../base/time.ts";
import { planAdoption } from "./adoption.ts";
import { AnnouncementPacer } from "./announcement-pacer.ts";
import type { InstanceConfig, VirtualAddress, VrrpConfig } from "./config.ts";
import type { ConfigChange } from "./config-difference.ts";
import { assess, type World } from "./conditions.ts";
import { groupDifference, instanceDifference, scriptDifference } from "./config-facets.ts";
import { advertInterface } from "./devices.ts";
import type { Effect } from "./effects.ts";
import type { Cause, StateName, VrrpEvent } from "./events.ts";
import { type FaultReason, isOnlyPending } from "./faults.ts";
import { addressPlace, common, difference, type Held, held, isNothing, kernelPrefix, nothingHeld } from "./held.ts";
import type { Input, LinkCondition, NetworkChange } from "./inputs.ts";
import { Instance } from "./instance.ts";
import type { InstanceInput } from "./instance-input.ts";
import { LinkDebounce } from "./link-debounce.ts";
import { matchInstances } from "./matching.ts";
import { NativeAddresses } from "./native-addresses.ts";
import { PacketRoutes } from "./packet-routes.ts";
import { Reception } from "./reception.ts";
import { InterfaceTable } from "./interfaces.ts";
import { lossesOf, lostOf } from "./losses.ts";
import { PolicyRepairs } from "./policy-repairs.ts";
import type { Holding, Predecessor } from "./predecessor.ts";
import { StaticHoldings } from "./static-holdings.ts";
import { type ScriptOutcome, type ScriptReport, ScriptTracker, type Verdict } from "./script-tracker.ts";
import { openingChange, shutting, shuttingChange } from "./shutting.ts";
import { instanceStatus, type InstanceStatus, type VrrpStatus } from "./status.ts";
import { spareMasters } from "./spare-masters.ts";
import { startDelay } from "./startup-delay.ts";
import { SyncGroup } from "./sync-group.ts";
import { type FileContent, TrackedFiles } from "./tracked-files.ts";
import { TrackedProcesses } from "./tracked-processes.ts";

/** How soon sockets that could not be opened are tried again. */
const socketRetry = seconds(1);

/** How much earlier an advert may go to be in step with others: a part of its interval, and no more than this. */
const stepShare = 0.01;
const longestStep = milliseconds(10);

/** How many deadlines are served at once; the others are still due then. */
const tickLimit = 32;
/** How often what others remove is put back, at most. */
const repairInterval = seconds(1);

/** One instance with the group it belongs to. */
type Member = { readonly instance: Instance; readonly group: SyncGroup | undefined };

type PacketInput = Input & { readonly kind: "packet" };

const noConfig: VrrpConfig = { instances: [], syncGroups: [], scripts: [], startupDelay: zeroDuration };

/**
 * Everything VRRP on one machine: instances, sync groups and what they track, joined by values. Without a clock, a
 * socket or a process: `handle` says what to do, in order, and `deadline` when to come back with a `tick`; undefined
 * means never. Inputs must come in the order of time.
 */
export class VrrpEngine {
  #config: VrrpConfig = noConfig;
  /** As the links count: some have changed already (`interface_up_down_delays`). */
  readonly #interfaces = new InterfaceTable();
  readonly #debounce = new LinkDebounce();
  readonly #pacer = new AnnouncementPacer();
  #members = new Map<string, Member>();
  #routes = new PacketRoutes([]);
  readonly #reception = new Reception();
  #scripts = new Map<string, ScriptTracker>();
  readonly #files = new TrackedFiles();
  readonly #processes = new TrackedProcesses();
  readonly #deadlines = new DeadlineHeap<Instance | ScriptTracker>();
  /** The printed virtual addresses of all instances, without those that are the machine's own. */
  #virtual: ReadonlySet<string> = new Set();
  readonly #native = new NativeAddresses();
  readonly #statics = new StaticHoldings();
  readonly #policyRepairs = new PolicyRepairs(repairInterval);
  /** Names of the instances without a socket. */
  #deaf: ReadonlySet<string> = new Set();
  /** Instances that a reload has removed while they hold something for their successors (`lingering.ts`). */
  readonly #departed = new Set<Instance>();
  /** Those of all that hold something for their successors: asked for with each packet. */
  readonly #lingering = new Set<Instance>();
  readonly #releasesAtOnce: boolean;
  #startAt: Instant | undefined;
  /** What is static goes with the last that is held for a successor. */
  #isStopped = false;
  #retryAt: Instant | undefined;
  #effects: Effect[] = [];

  /** `releasesAtOnce`: an instance that leaves MASTER keeps nothing for its successor. */
  constructor({ releasesAtOnce = false }: { readonly releasesAtOnce?: boolean } = {}) {
    this.#releasesAtOnce = releasesAtOnce;
  }

  /** What each instance has in the kernel as master, for whoever comes after this process. */
  get holdings(): readonly Holding[] {
    return this.instances.map(({ config, state }) => {
      const { name, family, vrid, interface: link, transport } = config;
      const identity = { name, family, vrid, interface: link, transport, advertInterface: advertInterface(config) };
      return { ...identity, state: state.name, held: this.#native.without(held(config)) };
    });
  }

  /** What is known of the scripts. */
  get verdicts(): ReadonlyMap<string, Verdict> {
    return new Map(Array.from(this.#scripts, ([name, { verdict }]) => [name, verdict]));
  }

  /** In the order of the configuration. */
  get instances(): readonly Instance[] {
    return Array.from(this.#members.values(), (member) => member.instance);
  }

  /** Configurations of instances that are not configured any more and still have to hear their successors. */
  get departed(): readonly InstanceConfig[] {
    return Array.from(this.#departed, (instance) => instance.config);
  }

  /** Something is held for a successor: the end has to wait for its release. */
  get isLingering(): boolean {
    return this.#lingering.size > 0;
  }

  /** Packets for a VRID that no instance has, or too short to have one. */
  get unclaimedPackets(): number {
    return this.#routes.unclaimed;
  }

  get deadline(): Instant | undefined {
    const start = earlier(earlier(this.#startAt, this.#retryAt), this.#policyRepairs.deadline);
    const links = earlier(this.#debounce.deadline, this.#pacer.deadline);
    const others = earlier(this.#reception.deadline, this.#processes.deadline);
    return earlier(earlier(earlier(start, others), links), this.#deadlines.next());
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
    const config = this.#config;
    const members = Array.from(this.#members.values());
    const instances: InstanceStatus[] = [];
    for (const { instance, group } of members) {
      instances.push(instanceStatus(instance, group?.config.name, this.#interfaces));
      if (clear) instance.clearCounters();
      yield undefined;
    }
    const groups = new Set(members.map(({ group }) => group));
    return {
      at: now,
      config,
      instances,
      groups: Array.from(groups).flatMap((group) =>
        group === undefined ? [] : [{ config: group.config, state: group.state }],
      ),
      scripts: Array.from(this.#scripts.values(), ({ config: script, verdict, running, against }) => {
        return { config: script, verdict, running, against };
      }),
      files: this.#files.values(),
      processes: this.#processes.status(),
    };
  }

  /**
   * Short for `handle` with a packet that only puts off the deadline of a backup, as nearly all do that a backup hears.
   * True: it has been heard, there is nothing to do, and `deadline` is not earlier than it was. False: nothing has
   * happened.
   */
  hearAgain(now: Instant, input: PacketInput): boolean {
    const instance = this.#routes.instanceOf(input);
    if (instance?.hearAgain(now, input.packet) !== true) return false;
    this.#deadlines.set(instance, instance.deadline);
    return true;
  }

  handle(now: Instant, input: Input): readonly Effect[] {
    this.#effects = [];
    switch (input.kind) {
      case "configure":
        this.#configure(now, input);
        break;
      case "deaf":
        this.#deafChanged(now, input.instances);
        break;
      case "packet": {
        if (this.hearAgain(now, input)) break;
        const route = this.#routes.find(now, input);
        if (route.kind === "instance") this.#feed(now, route.instance, { kind: "packet", packet: input.packet });
        else if (route.news !== undefined && this.#isWanted(route.news)) this.#report(route.news);
        const heard = this.#reception.hear(now, input);
        if (heard.length > 0) this.#effects.push(...heard);
        break;
      }
      case "network":
        this.#networkChanged(now, input.changes);
        break;
      case "script-ended":
        this.#scriptEnded(now, input.script, input.outcome, input.output);
        break;
      case "file-changed":
        this.#trackerEvents(now, this.#files.read(input.file, input.content));
        break;
      case "processes-counted":
        this.#reportAll(this.#processes.counted(now, input.counts));
        // Also the first count of all, which is no news.
        this.#evaluate(now);
        break;
      case "statics":
        this.#effects.push(...this.#statics.configure(input.statics, input.trackGroups));
        break;
      case "restored": {
        const { instance, addresses, routes, rules } = input;
        this.#report({ kind: "restored", instance, addresses, routes, rules });
        break;
      }
      case "tick":
        if (input.only === "masters") this.#tickMasters(now);
        else this.#tick(now);
        break;
      case "stop":
        this.#stop(now);
        break;
      default:
        unreachable(input);
    }
    if (this.#departed.size > 0) this.#forgetDeparted();
    if (this.#isStopped && !this.isLingering) this.#effects.push(...this.#statics.stop());
    return this.#effects;
  }

  /** Those that hold nothing any more. */
  #forgetDeparted(): void {
    for (const instance of this.#departed) if (instance.lingering === undefined) this.#departed.delete(instance);
  }

  // --- Configuration -------------------------------------------------------------------------------------------

  #configure(now: Instant, input: Input & { readonly kind: "configure" }): void {
    const { config, changedScripts = new Set(), files = new Map<string, FileContent>() } = input;
    const isReload = this.#config !== noConfig;
    const predecessor = isReload ? undefined : input.predecessor;
    // One that has gone and comes again goes on where it was.
    const { kept, removed } = matchInstances([...this.instances, ...this.#departed], config.instances);
    const removedNames = removed
      .filter((instance) => !this.#departed.has(instance))
      .map(({ config: { name } }) => name);
    for (const instance of removed) this.#remove(now, instance);

    this.#reportDifference(config);
    this.#config = config;
    this.#debounce.configure(config.linkDelays ?? []);
    this.#pacer.configure(now, config);
    const previousGroups = new Map(Array.from(this.#members.values(), ({ group }) => [group?.config.name, group]));
    const groups = new Map(
      config.syncGroups.flatMap((group) => groupByMember(new SyncGroup(group, previousGroups.get(group.name)))),
    );
    const added: Instance[] = [];
    const members = config.instances.map((instanceConfig): Member => {
      const group = groups.get(instanceConfig.name);
      const running = kept.get(instanceConfig.name);
      const instance = running ?? new Instance(instanceConfig, group !== undefined, this.#releasesAtOnce);
      if (running === undefined || this.#departed.delete(running)) added.push(instance);
      return { instance, group };
    });
    this.#members = new Map(members.map((member, index) => [config.instances[index]?.name ?? "", member]));
    const listening = [...this.instances, ...this.#departed];
    this.#routes = new PacketRoutes(listening);
    this.#effects.push(...this.#reception.configure(listening.map((instance) => instance.config)));
    const left = predecessor?.instances.filter(({ state }) => state === "master") ?? [];
    this.#native.learn(
      added,
      this.#interfaces,
      left.flatMap((each) => each.held.addresses),
    );
    this.#virtual = this.#virtualAddresses(config);
    this.#configureScripts(now, config, changedScripts, predecessor?.verdicts);
    this.#reportAll(this.#files.configure(config.trackFiles ?? [], files));
    this.#processes.configure(config.trackProcesses ?? [], isReload);
    const changed = this.#reconfigure(now, config, kept);

    this.#evaluate(now);
    for (const group of new Set(groups.values())) this.#settle(now, group);
    if (isReload) {
      this.#report({
        kind: "reloaded",
        added: added.map(({ config: { name } }) => name),
        removed: removedNames,
        changed,
      });
    }
    const released = predecessor === undefined ? [] : this.#adopt(now, predecessor);
    this.#releaseLeftovers(added, released);
    const delay = startDelay(now, config);
    if (!isReload && delay > 0) {
      this.#startAt = later(now, delay);
      this.#report({ kind: "startup-delayed", delay });
    } else if (this.#startAt === undefined) {
      for (const instance of added) this.#feed(now, instance, { kind: "start" });
    }
  }

  /** What is different in the groups and scripts that there were and are. */
  #reportDifference({ syncGroups, scripts }: VrrpConfig): void {
    const report = (part: "group" | "script", name: string, changes: readonly ConfigChange[]): void => {
      if (changes.length > 0) this.#report({ kind: "configuration-changed", part, name, changes });
    };
    for (const before of this.#config.syncGroups) {
      const after = syncGroups.find(({ name }) => name === before.name);
      if (after !== undefined) report("group", after.name, groupDifference(before, after));
    }
    for (const before of this.#config.scripts) {
      const after = scripts.find(({ name }) => name === before.name);
      if (after !== undefined) report("script", after.name, scriptDifference(before, after));
    }
  }

  #remove(now: Instant, instance: Instance): void {
    // Its group goes on without it.
    if (this.#departed.has(instance)) return;
    this.#members.set(instance.config.name, { instance, group: undefined });
    this.#feed(now, instance, { kind: "stop", because: "removed" });
    if (instance.lingering !== undefined) this.#departed.add(instance);
  }

  #stop(now: Instant): void {
    for (const { instance } of this.#members.values()) this.#feed(now, instance, { kind: "stop", because: "stopped" });
    for (const script of this.#scripts.values()) this.#deadlines.set(script, undefined);
    this.#scripts = new Map();
    this.#startAt = undefined;
    this.#retryAt = undefined;
    this.#isStopped = true;
  }

  #virtualAddresses(config: VrrpConfig): ReadonlySet<string> {
    return new Set(
      [...config.instances.map(held), ...Array.from(this.#departed, ({ lingering }) => lingering)]
        .flatMap((holding) => holding?.addresses ?? [])
        .filter((address) => !this.#native.has(address))
        .map(({ prefix }) => prefix.address.toString()),
    );
  }

  /** A group whose members a reload has brought together: all go where the worst of them is. */
  #settle(now: Instant, group: SyncGroup): void {
    const members = this.#membersOf(group).filter((member) => member.state.name !== "init");
    if (members.length === 0) return;
    if (group.settle(members, { kind: "reloaded" })) {
      this.#report({ kind: "group-state", group: group.config.name, to: group.state, cause: { kind: "reloaded" } });
    }
    if (group.state === "backup") {
      for (const member of members)
        this.#feed(now, member, { kind: "group", to: "backup", cause: { kind: "reloaded" } });
    }
    this.#reportArrival(group, members);
  }

  /** Returns the names of the instances whose configuration is really another. */
  #reconfigure(now: Instant, config: VrrpConfig, kept: ReadonlyMap<string, Instance>): readonly string[] {
    const before = this.#effects;
    this.#effects = [];
    const names: string[] = [];
    for (const instanceConfig of config.instances) {
      const instance = kept.get(instanceConfig.name);
      if (instance === undefined) continue;
      const group = this.#members.get(instanceConfig.name)?.group;
      const grouped = group !== undefined;
      const changes = instanceDifference(instance.config, instanceConfig);
      if (changes.length > 0) {
        names.push(instanceConfig.name);
        this.#report({ kind: "configuration-changed", part: "instance", name: instanceConfig.name, changes });
      } else if (grouped === instance.grouped) continue;
      const { source: address, parts } = assess(instanceConfig, group?.config, this.#world);
      this.#feed(now, instance, { kind: "source", address });
      if (instance.state.name === "master") this.#effects.push(...shuttingChange(instance.config, instanceConfig));
      else if (instance.lingering !== undefined) {
        this.#effects.push(...openingChange(instance.config, instanceConfig, instance.lingering));
      }
      this.#feed(now, instance, { kind: "reconfigure", config: instanceConfig, grouped, parts });
    }
    // An address that moves from one instance to another is taken away before it is added.
    const releases = this.#effects.filter(isRelease);
    const others = this.#effects.filter((effect) => !isRelease(effect));
    this.#effects = [...before, ...releases, ...others];
    return names;
  }

  #configureScripts(
    now: Instant,
    config: VrrpConfig,
    changed: ReadonlySet<string>,
    left: ReadonlyMap<string, Verdict> | undefined,
  ): void {
    const previous = this.#scripts;
    this.#scripts = new Map(
      config.scripts.map((script) => {
        const tracker = changed.has(script.name) ? undefined : previous.get(script.name);
        const same = tracker !== undefined && JSON.stringify(tracker.config) === JSON.stringify(script);
        return [
          script.name,
          same ? tracker : new ScriptTracker(script, now, tracker?.verdict ?? left?.get(script.name)),
        ] as const;
      }),
    );
    for (const [name, tracker] of previous) {
      if (this.#scripts.get(name) === tracker) continue;
      this.#deadlines.set(tracker, undefined);
      this.#effects.push({ kind: "kill-script", script: name });
    }
    for (const tracker of this.#scripts.values()) this.#deadlines.set(tracker, tracker.deadline);
  }

  /**
   * Masters go on before what nobody goes on with is taken away: their adverts are what is waited for. Returns the
   * addresses that are taken away.
   */
  #adopt(now: Instant, predecessor: Predecessor): readonly VirtualAddress[] {
    const isFit = (name: string): boolean => {
      const faults = this.#members.get(name)?.instance.faults ?? [];
      return faults.length === 0 || isOnlyPending(faults);
    };
    const { adopted, leftovers } = planAdoption(now, predecessor, this.#config, { isFit, statics: this.#statics.held });
    for (const { instance } of this.#members.values()) {
      const silence = adopted.get(instance.config.name);
      if (silence !== undefined) this.#feed(now, instance, { kind: "adopt", silence });
    }
    if (!isNothing(leftovers)) {
      this.#effects.push({ kind: "release", ...leftovers });
      this.#report({ kind: "left-behind", addresses: leftovers.addresses });
    }
    return leftovers.addresses;
  }

  /**
   * A previous run that was killed may have left its addresses, those released already apart. What a master of this run
   * holds is none.
   */
  #releaseLeftovers(added: readonly Instance[], released: readonly VirtualAddress[]): void {
    const masters = this.instances.filter((instance) => instance.state.name === "master");
    const lingering = [...this.instances, ...this.#departed].flatMap((instance) => instance.lingering ?? []);
    const holdings = [...masters.map(({ config }) => held(config)), ...lingering];
    const inKernel: Held = {
      addresses: [],
      routes: [this.#statics.held, ...holdings].flatMap(({ routes }) => routes),
      rules: [this.#statics.held, ...holdings].flatMap(({ rules }) => rules),
    };
    const spared = [...holdings.flatMap(({ addresses }) => addresses), ...released];
    const inUse = new Set(spared.map(addressPlace));
    for (const { config } of added) {
      const addresses = held(config).addresses.filter(
        (address) =>
          !this.#native.has(address) &&
          !inUse.has(addressPlace(address)) &&
          this.#interfaces.has(address.interface, kernelPrefix(address)),
      );
      // Routes and rules are not known, but those of a keepalived are marked: removing none does no harm.
      const { routes, rules } = difference(held(config), inKernel).gone;
      const left = { addresses, routes, rules };
      if (!isNothing(left)) this.#effects.push({ kind: "release", ...left });
      if (addresses.length > 0) this.#report({ kind: "addresses-removed", instance: config.name });
    }
  }

  // --- What instances depend on --------------------------------------------------------------------------------

  #networkChanged(now: Instant, changes: readonly NetworkChange[]): void {
    const lost = new Set<string>();
    const returned = new Set<string>();
    let matters = false;
    for (const change of changes) {
      if (change.kind === "policy-removed" || change.kind === "policies-unknown") continue;
      const name = change.kind === "link" ? change.link.name : change.interface;
      if (change.kind === "link") {
        if (change.link.usable && !this.#isUsable(name)) returned.add(name);
        this.#linkCounts(this.#debounced(now, change.link));
        matters = true;
        continue;
      }
      this.#interfaces.apply(change);
      if (change.kind === "link-removed") {
        this.#debounce.forget(name);
        if (this.#isWatched(name)) this.#report({ kind: "link-state", interface: name, state: "removed" });
        matters = true;
      } else if (!this.#virtual.has(change.prefix.address.toString())) {
        matters = true;
      } else if (change.kind === "address-removed") {
        lost.add(`${name} ${printPrefix(change.prefix)}`);
      }
    }
    if (matters) this.#evaluate(now);
    if (lost.size > 0 || returned.size > 0) this.#repair(now, lost, returned);
    this.#findLosses(now, changes, returned);
  }

  /** Routes and rules of masters, and what is static: what somebody has removed, or the kernel with its interface. */
  #findLosses(now: Instant, changes: readonly NetworkChange[], returned: ReadonlySet<string>): void {
    const losses = lossesOf(changes, returned);
    const { places, policies, anyPolicy } = losses;
    if (places.size + policies.size + returned.size === 0 && !anyPolicy) return;
    this.#policyRepairs.add(undefined, lostOf(this.#statics.held, losses, this.#interfaces));
    for (const { instance } of this.#members.values()) {
      if (instance.state.name !== "master") continue;
      const { config } = instance;
      // Nearly all have none: no list of their addresses is made.
      if (config.routes.length === 0 && config.rules === undefined) continue;
      const { routes, rules } = held(config);
      const lost = lostOf({ addresses: [], routes, rules }, losses, this.#interfaces);
      this.#policyRepairs.add(config.name, lost);
    }
    this.#restore(now);
  }

  #restore(now: Instant): void {
    for (const { owner, what } of this.#policyRepairs.takeDue(now)) {
      const instance = owner === undefined ? undefined : this.#members.get(owner)?.instance;
      const masters = instance?.state.name === "master" ? held(instance.config) : nothingHeld;
      const wanted = common(what, owner === undefined ? this.#statics.held : masters);
      if (!isNothing(wanted)) this.#effects.push({ kind: "restore", instance: owner, ...wanted });
    }
  }

  /** What the link really is, whether that counts already or not. */
  #isUsable(name: string): boolean {
    return (this.#interfaces.link(name)?.usable === true) !== this.#debounce.isPending(name);
  }

  #debounced(now: Instant, link: LinkCondition): LinkCondition {
    const { name, usable } = link;
    const wasPending = this.#debounce.isPending(name);
    const counting = this.#debounce.hear(now, link, this.#interfaces.link(name));
    if (!wasPending && this.#debounce.isPending(name) && this.#isWatched(name)) {
      const delay = this.#debounce.delayOf(name, usable);
      this.#report({ kind: "link-delayed", interface: name, state: usable ? "up" : "down", delay });
    }
    return counting;
  }

  #linkCounts(link: LinkCondition): void {
    const wasUsable = this.#interfaces.link(link.name)?.usable === true;
    this.#interfaces.apply({ kind: "link", link });
    if (link.usable === wasUsable || !this.#isWatched(link.name)) return;
    this.#report({ kind: "link-state", interface: link.name, state: link.usable ? "up" : "down" });
  }

  #isWatched(name: string): boolean {
    return (
      this.#config.instances.some(
        (instance) =>
          instance.interface === name ||
          instance.trackInterfaces.some((tracked) => tracked.interface === name) ||
          held(instance).addresses.some((address) => address.interface === name),
      ) ||
      this.#statics.uses(name) ||
      this.#config.syncGroups.some((group) => group.trackInterfaces.some((tracked) => tracked.interface === name))
    );
  }

  /** Virtual addresses that went away, and interfaces that came back without those they should have. */
  #repair(now: Instant, lost: ReadonlySet<string>, returned: ReadonlySet<string>): void {
    for (const { instance } of this.#members.values()) {
      if (instance.state.name !== "master") continue;
      const addresses = held(instance.config).addresses.filter(
        (address) =>
          // The kernel takes the addresses of an interface that goes down, which is nobody's wish.
          ((lost.has(addressPlace(address)) && !address.untracked) || returned.has(address.interface)) &&
          this.#interfaces.link(address.interface) !== undefined &&
          // Our own release and hold in quick succession are no loss.
          !this.#interfaces.has(address.interface, kernelPrefix(address)),
      );
      if (addresses.length > 0) this.#feed(now, instance, { kind: "addresses-lost", addresses });
    }
  }

  #deafChanged(now: Instant, instances: ReadonlySet<string>): void {
    this.#deaf = instances;
    this.#retryAt = instances.size > 0 ? later(now, socketRetry) : undefined;
    this.#evaluate(now);
  }

  /** Tells every instance its source address, its priority and what is wrong with it. */
  #evaluate(now: Instant): void {
    const world = this.#world;
    const own = new Map<Instance, readonly FaultReason[]>();
    const ofGroup = new Map<Instance, readonly FaultReason[]>();
    for (const { instance, group } of this.#members.values()) {
      const conditions = assess(instance.config, group?.config, world);
      this.#feed(now, instance, { kind: "source", address: conditions.source });
      this.#feed(now, instance, { kind: "priority", parts: conditions.parts });
      own.set(instance, conditions.own);
      ofGroup.set(instance, conditions.ofGroup);
    }
    for (const { instance, group } of this.#troubledFirst(own)) {
      const inherited = group?.faultsOfOthers(instance, own) ?? [];
      const reasons = [...(own.get(instance) ?? []), ...(ofGroup.get(instance) ?? []), ...inherited];
      this.#feed(now, instance, { kind: "faults", reasons });
    }
    // Another one may have its name by now, which has sockets of its own.
    const ofDeparted = { ...world, deaf: new Set<string>() };
    for (const instance of this.#departed) {
      this.#feed(now, instance, { kind: "faults", reasons: assess(instance.config, undefined, ofDeparted).own });
    }
  }

  get #world(): World {
    return {
      interfaces: this.#interfaces,
      virtual: this.#virtual,
      deaf: this.#deaf,
      staticInterfacesOf: (instance) => this.#statics.interfacesOf(instance),
      verdictOf: (script) => this.#scripts.get(script)?.verdict ?? "unknown",
      valueOf: (file) => this.#files.valueOf(file),
      quorumOf: (process) => this.#processes.verdictOf(process),
    };
  }

  /** Members with troubles of their own, now or until now, come first: what they do is the cause for their group. */
  #troubledFirst(own: ReadonlyMap<Instance, readonly FaultReason[]>): readonly Member[] {
    const isTroubled = ({ instance }: Member): boolean =>
      own.get(instance)?.length !== 0 ||
      (instance.state.name === "fault" && instance.state.reasons.some((reason) => reason.kind !== "group"));
    const members = Array.from(this.#members.values());
    return [...members.filter(isTroubled), ...members.filter((member) => !isTroubled(member))];
  }

  #trackerEvents(now: Instant, events: readonly VrrpEvent[]): void {
    this.#reportAll(events);
    if (events.length > 0) this.#evaluate(now);
  }

  #reportAll(events: readonly VrrpEvent[]): void {
    for (const event of events) this.#report(event);
  }

  // --- Scripts and time ----------------------------------------------------------------------------------------

  #scriptEnded(now: Instant, name: string, outcome: ScriptOutcome, output: string): void {
    const tracker = this.#scripts.get(name);
    if (tracker === undefined) return;
    this.#scriptReports(now, tracker, tracker.ended(outcome), output);
  }

  #scriptReports(now: Instant, tracker: ScriptTracker, reports: readonly ScriptReport[], output: string): void {
    const { name: script } = tracker.config;
    this.#deadlines.set(tracker, tracker.deadline);
    for (const report of reports) {
      switch (report.kind) {
        case "run":
          this.#effects.push({ kind: "run-script", script });
          break;
        case "kill":
          this.#effects.push({ kind: "kill-script", script });
          break;
        case "overrun":
          this.#report({ kind: "script-overrun", script });
          break;
        case "result":
          this.#report({ kind: "script-result", script, outcome: report.outcome, output });
          break;
        case "verdict":
          this.#report({ kind: "script-verdict", script, verdict: report.verdict, outcome: report.outcome, output });
          this.#evaluate(now);
          break;
        default:
          unreachable(report);
      }
    }
  }

  #tick(now: Instant): void {
    if (this.#startAt !== undefined && this.#startAt <= now) {
      this.#startAt = undefined;
      this.#report({ kind: "startup-delay-over" });
      for (const { instance } of this.#members.values()) this.#feed(now, instance, { kind: "start" });
    }
    this.#restore(now);
    if (this.#retryAt !== undefined && this.#retryAt <= now) {
      this.#retryAt = later(now, socketRetry);
      this.#effects.push({ kind: "open-sockets" });
    }
    this.#effects.push(...this.#reception.tick(now));
    const links = this.#debounce.takeDue(now);
    for (const link of links) this.#linkCounts(link);
    if (links.length > 0) this.#evaluate(now);
    this.#trackerEvents(now, this.#processes.tick(now));
    this.#effects.push(...this.#pacer.takeDue(now));
    let advertised = false;
    for (let count = 0; count < tickLimit; count += 1) {
      const due = this.#deadlines.takeFirstDue(now);
      if (due === undefined) break;
      if (due instanceof ScriptTracker) {
        this.#scriptReports(now, due, due.tick(now), "");
        continue;
      }
      const before = due.state.name;
      this.#feed(now, due, { kind: "tick" });
      // What a take-over asks for takes its time: the next one is told when it is done, with the time of then.
      if (due.state.name !== before) return;
      advertised ||= before === "master";
    }
    if (advertised) this.#advertiseTogether(now);
  }

  #tickMasters(now: Instant): void {
    const others: (Instance | ScriptTracker)[] = [];
    for (let count = 0; count < tickLimit;) {
      const due = this.#deadlines.takeFirstDue(now);
      if (due === undefined) break;
      if (due instanceof Instance && due.state.name === "master") {
        this.#feed(now, due, { kind: "tick" });
        count += 1;
      } else {
        others.push(due);
      }
    }
    for (const other of others) this.#deadlines.set(other, other.deadline);
    if (others.length === 0) this.#advertiseTogether(now);
  }

  /**
   * Adverts that would be due in a moment go with those that are due now, and from then on in step with them: many
   * instances wake the process, and the backup's, a few times in an interval and not once for each.
   */
  #advertiseTogether(now: Instant): void {
    for (let count = 0; count < tickLimit; count += 1) {
      const next = this.#deadlines.first();
      if (!(next instanceof Instance) || !isAdvertSoon(now, next)) return;
      this.#feed(now, next, { kind: "advertise-with-others" });
    }
  }

  // --- Instances and their groups ------------------------------------------------------------------------------

  #feed(now: Instant, instance: Instance, input: InstanceInput): void {
    const lingered = instance.lingering;
    const asked = instance.handle(now, input);
    if (instance.lingering !== undefined) this.#lingering.add(instance);
    else if (lingered !== undefined) this.#lingering.delete(instance);
    const spared =
      lingered === undefined ? asked : spareMasters(asked, instance, [...this.instances, ...this.#departed]);
    const own = this.#native.spare(this.#pacer.pace(now, spared));
    const effects = shutting(instance.config, own);
    // What waits for its turn would draw the traffic back from the successor.
    if (lingered === undefined && instance.lingering !== undefined) this.#pacer.forget(instance.lingering.addresses);
    this.#deadlines.set(instance, instance.deadline);
    const position = this.#effects.length;
    if (effects.length > 0) this.#effects.push(...effects);

    const group = this.#members.get(instance.config.name)?.group;
    if (group === undefined) return;
    for (const effect of effects) {
      if (effect.kind !== "event" || effect.event.kind !== "instance-state") continue;
      const isStart = group.state === "init" && effect.event.cause.kind === "started";
      const consequence = group.memberChanged(effect.event);
      if (consequence === undefined) continue;
      this.#report({ kind: "group-state", group: group.config.name, to: consequence.to, cause: effect.event.cause });
      // At the start the group is told of before its members, as the reference does; later after them.
      if (isStart) this.#reportArrival(group, [], position);
      this.#follow(now, group, instance, consequence);
    }
    if (input.kind === "packet" && effects.some(isContest)) {
      this.#feedOthers(now, group, instance, { kind: "lower-priority-master" });
    }
    this.#mayBecomeMaster(now, group);
    this.#reportArrival(group, this.#membersOf(group));
  }

  /** When all these members are where the group is. `position`: among the effects so far. */
  #reportArrival(group: SyncGroup, members: readonly Instance[], position = this.#effects.length): void {
    const cause = group.takeArrival(members);
    if (cause === undefined) return;
    const event = { kind: "group-arrived", group: group.config.name, to: group.state, cause } as const;
    this.#effects.splice(position, 0, { kind: "event", event });
  }

  #feedOthers(now: Instant, group: SyncGroup, member: Instance, input: InstanceInput): void {
    for (const other of this.#membersOf(group)) {
      if (other !== member) this.#feed(now, other, input);
    }
  }

  /** The others of the group go where one member has gone; FAULT reaches them through their list of faults. */
  #follow(
    now: Instant,
    group: SyncGroup,
    leader: Instance,
    { to, cause }: { readonly to: StateName; readonly cause: Cause },
  ): void {
    if (to === "master" || to === "backup") this.#feedOthers(now, group, leader, { kind: "group", to, cause });
  }

  #mayBecomeMaster(now: Instant, group: SyncGroup): void {
    const members = this.#membersOf(group);
    const leader = members.find((member) => member.wantsMaster !== undefined);
    const cause = leader?.wantsMaster;
    if (leader === undefined || cause === undefined) return;
    if (members.every((member) => member.state.name === "master" || member.wantsMaster !== undefined)) {
      this.#feed(now, leader, { kind: "group", to: "master", cause });
    }
  }

  #membersOf(group: SyncGroup): readonly Instance[] {
    return group.config.members.flatMap((name) => {
      const member = this.#members.get(name);
      return member === undefined ? [] : [member.instance];
    });
  }

  #isWanted(event: VrrpEvent): boolean {
    return event.kind !== "unknown-vrid" || this.#config.logsUnknownVrids === true;
  }

  #report(event: VrrpEvent): void {
    this.#effects.push({ kind: "event", event });
  }
}

/** What takes an address away. */
function isRelease({ kind }: Effect): boolean {
  return kind === "release" || kind === "open";
}

/** Hosts are told again where the addresses are, since a lower-priority master was heard. */
function isContest(effect: Effect): boolean {
  return (
    effect.kind === "event" && effect.event.kind === "announced" && effect.event.reason === "lower-priority-master"
  );
}

function isAdvertSoon(now: Instant, { state, config }: Instance): boolean {
  if (state.name !== "master") return false;
  const soon = Math.min(times(config.advertInterval, stepShare), longestStep);
  return elapsed(now, state.advertiseAt) <= soon;
}

function groupByMember(group: SyncGroup): readonly (readonly [string, SyncGroup])[] {
  return group.config.members.map((member) => [member, group] as const);
}
