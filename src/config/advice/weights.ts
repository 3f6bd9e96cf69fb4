import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig, Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { settingsOf } from "./blocks.ts";
import type { Blocks } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** With nopreempt a master stays master however far its priority falls: backups do not take over while it lives. */
export const noPreemptWithWeights: Rule = ({ configuration, blocks }, report) => {
  for (const instance of configuration.vrrp.instances) {
    if (instance.preempt) continue;
    for (const { name, block, weight } of trackersOf(instance)) {
      if (weight.value === 0) continue;
      const message =
        `nopreempt and weight ${weight.value} of ${name}: its failure lowers the priority, and a backup with ` +
        "nopreempt does not take over from a master that is alive";
      const cure = "use weight 0, with which the failure is a fault, or remove nopreempt";
      const place = placeOfTracker(blocks, instance.name, block, name);
      report.within(instance.name).warning("useless-weight", place, message, { cure, effect: "none" });
    }
  }
};

/** Priorities end at 1 and 254: beyond them a weight changes nothing. */
export const uselessWeights: Rule = ({ configuration, blocks }, report) => {
  for (const instance of configuration.vrrp.instances) {
    const { priority, name: owner } = instance;
    if (priority === ownerPriority) continue;
    for (const { name, block, weight } of trackersOf(instance)) {
      // What a file adds depends on the number in it.
      if (weight.value === 0 || block === "track_file") continue;
      const good = clamp(priority + amount(weight, true));
      const bad = clamp(priority + amount(weight, false));
      if (good !== bad) continue;
      const limit = good === 1 ? "below 1" : "above 254";
      const message = `weight ${weight.value} of ${name} changes nothing: no priority is ${limit}, and ours is ${priority}`;
      const cure = "choose a priority further from the limit";
      const place = placeOfTracker(blocks, owner, block, name);
      report.within(owner).warning("useless-weight", place, message, { cure, effect: "none" });
    }
  }
};

type Tracker = { readonly name: string; readonly block: string; readonly weight: Weight };

function trackersOf(instance: InstanceConfig): readonly Tracker[] {
  const { trackScripts, trackInterfaces, trackFiles = [], trackProcesses = [], trackSessions = [] } = instance;
  return [
    ...trackScripts.map(({ script, weight }) => ({ name: script, block: "track_script", weight })),
    ...trackInterfaces.map((entry) => ({ name: entry.interface, block: "track_interface", weight: entry.weight })),
    ...trackFiles.map(({ file, weight }) => ({ name: file, block: "track_file", weight })),
    ...trackProcesses.map(({ process, weight }) => ({ name: process, block: "track_process", weight })),
    ...trackSessions.map(({ session, weight }) => ({ name: session, block: "track_bfd", weight })),
  ];
}

/** What a weight adds: a positive one while things are good, a negative one while they are not. */
function amount({ value, reverse }: Weight, good: boolean): number {
  return value > 0 === (good !== reverse) ? value : 0;
}

function clamp(priority: number): number {
  return Math.min(Math.max(priority, 1), ownerPriority - 1);
}

function placeOfTracker(blocks: Blocks, instance: string, block: string, name: string): Word | undefined {
  const statement = blocks.named("vrrp_instance", instance);
  const entries = settingsOf(statement, block).flatMap((list) => list.block?.statements ?? []);
  return entries.find(({ keyword }) => keyword.text === name)?.keyword ?? statement?.words[0];
}
