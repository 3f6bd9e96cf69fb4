import { dumpConfiguration } from "../../config/dump/dump.ts";
import { dumpDifference } from "../../config/dump/text-difference.ts";
import type { LoadResult } from "../../config/load.ts";
import { printChange } from "../../status/reload-wording.ts";
import { instanceDifference } from "../../vrrp/config-facets.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import { identityOf } from "../daemon-identity.ts";

/** What is different in the second configuration, for people: a line for each block, and what would follow from it. */
export function planLines(before: LoadResult, after: LoadResult): readonly string[] {
  const blocks = dumpDifference(
    dumpConfiguration(before, { defaults: false }),
    dumpConfiguration(after, { defaults: false }),
  );
  const lines = [...blocks, ...hiddenChanges(before, after, blocks), ...restartLines(before, after)];
  return lines.length === 0 ? ["nothing differs"] : lines;
}

/** Passwords, which dumps do not show, and what an instance has of blocks outside it. */
function hiddenChanges(before: LoadResult, after: LoadResult, blocks: readonly string[]): readonly string[] {
  const old = new Map(before.configuration.vrrp.instances.map((instance) => [instance.name, instance]));
  return after.configuration.vrrp.instances.flatMap((instance) => {
    const previous = old.get(instance.name);
    if (previous === undefined) return [];
    const isTold = blocks.some((line) => line.startsWith(`vrrp_instance ${instance.name}:`));
    const changes = isTold
      ? secretChanges(previous, instance)
      : instanceDifference(previous, instance).map(printChange);
    return changes.length === 0 ? [] : [`vrrp_instance ${instance.name}: ${changes.join("; ")}`];
  });
}

function secretChanges(before: InstanceConfig, after: InstanceConfig): readonly string[] {
  const { authentication, hmac } = before;
  return instanceDifference({ ...after, authentication, hmac }, after).map(printChange);
}

/** What a running daemon keeps until it is started anew. */
function restartLines(before: LoadResult, after: LoadResult): readonly string[] {
  const [old, wanted] = [identityOf(before.configuration.global), identityOf(after.configuration.global)];
  return [
    ...(old.namespace === wanted.namespace
      ? []
      : ["the network namespace stays as it is until the daemon is restarted"]),
    ...(old.instance === wanted.instance ? [] : ["the instance name stays as it is until the daemon is restarted"]),
  ];
}
