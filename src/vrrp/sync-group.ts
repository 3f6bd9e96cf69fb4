import type { SyncGroupConfig } from "./config.ts";
import type { Cause, StateName, VrrpEvent } from "./events.ts";
import { type FaultReason, isOnlyPending, isPending } from "./faults.ts";
import type { Instance } from "./instance.ts";

const worstFirst: readonly StateName[] = ["fault", "backup", "master"];

type InstanceStateEvent = VrrpEvent & { readonly kind: "instance-state" };

/**
 * One `vrrp_sync_group`: master only when every member can be, in FAULT when one member is, in BACKUP when one member
 * lost its election (keepalived.conf(5), "VRRP synchronization group(s)").
 */
export class SyncGroup {
  readonly config: SyncGroupConfig;
  #state: StateName = "init";
  /** In FAULT only until the scripts have reported. */
  #isHeldBack = false;
  /** Why it is on its way to its state; undefined: all members are there. */
  #onTheWay: Cause | undefined;

  /** `previous`: the group of this name before a reload, whose way this one goes on. */
  constructor(config: SyncGroupConfig, previous?: SyncGroup) {
    this.config = config;
    if (previous === undefined) return;
    this.#state = previous.#state;
    this.#isHeldBack = previous.#isHeldBack;
    this.#onTheWay = previous.#onTheWay;
  }

  get state(): StateName {
    return this.#state;
  }

  /**
   * After a reload: the worst state of its members that have started, which need not be the same when instances were
   * joined that had nothing to do with one another. True when it is another than before.
   */
  settle(members: readonly Instance[], cause: Cause): boolean {
    const before = this.#state;
    const states = new Set(members.map((member) => member.state.name));
    this.#state = worstFirst.find((state) => states.has(state)) ?? "init";
    if (this.#state === before) return false;
    this.#onTheWay = cause;
    return true;
  }

  /** Why it has come to its state, once all members are there: told once. */
  takeArrival(members: readonly Instance[]): Cause | undefined {
    const cause = this.#onTheWay;
    if (cause === undefined || members.some((member) => member.state.name !== this.#state)) return undefined;
    this.#onTheWay = undefined;
    return cause;
  }

  /**
   * What a member's change of state means for the others; undefined when it only followed the group itself. The
   * cause for them names this member and why it changed.
   */
  memberChanged(event: InstanceStateEvent): { readonly to: StateName; readonly cause: Cause } | undefined {
    if (followedTheGroup(event.cause)) return undefined;
    const isHeldBack = event.cause.kind === "fault" && isOnlyPending(event.cause.reasons);
    // From FAULT to FAULT: what was only held back until now has failed.
    const hasFailed = this.#isHeldBack && event.to === "fault" && !isHeldBack;
    if (event.to === this.#state && !hasFailed) return undefined;
    this.#isHeldBack = isHeldBack;
    this.#state = event.to;
    this.#onTheWay = event.cause;
    const cause: Cause = { kind: "group", group: this.config.name, member: event.instance, because: event.cause };
    return { to: event.to, cause };
  }

  /** The reasons for FAULT that `member` has because of the others' own. */
  faultsOfOthers(member: Instance, own: ReadonlyMap<Instance, readonly FaultReason[]>): readonly FaultReason[] {
    const inherited: FaultReason[] = [];
    for (const [other, reasons] of own) {
      const { name } = other.config;
      if (other === member || !this.config.members.includes(name)) continue;
      const pending = reasons.filter(isPending);
      if (reasons.length > pending.length) inherited.push({ kind: "group", group: this.config.name, member: name });
      else inherited.push(...pending);
    }
    return inherited;
  }
}

function followedTheGroup(cause: Cause): boolean {
  if (cause.kind === "group") return true;
  if (cause.kind !== "fault" && cause.kind !== "recovered") return false;
  return cause.reasons.every((reason) => reason.kind === "group");
}
