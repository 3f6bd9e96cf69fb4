import type { Instant } from "../base/time.ts";
import type { VrrpConfig } from "./config.ts";
import type { Environment } from "./environment.ts";
import type { VrrpMeasures } from "./measures.ts";
import type { Members } from "./members.ts";
import type { PacketIntake } from "./packet-intake.ts";
import { instanceStatus, type InstanceStatus, type VrrpStatus } from "./status.ts";

/** The parts of the engine that are told of. */
type Parts = {
  readonly config: VrrpConfig;
  readonly members: Members;
  readonly environment: Environment;
  readonly intake: PacketIntake;
  readonly measures: VrrpMeasures;
};

/** One instance in each step; the rest is told as it is in the last one. With `clear` counters begin anew. */
export function* statusInSteps(
  now: Instant,
  clear: boolean,
  { config, members, environment, intake, measures }: Parts,
): Generator<undefined, VrrpStatus> {
  const { maintenance, interfaces, scripts, files, processes } = environment;
  const all = Array.from(members);
  const instances: InstanceStatus[] = [];
  for (const { instance, group } of all) {
    const order = maintenance.orderOf(instance.config.name, group?.config.name);
    instances.push(instanceStatus(instance, group?.config.name, interfaces, order));
    if (clear) instance.clearCounters();
    yield undefined;
  }
  const groups = new Set(all.map(({ group }) => group));
  return {
    at: now,
    config,
    instances,
    groups: Array.from(groups).flatMap((group) =>
      group === undefined ? [] : [{ config: group.config, state: group.state }],
    ),
    scripts: scripts.status(),
    files: files.values(),
    processes: processes.status(),
    links: new Map(watchedLinks(config).map((name) => [name, interfaces.link(name)?.usable === true])),
    strangers: intake.strangers,
    measures: measures.copy(),
  };
}

/** The interfaces that something depends on. */
function watchedLinks({ instances, syncGroups }: VrrpConfig): readonly string[] {
  const own = instances.map((instance) => instance.interface);
  const tracked = [...instances, ...syncGroups].flatMap(({ trackInterfaces }) => trackInterfaces);
  return Array.from(new Set([...own, ...tracked.map((each) => each.interface)]));
}
