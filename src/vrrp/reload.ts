import type { Instant } from "../base/time.ts";
import { assess, type World } from "./conditions.ts";
import type { VrrpConfig } from "./config.ts";
import type { ConfigChange } from "./config-difference.ts";
import { groupDifference, instanceDifference, scriptDifference } from "./config-facets.ts";
import type { VrrpEvent } from "./events.ts";
import type { Instance } from "./instance.ts";
import type { Members } from "./members.ts";
import type { Outbox } from "./outbox.ts";
import { openingChange, shuttingChange } from "./shutting.ts";

/** What is different in the groups and scripts that there were and are. */
export function partChanges(before: VrrpConfig, after: VrrpConfig): readonly VrrpEvent[] {
  return [
    ...changesOf("group", before.syncGroups, after.syncGroups, groupDifference),
    ...changesOf("script", before.scripts, after.scripts, scriptDifference),
  ];
}

function changesOf<T extends { readonly name: string }>(
  part: "group" | "script",
  before: readonly T[],
  after: readonly T[],
  difference: (before: T, after: T) => readonly ConfigChange[],
): readonly VrrpEvent[] {
  return before.flatMap((old): readonly VrrpEvent[] => {
    const { name } = old;
    const current = after.find((each) => each.name === name);
    const changes = current === undefined ? [] : difference(old, current);
    return changes.length > 0 ? [{ kind: "configuration-changed", part, name, changes }] : [];
  });
}

/**
 * Instances that go on become what the configuration says now: `kept`, by their new names. Returns the names of those
 * whose configuration is really another.
 */
export function reconfigure(
  now: Instant,
  config: VrrpConfig,
  kept: ReadonlyMap<string, Instance>,
  { members, world, outbox }: { readonly members: Members; readonly world: World; readonly outbox: Outbox },
): readonly string[] {
  const start = outbox.position;
  const names: string[] = [];
  for (const instanceConfig of config.instances) {
    const { name } = instanceConfig;
    const instance = kept.get(name);
    if (instance === undefined) continue;
    const group = members.get(name)?.group;
    const grouped = group !== undefined;
    const changes = instanceDifference(instance.config, instanceConfig);
    if (changes.length > 0) {
      names.push(name);
      outbox.report({ kind: "configuration-changed", part: "instance", name, changes });
    } else if (grouped === instance.grouped) continue;
    const { source: address, parts } = assess(instanceConfig, group?.config, world);
    members.feed(now, instance, { kind: "source", address });
    if (instance.state.name === "master") outbox.putAll(shuttingChange(instance.config, instanceConfig));
    else if (instance.lingering !== undefined) {
      outbox.putAll(openingChange(instance.config, instanceConfig, instance.lingering));
    }
    members.feed(now, instance, { kind: "reconfigure", config: instanceConfig, grouped, parts });
  }
  outbox.putReleasesFirst(start);
  return names;
}
