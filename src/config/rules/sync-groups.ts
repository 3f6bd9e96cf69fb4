import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig, SyncGroupConfig, TrackedScript } from "../../vrrp/config.ts";
import { locationKey } from "../decode/context.ts";
import type { DecodeContext } from "../decode/context.ts";
import { noWeight } from "../decode/weight.ts";
import type { GroupDraft } from "../decode/vrrp-sync-group.ts";

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
      context.report.error(
        "missing-setting",
        group.name,
        `Sync group ${group.name.text} has no virtual router(s). removing`,
      );
      continue;
    }
    for (const member of members) byName.set(member.name, detachTracking(member, group, context));
    if (isComplete) reviewMembers(members, group, context);
    const hasOwner = members.some((member) => member.priority === ownerPriority);
    const trackScripts = hasOwner ? clearWeights(group, context) : group.tracking.trackScripts;
    const { trackInterfaces } = group.tracking;
    syncGroups.push({ name: group.name.text, members: members.map(({ name }) => name), trackInterfaces, trackScripts });
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
      report.error("not-found", member, message);
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

function reviewMembers(members: readonly InstanceConfig[], group: GroupDraft, { report }: DecodeContext): void {
  const owners = members.filter((member) => member.priority === ownerPriority).length;
  if (owners > 0 && owners < members.length) {
    const message = `Sync group ${group.name.text} has members with priority 255 and others without`;
    report.warning("conflict", group.name, message, { cure: "give priority 255 to all members or to none" });
  }
  if (members.length > 1) return;
  const message = `Sync group ${group.name.text} has only 1 virtual router(s) - this probably isn't what you want`;
  report.warning("missing-setting", group.name, message);
}

/** A member without its weighted tracking and without the interfaces that the group tracks for it. */
function detachTracking(member: InstanceConfig, group: GroupDraft, context: DecodeContext): InstanceConfig {
  const report = context.report.within(member.name);
  const place = (what: string) => context.locations.get(locationKey("instance", member.name, what));
  const tracksToo = new Set(group.tracking.trackInterfaces.map((entry) => entry.interface));
  return {
    ...member,
    trackInterfaces: member.trackInterfaces.filter((entry) => {
      const at = place(`track_interface ${entry.interface}`);
      if (tracksToo.has(entry.interface)) {
        const message = `track_interface ${entry.interface} is configured on VRRP instance and sync group`;
        const cure = "track it in one of them; the group counts";
        // Without a place it is there for an address only, which is nobody's mistake.
        if (at !== undefined) report.warning("duplicate", at, message, { cure });
        return false;
      }
      if (entry.weight.value === 0 || group.keepsWeights) return true;
      const message = `ignoring ${entry.interface} tracked interface with weight due to SYNC group`;
      report.warning("conflict", at, message, { cure: weightCure });
      return false;
    }),
    trackScripts: member.trackScripts.filter((entry) => {
      if (entry.weight.value === 0 || group.keepsWeights) return true;
      const message = `ignoring tracked script ${entry.script} with weights due to SYNC group`;
      report.warning("conflict", place(`track_script ${entry.script}`), message, { cure: weightCure });
      return false;
    }),
  };
}

const weightCure = "track it in the sync group, or write sync_group_tracking_weight there";

function clearWeights(group: GroupDraft, context: DecodeContext): readonly TrackedScript[] {
  return group.tracking.trackScripts.map((entry) => {
    if (entry.weight.value === 0) return entry;
    const place = context.locations.get(locationKey("group", group.name.text, `track_script ${entry.script}`));
    const message = `Cannot have weighted track script '${entry.script}' with member having priority 255`;
    context.report.within(group.name.text).warning("conflict", place, `${message} - clearing weight`);
    return { ...entry, weight: noWeight };
  });
}
