import { assert } from "../../base/assert.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { parseStory } from "../story/parse.ts";
import { type Played, playStory } from "../story/play.ts";
import type { Story } from "../story/story.ts";
import { writeStory } from "../story/write.ts";
import { arePlayable } from "./playable.ts";
import { type Plot, shrink } from "./shrink.ts";
import { type Failing, Trial } from "./trial.ts";

/** Failing stories that are shrunk: the shortest of them is told. */
const mostShrunk = 3;

/** The shortest failing story that was found: `seed` made a longer one of `stepsBefore` steps. */
export type Shortest = {
  readonly seed: number;
  readonly stepsBefore: number;
} & Written;

/** `failing`: the seeds whose stories broke a promise. */
export type Exploration = {
  readonly first: number;
  readonly count: number;
  readonly failing: readonly number[];
  readonly shortest: Shortest | undefined;
};

/** Makes a story of each seed and plays it: what is found is the same each time. */
export function explore(plan: ClusterPlan, first: number, count: number): Exploration {
  const trial = new Trial(plan);
  const failing: number[] = [];
  let shortest: Found | undefined;
  for (let seed = first; seed < first + count; seed += 1) {
    const failure = trial.play(trial.storyOf(seed));
    if (failure === undefined) continue;
    failing.push(seed);
    // Nothing is shorter than a story in which nothing happens.
    if (failing.length > mostShrunk || shortest?.failing.story.steps.length === 0) continue;
    const shrunk = shrinkFailing(trial, plan, failure);
    if (shortest === undefined || shrunk.story.steps.length < shortest.failing.story.steps.length) {
      shortest = { seed, stepsBefore: failure.story.steps.length, failing: shrunk };
    }
  }
  return { first, count, failing, shortest: shortest && tell(shortest, plan) };
}

type Found = { readonly seed: number; readonly stepsBefore: number; readonly failing: Failing };

/** The shortest story that breaks a promise of the same kind. */
export function shrinkFailing(trial: Trial, plan: ClusterPlan, failing: Failing): Failing {
  const kind = kindOf(failing);
  const nodes = plan.nodes.map(({ name }) => name);
  let shrunk = failing;
  shrink(failing.story, (candidate: Plot) => {
    if (!arePlayable(candidate.steps, nodes, candidate.beginsRunning)) return false;
    const failure = trial.play(trial.storyWith(candidate));
    if (failure === undefined || kindOf(failure) !== kind) return false;
    shrunk = failure;
    return true;
  });
  return shrunk;
}

function kindOf({ broken: [first] }: Failing): string | undefined {
  const expectation = first?.expectation;
  return expectation?.kind === "never" ? expectation.what : undefined;
}

/** With the one promise that is broken, and with a scene. */
function tell({ seed, stepsBefore, failing: { story, broken } }: Found, plan: ClusterPlan): Shortest {
  const expectations = broken.slice(0, 1).map(({ expectation }) => expectation);
  return { seed, stepsBefore, ...playWritten({ ...story, expectations }, plan, true) };
}

/** The story of one seed as it was made, with everything that is promised of it; `draws`: with a scene of it. */
export function replaySeed(plan: ClusterPlan, seed: number, draws = false): Written {
  return playWritten(new Trial(plan).storyOf(seed), plan, draws);
}

/** A story as somebody else would read and play it. */
export type Written = { readonly story: Story; readonly text: string; readonly played: Played };

function playWritten(story: Story, plan: ClusterPlan, draws: boolean): Written {
  const text = writeStory(story);
  const reading = parseStory(text, plan);
  assert(reading.kind === "read", "what is written is read");
  return { story: reading.story, text, played: playStory(reading.story, plan, { draws }) };
}
