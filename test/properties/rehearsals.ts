import { Rng } from "../../src/base/rng.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { type ClusterPlan, planCluster } from "../../src/rehearse/cluster-plan.ts";
import { shrinkFailing } from "../../src/rehearse/explore/explore.ts";
import { Trial, type TrialOptions } from "../../src/rehearse/explore/trial.ts";
import { writeStory } from "../../src/rehearse/story/write.ts";
import { type RandomNode, randomCluster } from "./random-cluster.ts";

/** Stories of one cluster: reading its files costs as much as several of them. */
export const runsPerCluster = 100;

/** A story that broke a promise: its files and its shortest form, for people. */
export class BrokenPromise extends Error {}

export type RandomTrial = {
  readonly nodes: readonly RandomNode[];
  readonly plan: ClusterPlan;
  readonly trial: Trial;
};

/** The cluster of a number: the same one each time. */
export function randomTrial(cluster: number, count: number, { isHasty = true }: TrialOptions = {}): RandomTrial {
  const nodes = randomCluster(new Rng(cluster), count);
  const files = nodes.map(({ name, text }) => {
    const { configuration, diagnostics } = loadConfiguration({ path: `${name}.conf`, text }, { hostName: name });
    const [first] = diagnostics;
    if (first !== undefined) throw new Error(`cluster ${cluster} is not valid: ${first.message}\n${text}`);
    return { name, config: configuration.vrrp };
  });
  const plan = planCluster(files);
  return { nodes, plan, trial: new Trial(plan, { isHasty }) };
}

/** Plays the stories of a cluster of `count` nodes; throws a `BrokenPromise` at the first that fails. */
export function playCluster(cluster: number, count: number, options: TrialOptions = {}): void {
  const { nodes, plan, trial } = randomTrial(cluster, count, options);
  for (let run = 0; run < runsPerCluster; run += 1) {
    const seed = cluster * runsPerCluster + run;
    const failing = trial.play(trial.storyOf(seed));
    if (failing === undefined) continue;
    const { story, broken } = shrinkFailing(trial, plan, failing);
    const expectations = broken.slice(0, 1).map(({ expectation }) => expectation);
    const files = nodes.map(({ name, text }) => `# ${name}.conf\n${text}`);
    const what = `cluster ${cluster} of ${count} nodes, seed ${seed}: ${broken[0]?.detail ?? ""}`;
    throw new BrokenPromise([what, ...files, "# story.txt", writeStory({ ...story, expectations })].join("\n"));
  }
}
