import type { DeadlineHeap } from "../base/deadline-heap.ts";
import type { Instant } from "../base/time.ts";
import type { AnnouncementPacer } from "./announcement-pacer.ts";
import type { InstanceConfig, VrrpConfig } from "./config.ts";
import type { Effect } from "./effects.ts";
import { Instance } from "./instance.ts";
import type { InstanceInput } from "./instance-input.ts";
import type { VrrpMeasures } from "./measures.ts";
import type { NativeAddresses } from "./native-addresses.ts";
import type { Outbox } from "./outbox.ts";
import { shutting } from "./shutting.ts";
import { spareMasters } from "./spare-masters.ts";
import { SyncGroup } from "./sync-group.ts";

/** One instance with the group it belongs to. */
export type Member = { readonly instance: Instance; readonly group: SyncGroup | undefined };

/** What members share with the rest of the engine. */
type Tools = {
  readonly outbox: Outbox;
  readonly deadlines: Pick<DeadlineHeap<Instance>, "set">;
  readonly pacer: AnnouncementPacer;
  readonly native: NativeAddresses;
  readonly measures: VrrpMeasures;
  /** An instance that leaves MASTER keeps nothing for its successor. */
  readonly releasesAtOnce: boolean;
};

/**
 * All instances with their sync groups: what happens to one, and what that means for the others. Iterated in the order
 * of the configuration.
 */
export class Members implements Iterable<Member> {
  readonly #tools: Tools;
  #members = new Map<string, Member>();
  readonly #departed = new Set<Instance>();
  /** Those of all that hold something for their successors: asked for with each packet. */
  readonly #lingering = new Set<Instance>();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#members.values();
  }

  get(name: string): Member | undefined {
    return this.#members.get(name);
  }

  /** In the order of the configuration. */
  get instances(): readonly Instance[] {
    return Array.from(this.#members.values(), (member) => member.instance);
  }

  /** Those that a reload has removed while they hold something for their successors (`lingering.ts`). */
  get departed(): ReadonlySet<Instance> {
    return this.#departed;
  }

  /** Those that are configured, and those that have departed. */
  get all(): readonly Instance[] {
    return [...this.instances, ...this.#departed];
  }

  /** Somebody holds something for a successor. */
  get isLingering(): boolean {
    return this.#lingering.size > 0;
  }

  // --- Who there is --------------------------------------------------------------------------------------------

  /**
   * Those that are configured no more end, and are departed for as long as they hold something; their groups go on
   * without them. None has departed yet.
   */
  remove(now: Instant, instances: readonly Instance[]): void {
    for (const instance of instances) {
      this.#members.set(instance.config.name, { instance, group: undefined });
      this.feed(now, instance, { kind: "stop", because: "removed" });
      if (instance.lingering !== undefined) this.#departed.add(instance);
    }
  }

  /**
   * Only these from now on; those that are `kept`, by their new names, go on where they were. Returns those that have
   * to be started, and all groups.
   */
  configure(
    config: VrrpConfig,
    kept: ReadonlyMap<string, Instance>,
  ): { readonly added: readonly Instance[]; readonly groups: ReadonlySet<SyncGroup> } {
    const previous = new Map(Array.from(this.#members.values(), ({ group }) => [group?.config.name, group]));
    const groups = new Map(
      config.syncGroups.flatMap((group) => groupByMember(new SyncGroup(group, previous.get(group.name)))),
    );
    const added: Instance[] = [];
    this.#members = new Map(
      config.instances.map((instanceConfig) => {
        const { name } = instanceConfig;
        const group = groups.get(name);
        const running = kept.get(name);
        const instance = running ?? this.#newInstance(instanceConfig, group !== undefined);
        if (running === undefined || this.#departed.delete(running)) added.push(instance);
        return [name, { instance, group }] as const;
      }),
    );
    return { added, groups: new Set(groups.values()) };
  }

  #newInstance(config: InstanceConfig, grouped: boolean): Instance {
    return new Instance(config, grouped, this.#tools.releasesAtOnce, this.#tools.measures);
  }

  /** Those that hold nothing any more. */
  forgetDeparted(): void {
    if (this.#departed.size === 0) return;
    for (const instance of this.#departed) if (instance.lingering === undefined) this.#departed.delete(instance);
  }

  // --- What happens to them ------------------------------------------------------------------------------------

  /** What it does goes to the outbox, with what the others of its group do because of that. */
  feed(now: Instant, instance: Instance, input: InstanceInput): void {
    const { outbox, deadlines } = this.#tools;
    const effects = this.#effects(now, instance, input);
    deadlines.set(instance, instance.deadline);
    const { position } = outbox;
    if (effects.length > 0) outbox.putAll(effects);

    const group = this.#members.get(instance.config.name)?.group;
    if (group === undefined) return;
    for (const effect of effects) {
      if (effect.kind !== "event" || effect.event.kind !== "instance-state") continue;
      const isStart = group.state === "init" && effect.event.cause.kind === "started";
      const consequence = group.memberChanged(effect.event);
      if (consequence === undefined) continue;
      const { to, cause } = consequence;
      outbox.report({ kind: "group-state", group: group.config.name, to, cause: effect.event.cause });
      // At the start the group is told of before its members, as the reference does; later after them.
      if (isStart) this.#reportArrival(group, [], position);
      // The others go where one member has gone; FAULT reaches them through their list of faults.
      if (to === "master" || to === "backup") this.#feedOthers(now, group, instance, { kind: "group", to, cause });
    }
    if (input.kind === "packet" && effects.some(isContest)) {
      this.#feedOthers(now, group, instance, { kind: "lower-priority-master" });
    }
    this.#mayBecomeMaster(now, group);
    this.#reportArrival(group, this.#membersOf(group));
  }

  /** What it does, with regard to what is not its own. */
  #effects(now: Instant, instance: Instance, input: InstanceInput): readonly Effect[] {
    const { pacer, native } = this.#tools;
    const lingered = instance.lingering;
    const asked = instance.handle(now, input);
    if (instance.lingering !== undefined) this.#lingering.add(instance);
    else if (lingered !== undefined) this.#lingering.delete(instance);
    const spared = lingered === undefined ? asked : spareMasters(asked, instance, this.all);
    const effects = shutting(instance.config, native.spare(pacer.pace(now, spared)));
    // What waits for its turn would draw the traffic back from the successor.
    if (lingered === undefined && instance.lingering !== undefined) pacer.forget(instance.lingering.addresses);
    return effects;
  }

  // --- Their groups --------------------------------------------------------------------------------------------

  /** A group whose members a reload has brought together: all go where the worst of them is. */
  settle(now: Instant, group: SyncGroup): void {
    const members = this.#membersOf(group).filter((member) => member.state.name !== "init");
    if (members.length === 0) return;
    const cause = { kind: "reloaded" } as const;
    if (group.settle(members, cause)) {
      this.#tools.outbox.report({ kind: "group-state", group: group.config.name, to: group.state, cause });
    }
    if (group.state === "backup") {
      for (const member of members) this.feed(now, member, { kind: "group", to: "backup", cause });
    }
    this.#reportArrival(group, members);
  }

  /** When all these members are where the group is. `position`: in the outbox; undefined: after everything so far. */
  #reportArrival(group: SyncGroup, members: readonly Instance[], position?: number): void {
    const cause = group.takeArrival(members);
    if (cause === undefined) return;
    const { outbox } = this.#tools;
    const event = { kind: "group-arrived", group: group.config.name, to: group.state, cause } as const;
    outbox.insertReport(position ?? outbox.position, event);
  }

  #feedOthers(now: Instant, group: SyncGroup, member: Instance, input: InstanceInput): void {
    for (const other of this.#membersOf(group)) {
      if (other !== member) this.feed(now, other, input);
    }
  }

  #mayBecomeMaster(now: Instant, group: SyncGroup): void {
    const members = this.#membersOf(group);
    const leader = members.find((member) => member.wantsMaster !== undefined);
    const cause = leader?.wantsMaster;
    if (leader === undefined || cause === undefined) return;
    if (members.every((member) => member.state.name === "master" || member.wantsMaster !== undefined)) {
      this.feed(now, leader, { kind: "group", to: "master", cause });
    }
  }

  #membersOf(group: SyncGroup): readonly Instance[] {
    return group.config.members.flatMap((name) => {
      const member = this.#members.get(name);
      return member === undefined ? [] : [member.instance];
    });
  }
}

/** Hosts are told again where the addresses are, since a lower-priority master was heard. */
function isContest(effect: Effect): boolean {
  return (
    effect.kind === "event" && effect.event.kind === "announced" && effect.event.reason === "lower-priority-master"
  );
}

function groupByMember(group: SyncGroup): readonly (readonly [string, SyncGroup])[] {
  return group.config.members.map((member) => [member, group] as const);
}
