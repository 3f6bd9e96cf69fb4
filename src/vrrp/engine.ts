import { unreachable } from "../base/assert.ts";
import { DeadlineHeap } from "../base/deadline-heap.ts";
import { type IpAddress, printPrefix } from "../base/ip-address.ts";
import { earlier, type Instant, later, zeroDuration } from "../base/time.ts";
import type { InstanceConfig, VrrpConfig } from "./config.ts";
import type { Effect } from "./effects.ts";
import type { Cause, StateName, VrrpEvent } from "./events.ts";
import type { FaultReason } from "./faults.ts";
import { held } from "./held.ts";
import type { Input, NetworkChange } from "./inputs.ts";
import { Instance, type InstanceInput } from "./instance.ts";
import { instanceIdentity, PacketRoutes } from "./packet-routes.ts";
import { InterfaceTable } from "./interfaces.ts";
import { type ScriptOutcome, type ScriptReport, ScriptTracker, type Verdict } from "./script-tracker.ts";
import { SyncGroup } from "./sync-group.ts";
import { track } from "./tracking.ts";

/** One instance with the group it belongs to. */
type Member = { readonly instance: Instance; readonly group: SyncGroup | undefined };

const noConfig: VrrpConfig = { instances: [], syncGroups: [], scripts: [], startupDelay: zeroDuration };

/**
 * Everything VRRP on one machine: instances, sync groups and what they track, joined by values. Without a clock, a
 * socket or a process: `handle` says what to do, in order, and `deadline` when to come back with a `tick`; undefined
 * means never. Inputs must come in the order of time.
 */
export class VrrpEngine {
  #config: VrrpConfig = noConfig;
  readonly #interfaces = new InterfaceTable();
  #members = new Map<string, Member>();
  #routes = new PacketRoutes([]);
  #scripts = new Map<string, ScriptTracker>();
  readonly #deadlines = new DeadlineHeap<Instance | ScriptTracker>();
  /** The printed virtual addresses of all instances. */
  #virtual: ReadonlySet<string> = new Set();
  #startAt: Instant | undefined;
  #effects: Effect[] = [];

  /** In the order of the configuration. */
  get instances(): readonly Instance[] {
    return Array.from(this.#members.values(), (member) => member.instance);
  }

  /** Packets for a VRID that no instance has, or too short to have one. */
  get unclaimedPackets(): number {
    return this.#routes.unclaimed;
  }

  get deadline(): Instant | undefined {
    return earlier(this.#startAt, this.#deadlines.next());
  }

  handle(now: Instant, input: Input): readonly Effect[] {
    this.#effects = [];
    switch (input.kind) {
      case "configure":
        this.#configure(now, input.config);
        break;
      case "packet": {
        const route = this.#routes.find(input);
        if (route.kind === "instance") this.#feed(now, route.instance, { kind: "packet", packet: input.packet });
        else if (route.news !== undefined) this.#report(route.news);
        break;
      }
      case "network":
        this.#networkChanged(now, input.changes);
        break;
      case "script-ended":
        this.#scriptEnded(now, input.script, input.outcome, input.output);
        break;
      case "tick":
        this.#tick(now);
        break;
      case "stop":
        for (const { instance } of this.#members.values()) this.#feed(now, instance, { kind: "stop" });
        for (const script of this.#scripts.values()) this.#deadlines.set(script, undefined);
        this.#startAt = undefined;
        break;
      default:
        unreachable(input);
    }
    return this.#effects;
  }

  // --- Configuration -------------------------------------------------------------------------------------------

  #configure(now: Instant, config: VrrpConfig): void {
    const isReload = this.#config !== noConfig;
    const previous = this.#members;
    const wanted = new Map(config.instances.map((instance) => [instanceIdentity(instance), instance]));
    const kept = new Map<string, Instance>();
    const removed: string[] = [];
    for (const { instance } of previous.values()) {
      const identity = instanceIdentity(instance.config);
      if (wanted.has(identity)) {
        kept.set(identity, instance);
      } else {
        this.#feed(now, instance, { kind: "stop" });
        this.#deadlines.set(instance, undefined);
        removed.push(instance.config.name);
      }
    }

    this.#config = config;
    this.#virtual = new Set(
      config.instances.flatMap((instance) => held(instance).addresses.map(({ prefix }) => prefix.address.toString())),
    );
    const groups = new Map(config.syncGroups.flatMap((group) => this.#groupByMember(new SyncGroup(group))));
    const changed: { readonly instance: Instance; readonly config: InstanceConfig }[] = [];
    const added: Instance[] = [];
    this.#members = new Map();
    for (const instanceConfig of config.instances) {
      const group = groups.get(instanceConfig.name);
      let instance = kept.get(instanceIdentity(instanceConfig));
      if (instance === undefined) {
        instance = new Instance(instanceConfig, group !== undefined);
        added.push(instance);
      } else {
        changed.push({ instance, config: instanceConfig });
      }
      this.#members.set(instanceConfig.name, { instance, group });
    }
    this.#routes = new PacketRoutes(this.instances);
    this.#configureScripts(now, config);
    const reallyChanged = this.#reconfigure(now, changed);
    for (const group of new Set(groups.values())) group.adopt(this.#membersOf(group));

    this.#evaluate(now);
    if (isReload) {
      this.#report({
        kind: "reloaded",
        added: added.map(({ config: { name } }) => name),
        removed,
        changed: reallyChanged,
      });
    }
    for (const instance of added) this.#releaseLeftovers(instance.config);
    if (!isReload && config.startupDelay > 0) {
      this.#startAt = later(now, config.startupDelay);
      this.#report({ kind: "startup-delayed", delay: config.startupDelay });
    } else if (this.#startAt === undefined) {
      for (const instance of added) this.#feed(now, instance, { kind: "start" });
    }
  }

  #groupByMember(group: SyncGroup): readonly (readonly [string, SyncGroup])[] {
    return group.config.members.map((member) => [member, group] as const);
  }

  /** Returns the names of the instances whose configuration is really another. */
  #reconfigure(
    now: Instant,
    changes: readonly { readonly instance: Instance; readonly config: InstanceConfig }[],
  ): readonly string[] {
    const before = this.#effects;
    this.#effects = [];
    const names: string[] = [];
    for (const { instance, config } of changes) {
      const grouped = this.#members.get(config.name)?.group !== undefined;
      if (JSON.stringify(instance.config) !== JSON.stringify(config)) names.push(config.name);
      else if (grouped === instance.grouped) continue;
      this.#feed(now, instance, { kind: "reconfigure", config, grouped });
    }
    // An address that moves from one instance to another is taken away before it is added.
    const releases = this.#effects.filter((effect) => effect.kind === "release");
    const others = this.#effects.filter((effect) => effect.kind !== "release");
    this.#effects = [...before, ...releases, ...others];
    return names;
  }

  #configureScripts(now: Instant, config: VrrpConfig): void {
    const previous = this.#scripts;
    this.#scripts = new Map(
      config.scripts.map((script) => {
        const tracker = previous.get(script.name);
        const same = tracker !== undefined && JSON.stringify(tracker.config) === JSON.stringify(script);
        return [script.name, same ? tracker : new ScriptTracker(script, now)] as const;
      }),
    );
    for (const [name, tracker] of previous) {
      if (this.#scripts.get(name) === tracker) continue;
      this.#deadlines.set(tracker, undefined);
      this.#effects.push({ kind: "kill-script", script: name });
    }
    for (const tracker of this.#scripts.values()) this.#deadlines.set(tracker, tracker.deadline);
  }

  /** A previous run that was killed may have left its addresses; an owner's may be the machine's own. */
  #releaseLeftovers(config: InstanceConfig): void {
    if (config.priority === 255) return;
    const addresses = held(config).addresses.filter((address) =>
      this.#interfaces.has(address.interface, address.prefix),
    );
    if (addresses.length === 0) return;
    this.#effects.push({ kind: "release", addresses, routes: [] });
    this.#report({ kind: "addresses-removed", instance: config.name });
  }

  // --- What instances depend on --------------------------------------------------------------------------------

  #networkChanged(now: Instant, changes: readonly NetworkChange[]): void {
    const lost = new Set<string>();
    let matters = false;
    for (const change of changes) {
      const before = change.kind === "link" ? this.#interfaces.link(change.link.name) : undefined;
      this.#interfaces.apply(change);
      if (change.kind === "link") {
        if (before?.usable !== change.link.usable && this.#isWatched(change.link.name)) {
          this.#report({ kind: "link-state", interface: change.link.name, state: change.link.usable ? "up" : "down" });
        }
        matters = true;
      } else if (change.kind === "link-removed") {
        if (this.#isWatched(change.interface)) {
          this.#report({ kind: "link-state", interface: change.interface, state: "removed" });
        }
        matters = true;
      } else if (!this.#virtual.has(change.prefix.address.toString())) {
        matters = true;
      } else if (change.kind === "address-removed") {
        lost.add(`${change.interface} ${printPrefix(change.prefix)}`);
      }
    }
    if (matters) this.#evaluate(now);
    if (lost.size > 0) this.#repair(now, lost);
  }

  #isWatched(name: string): boolean {
    return this.#config.instances.some(
      (instance) =>
        instance.interface === name ||
        instance.trackInterfaces.some((tracked) => tracked.interface === name) ||
        held(instance).addresses.some((address) => address.interface === name),
    );
  }

  /** `lost`: "interface prefix" of the virtual addresses that went away. */
  #repair(now: Instant, lost: ReadonlySet<string>): void {
    for (const { instance } of this.#members.values()) {
      if (instance.state.name !== "master") continue;
      const addresses = held(instance.config).addresses.filter(
        (address) =>
          lost.has(`${address.interface} ${printPrefix(address.prefix)}`) &&
          // Our own release and hold in quick succession are no loss.
          !this.#interfaces.has(address.interface, address.prefix),
      );
      if (addresses.length > 0) this.#feed(now, instance, { kind: "addresses-lost", addresses });
    }
  }

  /** Tells every instance its source address, its priority and what is wrong with it. */
  #evaluate(now: Instant): void {
    const verdictOf = (script: string): Verdict => this.#scripts.get(script)?.verdict ?? "unknown";
    const own = new Map<Instance, readonly FaultReason[]>();
    const ofGroup = new Map<Instance, readonly FaultReason[]>();
    for (const { instance, group } of this.#members.values()) {
      const { config } = instance;
      const source =
        config.sourceAddress ??
        this.#interfaces.source(config.interface, config.family, (address) => this.#virtual.has(address.toString()));
      this.#feed(now, instance, { kind: "source", address: source });

      const tracked = track(config, this.#interfaces, verdictOf);
      const shared = group === undefined ? undefined : track(group.config, this.#interfaces, verdictOf);
      this.#feed(now, instance, { kind: "priority", parts: [...tracked.parts, ...(shared?.parts ?? [])] });
      own.set(instance, [...this.#interfaceFaults(config, source), ...tracked.faults]);
      ofGroup.set(instance, shared?.faults ?? []);
    }
    for (const { instance, group } of this.#troubledFirst(own)) {
      const inherited = group?.faultsOfOthers(instance, own) ?? [];
      const reasons = [...(own.get(instance) ?? []), ...(ofGroup.get(instance) ?? []), ...inherited];
      this.#feed(now, instance, { kind: "faults", reasons });
    }
  }

  #interfaceFaults(config: InstanceConfig, source: IpAddress | undefined): readonly FaultReason[] {
    const fault = this.#interfaces.fault(config.interface, config.transport.kind === "multicast");
    if (fault !== undefined) return [fault];
    return source === undefined
      ? [{ kind: "no-source-address", interface: config.interface, family: config.family }]
      : [];
  }

  /** Members with troubles of their own, now or until now, come first: what they do is the cause for their group. */
  #troubledFirst(own: ReadonlyMap<Instance, readonly FaultReason[]>): readonly Member[] {
    const isTroubled = ({ instance }: Member): boolean =>
      own.get(instance)?.length !== 0 ||
      (instance.state.name === "fault" && instance.state.reasons.some((reason) => reason.kind !== "group"));
    const members = Array.from(this.#members.values());
    return [...members.filter(isTroubled), ...members.filter((member) => !isTroubled(member))];
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
    for (const due of this.#deadlines.takeDue(now)) {
      if (due instanceof ScriptTracker) this.#scriptReports(now, due, due.tick(now), "");
      else this.#feed(now, due, { kind: "tick" });
    }
  }

  // --- Instances and their groups ------------------------------------------------------------------------------

  #feed(now: Instant, instance: Instance, input: InstanceInput): void {
    const effects = instance.handle(now, input);
    this.#deadlines.set(instance, instance.deadline);
    if (effects.length > 0) this.#effects.push(...effects);

    const group = this.#members.get(instance.config.name)?.group;
    if (group === undefined) return;
    for (const effect of effects) {
      if (effect.kind !== "event" || effect.event.kind !== "instance-state") continue;
      const consequence = group.memberChanged(effect.event);
      if (consequence === undefined) continue;
      this.#report({ kind: "group-state", group: group.config.name, to: consequence.to, cause: effect.event.cause });
      this.#follow(now, group, instance, consequence);
    }
    this.#mayBecomeMaster(now, group);
  }

  /** The others of the group go where one member has gone; FAULT reaches them through their list of faults. */
  #follow(
    now: Instant,
    group: SyncGroup,
    leader: Instance,
    { to, cause }: { readonly to: StateName; readonly cause: Cause },
  ): void {
    if (to !== "master" && to !== "backup") return;
    for (const other of this.#membersOf(group)) {
      if (other !== leader) this.#feed(now, other, { kind: "group", to, cause });
    }
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

  #report(event: VrrpEvent): void {
    this.#effects.push({ kind: "event", event });
  }
}
