import type { ClusterPlan } from "../../rehearse/cluster-plan.ts";
import { explore, replaySeed } from "../../rehearse/explore/explore.ts";
import {
  describeExploration,
  printExploration,
  printExplorationJunit,
  printReplay,
} from "../../rehearse/explore/report.ts";
import { pictureStories } from "../../rehearse/picture/describe.ts";
import { printJunit } from "../../rehearse/story/junit.ts";
import { describePlayed, type NamedStory } from "../../rehearse/story/print.ts";
import { writePage } from "./page.ts";
import { writeJunit } from "./write-junit.ts";
import { writeOut } from "./write-out.ts";

/** `count` undefined: the story of `first` alone is played and told. */
export type SeedOptions = {
  readonly first: number;
  readonly count: number | undefined;
  readonly junit: string | undefined;
  /** Where the page goes: with the story of the one seed, or with the shortest one that fails. */
  readonly html: string | undefined;
  readonly json: boolean;
};

const badInput = 2;

/**
 * Plays stories of seeds and prints what came of them. Returns the exit status: 0 all is kept, 1 not, 2 nothing could
 * be written.
 */
export function playSeeds(plan: ClusterPlan, options: SeedOptions): number {
  const { isKept, text, junit, stories } =
    options.count === undefined ? replay(plan, options) : tryAll(plan, options, options.count);
  const obstacle =
    (options.junit === undefined ? undefined : writeJunit(options.junit, junit)) ??
    (options.html === undefined ? undefined : writePage(options.html, pictureStories(plan, stories)));
  if (obstacle !== undefined) {
    process.stderr.write(`${obstacle}\n`);
    return badInput;
  }
  const status = isKept ? 0 : 1;
  writeOut(text, status);
  return status;
}

type Told = {
  readonly isKept: boolean;
  readonly text: string;
  readonly junit: string;
  readonly stories: readonly NamedStory[];
};

function replay(plan: ClusterPlan, { first, json, html }: SeedOptions): Told {
  const written = replaySeed(plan, first, html !== undefined);
  const { played } = written;
  const named = { name: `seed ${first}`, played };
  const text = json
    ? JSON.stringify({ format: 1, seed: first, text: written.text, ...describePlayed(named) }, undefined, 2)
    : printReplay(first, written);
  return {
    isKept: played.verdicts.every(({ isMet }) => isMet),
    text,
    junit: printJunit([named]),
    stories: [named],
  };
}

function tryAll(plan: ClusterPlan, { first, json }: SeedOptions, count: number): Told {
  const exploration = explore(plan, first, count);
  const text = json ? JSON.stringify(describeExploration(exploration), undefined, 2) : printExploration(exploration);
  const { failing, shortest } = exploration;
  const stories =
    shortest === undefined ? [] : [{ name: `shortest of seed ${shortest.seed}`, played: shortest.played }];
  return { isKept: failing.length === 0, text, junit: printExplorationJunit(exploration), stories };
}
