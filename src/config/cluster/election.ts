import { printSeconds } from "../../base/time.ts";
import { ownerPriority } from "../../vrrp/config.ts";
import { deviations } from "./deviations.ts";
import { printList } from "./labels.ts";
import type { Member, Router } from "./node.ts";
import { sourceOf } from "./peers.ts";

/** What the nodes say about who is to be master. */
export function compareElection({ members }: Router): void {
  if (members.length < 2) return;
  comparePriorities(members);
  compareStates(members);
  comparePreemption(members);
}

/** RFC 9568 §6.4.3: of equal priorities the higher address wins. Two owners of an address are a mistake (§5.2.4). */
function comparePriorities(members: readonly Member[]): void {
  const byPriority = new Map<number, Member[]>();
  for (const member of members) {
    const same = byPriority.get(member.config.priority);
    if (same === undefined) byPriority.set(member.config.priority, [member]);
    else same.push(member);
  }
  for (const [priority, equal] of byPriority) {
    const last = equal.at(-1);
    if (last === undefined || equal.length < 2) continue;
    const { node, config } = last;
    const place = node.place(config.name, "priority");
    const report = node.report.within(config.name);
    const others = printList(equal.slice(0, -1).map((member) => member.node.label));
    if (priority === ownerPriority) {
      const message = `the priority is 255 here and in ${others}: only one node can be the owner of the addresses`;
      const cure = "give 255 to one node at most, and at most 254 to the others";
      report.error("several-owners", place, message, { cure, effect: "none" });
    } else {
      const message = `the priority is ${priority} here and in ${others}: ${decidingAddress(equal, members)}`;
      const cure = "give each node a priority of its own, unless this is meant";
      report.note("equal-priorities", place, message, { cure });
    }
  }
}

function decidingAddress(equal: readonly Member[], members: readonly Member[]): string {
  const sources = equal.flatMap((member) => {
    const source = sourceOf(member, members);
    return source === undefined ? [] : [{ member, source }];
  });
  const [best, next] = sources.sort((a, b) => b.source.compare(a.source));
  const isKnown = sources.length === equal.length && best !== undefined && next?.source.equals(best.source) === false;
  return isKnown
    ? `the higher address decides, which is ${best.source.toString()} of ${best.member.node.label}`
    : "the higher source address decides";
}

/** `state MASTER` is a wish that the first advert of a higher priority ends (section 30 of the reference, rule 1). */
function compareStates(members: readonly Member[]): void {
  const wishes = members.filter(({ config }) => config.initialState === "master" && config.priority !== ownerPriority);
  const last = wishes.at(-1);
  if (last === undefined || wishes.length < 2) return;
  const { node, config } = last;
  const others = printList(wishes.slice(0, -1).map((member) => member.node.label));
  const message = `state is MASTER here and in ${others}: the state decides nothing, the priority does`;
  const cure = "write state MASTER on the node with the highest priority only, or BACKUP on all of them";
  const place = node.place(config.name, "state");
  node.report.within(config.name).warning("several-masters", place, message, { cure, effect: "none" });
}

function comparePreemption(members: readonly Member[]): void {
  for (const { member, usual } of deviations(members, ({ config }) => String(config.preempt))) {
    const { node, config } = member;
    const patient = config.preempt ? usual : member;
    const eager = config.preempt ? member : usual;
    const message = config.preempt
      ? `nopreempt does not hold here, but in ${usual.node.label}`
      : `nopreempt holds here, but not in ${usual.node.label}`;
    const place = node.place(config.name, "nopreempt");
    const report = node.report.within(config.name);
    const cure = "write nopreempt, with state BACKUP, on all nodes or on none";
    // Where only the node of the highest priority waits, the address stays where it is: that may be all that is meant.
    if (patient.config.priority >= eager.config.priority) report.note("preemption-differs", place, message, { cure });
    else {
      const consequence = `${eager.node.label} (${eager.config.priority}) takes the addresses back from ${patient.node.label} (${patient.config.priority})`;
      report.warning("preemption-differs", place, `${message}: ${consequence}`, { cure, effect: "none" });
    }
  }
  for (const { member, usual } of deviations(members, delayOf)) {
    const { node, config } = member;
    const message = `preempt_delay is ${delayOf(member)} s here, but ${delayOf(usual)} s in ${usual.node.label}: that of the node that takes over counts`;
    const cure = "set the same preempt_delay on all nodes, unless this is meant";
    node.report
      .within(config.name)
      .note("preemption-differs", node.place(config.name, "preempt_delay"), message, { cure });
  }
}

/** Without pre-emption there is nothing to delay. */
function delayOf({ config }: Member): string | undefined {
  return config.preempt ? printSeconds(config.preemptDelay) : undefined;
}
