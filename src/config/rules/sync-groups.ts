import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";
import { locationKey } from "../decode/context.ts";
import { writeMeantOr } from "../nearest.ts";
import type { DecodeContext } from "../decode/context.ts";
import { reviseTracking, withTracking } from "../decode/revise-tracking.ts";
import { trackKinds } from "../decode/track-kinds.ts";
import type { TrackedKind } from "../decode/track-kinds.ts";
import type { Tracking } from "../decode/tracking.ts";
import type { GroupDraft } from "../decode/vrrp-sync-group.ts";
import { withNoWeight, withoutWeight } from "../decode/weighted-tracking.ts";
import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";

export type SyncedInstances = {
  readonly instances: readonly InstanceConfig[];
  readonly syncGroups: readonly SyncGroupConfig[];
};

/**
 * Finds the members of the groups and takes from them what does not go with a group: an instance is in one group
 * only, and the priorities of members must not drift apart, so their weighted tracking goes
 * (keepalived.conf(5), "VRRP synchronization group(s)"). `declared` names every instance of the file: those that
 * cannot be used have been reported already, and what their absence would mean for a group is not.
 */
export function applySyncGroups(
  groups: readonly GroupDraft[],
  instances: readonly InstanceConfig[],
  declared: ReadonlySet<string>,
  context: DecodeContext,
): SyncedInstances {
  const byName = new Map(instances.map((instance) => [instance.name, instance]));
  const taken = new Set<string>();
  const syncGroups: SyncGroupConfig[] = [];
  for (const group of groups) {
    const members = findMembers(group, byName, declared, taken, context);
    const isComplete = group.members.every(({ text }) => byName.has(text) || !declared.has(text));
    if (members.length === 0 && !isComplete) continue;
    if (members.length === 0) {
      reportEmpty(group, context);
      continue;
    }
    for (const member of members) byName.set(member.name, detachTracking(member, group, context));
    if (isComplete) reviewMembers(members, group, context);
    const hasOwner = members.some((member) => member.priority === ownerPriority);
    syncGroups.push({
      name: group.name.text,
      members: members.map(({ name }) => name),
      ...(hasOwner ? clearWeights(group, context) : group.tracking),
      ...(group.keepsWeights && { keepsWeights: true }),
    });
  }
  return { instances: [...byName.values()], syncGroups };
}

function findMembers(
  group: GroupDraft,
  instances: ReadonlyMap<string, InstanceConfig>,
  declared: ReadonlySet<string>,
  taken: Set<string>,
  { report }: DecodeContext,
): readonly InstanceConfig[] {
  return group.members.flatMap((member) => {
    const instance = instances.get(member.text);
    if (instance === undefined && declared.has(member.text)) return [];
    if (instance === undefined) {
      const message = `Virtual router ${member.text} specified in sync group ${group.name.text} doesn't exist - ignoring`;
      const known = report.full ? [] : declared;
      const cure = writeMeantOr(member.text, known, `write vrrp_instance ${member.text} { ... }`);
      report.error("not-found", member, message, { cure });
      return [];
    }
    if (taken.has(member.text)) {
      const message = `Virtual router ${member.text} cannot exist in more than one sync group; ignoring ${group.name.text}`;
      report.error("conflict", member, message);
      return [];
    }
    taken.add(member.text);
    return [instance];
  });
}

function reportEmpty({ name, members }: GroupDraft, { report }: DecodeContext): void {
  const problem =
    members.length === 0
      ? `Sync group ${name.text} has no virtual router(s). removing`
      : `Sync group ${name.text}, no matching virtual router found in group declaration - removing`;
  report.error("missing-setting", name, problem, { cure: "name the instances in group { }" });
}

function reviewMembers(members: readonly InstanceConfig[], group: GroupDraft, { report }: DecodeContext): void {
  const owners = members.filter((member) => member.priority === ownerPriority).length;
  if (owners > 0 && owners < members.length) {
    const message = `Sync group ${group.name.text} has members with priority 255 and others without`;
    report.warning("conflict", group.name, message, {
      cure: "give priority 255 to all members or to none",
      effect: "none",
    });
  }
  if (members.length > 1) return;
  const message = `Sync group ${group.name.text} has only 1 virtual router(s) - this probably isn't what you want`;
  report.warning("missing-setting", group.name, message);
}

/** A member without its weighted tracking and without the interfaces that the group tracks for it. */
function detachTracking(member: InstanceConfig, group: GroupDraft, context: DecodeContext): InstanceConfig {
  const report = context.report.within(member.name);
  const tracksToo = new Set(group.tracking.trackInterfaces.map((entry) => entry.interface));
  // The interface of a member is tracked without being listed.
  if (tracksToo.has(member.interface)) {
    reportTwice(member.interface, placeOf("group", group.name.text, "interface", member.interface, context), report);
  }
  const tracking = reviseTracking(member, (entry, kind, name) => {
    if (kind === "interface" && tracksToo.has(name)) {
      reportTwice(name, placeOf("instance", member.name, kind, name, context), report);
      return undefined;
    }
    if (group.keepsWeights) return entry;
    const place = placeOf("instance", member.name, kind, name, context);
    return withoutWeight(entry, { kind, name, place }, "SYNC group", report);
  });
  return withTracking(member, tracking);
}

function reportTwice(name: string, place: Span | undefined, report: Reporter): void {
  // Without a place it is there for an address only, which is nobody's mistake.
  if (place === undefined) return;
  const message = `track_interface ${name} is configured on VRRP instance and sync group.`;
  const cure = "track it in one of them; the group counts";
  report.warning("duplicate", place, `${message} Remove vrrp instance or sync group config`, { cure });
}

/** The tracking of a group with an address owner, whose priority does not change. */
function clearWeights(group: GroupDraft, context: DecodeContext): Tracking {
  const report = context.report.within(group.name.text);
  return reviseTracking(group.tracking, (entry, kind, name) => {
    if (entry.weight.value === 0) return entry;
    const what = `weighted ${trackKinds[kind].what} '${name}' with member having priority 255`;
    const done = kind === "interface" || kind === "script" ? "clearing weight" : "setting weight 0";
    const place = placeOf("group", group.name.text, kind, name, context);
    report.warning("conflict", place, `Cannot have ${what} - ${done}`);
    return withNoWeight(entry);
  });
}

function placeOf(
  tracker: "instance" | "group",
  trackerName: string,
  kind: TrackedKind,
  name: string,
  { locations }: DecodeContext,
): Span | undefined {
  return locations.get(locationKey(tracker, trackerName, `${trackKinds[kind].block} ${name}`));
}
