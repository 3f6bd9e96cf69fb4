import type { Instant } from "../base/time.ts";
import type { AnnouncementPacer } from "./announcement-pacer.ts";
import type { VrrpConfig } from "./config.ts";
import type { Environment } from "./environment.ts";
import { evaluate } from "./evaluation.ts";
import { held } from "./held.ts";
import type { Input } from "./inputs.ts";
import type { Instance } from "./instance.ts";
import { adopt, releaseLeftovers } from "./leftovers.ts";
import { matchInstances } from "./matching.ts";
import type { Members } from "./members.ts";
import type { NativeAddresses } from "./native-addresses.ts";
import type { Outbox } from "./outbox.ts";
import type { PacketIntake } from "./packet-intake.ts";
import { partChanges, reconfigure } from "./reload.ts";
import type { FileContent } from "./tracked-files.ts";

/** The parts of the engine that a configuration concerns. */
type Parts = {
  readonly members: Members;
  readonly environment: Environment;
  readonly intake: PacketIntake;
  readonly pacer: AnnouncementPacer;
  readonly native: NativeAddresses;
  readonly outbox: Outbox;
};

export type ConfigureInput = Input & { readonly kind: "configure" };

/**
 * The first configuration, or what a reload has made of it. Those that are removed end before others begin, and what an
 * earlier process has left is gone on with or taken away. `before`: undefined for the first one. Returns the instances
 * that are still to be started.
 */
export function configure(
  now: Instant,
  { config, changedScripts = new Set(), files = new Map<string, FileContent>(), predecessor: left }: ConfigureInput,
  before: VrrpConfig | undefined,
  parts: Parts,
): readonly Instance[] {
  const { members, environment, intake, outbox } = parts;
  const { scripts, processes } = environment;
  const predecessor = before === undefined ? left : undefined;
  // One that has gone and comes again goes on where it was.
  const { kept, removed: gone } = matchInstances(members.all, config.instances);
  const removed = gone.filter((instance) => !members.departed.has(instance));
  const removedNames = removed.map(nameOf);
  members.remove(now, removed);
  if (before !== undefined) outbox.reportAll(partChanges(before, config));

  environment.links.configure(config);
  parts.pacer.configure(now, config);
  const { added, groups } = members.configure(config, kept);
  outbox.putAll(intake.configure(members.all, config.logsUnknownVrids === true));
  const masters = predecessor?.instances.filter(({ state }) => state === "master") ?? [];
  const leftAddresses = masters.flatMap((each) => each.held.addresses);
  parts.native.learn(added, environment.interfaces, leftAddresses);
  const lingering = Array.from(members.departed).flatMap((instance) => instance.lingering ?? []);
  environment.knowVirtual(parts.native.virtualAmong([...config.instances.map(held), ...lingering]));
  outbox.putAll(scripts.configure(now, config.scripts, changedScripts, predecessor?.verdicts));
  outbox.reportAll(environment.files.configure(config.trackFiles ?? [], files));
  processes.configure(config.trackProcesses ?? [], before !== undefined);

  const changed = reconfigure(now, config, kept, { members, world: environment.world, outbox });
  evaluate(now, members, environment.world);
  for (const group of groups) members.settle(now, group);
  if (before !== undefined) {
    outbox.report({ kind: "reloaded", added: added.map(nameOf), removed: removedNames, changed });
  }
  for (const instance of added) {
    if (intake.isFlooded(instance.config)) members.feed(now, instance, { kind: "hearing", isPartial: true });
  }
  const holders = { members, statics: environment.statics.held, outbox };
  const released = predecessor === undefined ? [] : adopt(now, predecessor, config, holders);
  releaseLeftovers(added, released, holders, { interfaces: environment.interfaces, native: parts.native });
  return added;
}

function nameOf({ config: { name } }: Instance): string {
  return name;
}
