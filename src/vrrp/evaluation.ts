import type { Instant } from "../base/time.ts";
import { assess, type World } from "./conditions.ts";
import type { FaultReason } from "./faults.ts";
import type { Instance } from "./instance.ts";
import type { Member, Members } from "./members.ts";

/** Tells every instance its source address, its priority and what is wrong with it. */
export function evaluate(now: Instant, members: Members, world: World): void {
  const own = new Map<Instance, readonly FaultReason[]>();
  const ofGroup = new Map<Instance, readonly FaultReason[]>();
  for (const { instance, group } of members) {
    const conditions = assess(instance.config, group?.config, world);
    members.feed(now, instance, { kind: "source", address: conditions.source });
    members.feed(now, instance, { kind: "priority", parts: conditions.parts });
    own.set(instance, conditions.own);
    ofGroup.set(instance, conditions.ofGroup);
  }
  for (const { instance, group } of troubledFirst(members, own)) {
    const inherited = group?.faultsOfOthers(instance, own) ?? [];
    const reasons = [...(own.get(instance) ?? []), ...(ofGroup.get(instance) ?? []), ...inherited];
    members.feed(now, instance, { kind: "faults", reasons });
  }
  // Another one may have its name by now, which has sockets of its own.
  const ofDeparted = { ...world, deaf: new Set<string>() };
  for (const instance of members.departed) {
    members.feed(now, instance, { kind: "faults", reasons: assess(instance.config, undefined, ofDeparted).own });
  }
}

/** Members with troubles of their own, now or until now, come first: what they do is the cause for their group. */
function troubledFirst(
  members: Iterable<Member>,
  own: ReadonlyMap<Instance, readonly FaultReason[]>,
): readonly Member[] {
  const isTroubled = ({ instance }: Member): boolean =>
    own.get(instance)?.length !== 0 ||
    (instance.state.name === "fault" && instance.state.reasons.some((reason) => reason.kind !== "group"));
  const all = Array.from(members);
  return [...all.filter(isTroubled), ...all.filter((member) => !isTroubled(member))];
}
