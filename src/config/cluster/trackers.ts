import type { InstanceConfig, SyncGroupConfig, Weight } from "../../vrrp/config.ts";
import type { TrackedKind } from "../decode/track-kinds.ts";

/** Something that an instance depends on, by itself or because its sync group does. */
export type Tracker = {
  readonly kind: TrackedKind;
  readonly name: string;
  readonly weight: Weight;
  /** The sync group that tracks it; undefined: the instance itself does. */
  readonly group: string | undefined;
};

/** Whether one and the same thing is tracked: a script of this name, an interface of this name. */
export function trackerKey({ kind, name }: Pick<Tracker, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/**
 * Everything good or bad that an instance depends on, its own trackers first. A file with a weight is neither: its
 * number may add anything, so nothing can be said about it, and it is left out.
 */
export function trackersOf(instance: InstanceConfig, group: SyncGroupConfig | undefined): readonly Tracker[] {
  return [...listed(instance, undefined), ...(group === undefined ? [] : listed(group, group.name))];
}

function listed(tracking: InstanceConfig | SyncGroupConfig, group: string | undefined): readonly Tracker[] {
  const { trackScripts, trackInterfaces, trackFiles = [], trackProcesses = [], trackSessions = [] } = tracking;
  const entry = (kind: TrackedKind, name: string, weight: Weight): Tracker => ({ kind, name, weight, group });
  return [
    ...trackScripts.map(({ script, weight }) => entry("script", script, weight)),
    ...trackInterfaces.map(({ interface: name, weight }) => entry("interface", name, weight)),
    ...trackFiles.filter(({ weight }) => weight.value === 0).map(({ file, weight }) => entry("file", file, weight)),
    ...trackProcesses.map(({ process: name, weight }) => entry("process", name, weight)),
    ...trackSessions.map(({ session, weight }) => entry("bfd", session, weight)),
  ];
}
