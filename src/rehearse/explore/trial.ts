import { Rng } from "../../base/rng.ts";
import { type Duration, microseconds, seconds } from "../../base/time.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { longest, patience } from "../patience.ts";
import { type Service, servicesOf } from "../services.ts";
import { playStory, type Verdict } from "../story/play.ts";
import type { Story } from "../story/story.ts";
import { promisesOf } from "./promises.ts";
import { type Ground, randomSteps } from "./random-steps.ts";

/** A story with promises that were not kept. */
export type Failing = { readonly story: Story; readonly broken: readonly Verdict[] };

/** `isHasty`: many short stories, rather than fewer long ones. */
export type TrialOptions = { readonly isHasty?: boolean };

/** Troubles in one story. */
const mostSteps = 8;
const mostStepsInHaste = 3;
/** How many of the stories begin with all nodes switched off. */
const shareOfStarts = 0.2;

/** Without what patience has for all that is not in the files: with short intervals it is most of it. */
function haste(patient: Duration, interval: Duration): Duration {
  return longest([interval, microseconds(patient - seconds(2))]);
}

/** A cluster on trial: makes stories of seeds, and tells which promises of the protocol they break. */
export class Trial {
  readonly #plan: ClusterPlan;
  readonly #services: readonly Service[];
  readonly #ground: Ground;
  readonly #isHasty: boolean;

  constructor(plan: ClusterPlan, { isHasty = false }: TrialOptions = {}) {
    this.#isHasty = isHasty;
    this.#plan = plan;
    this.#services = servicesOf(plan.nodes);
    const intervals = plan.nodes.flatMap(({ config }) => config.instances.map(({ advertInterval }) => advertInterval));
    const interval = longest(intervals);
    const pace = isHasty ? haste(patience(plan), interval) : patience(plan);
    this.#ground = { plan, pace, interval, mostSteps: isHasty ? mostStepsInHaste : mostSteps };
  }

  /** The story of a seed, with all that is promised of it. */
  storyOf(seed: number): Story {
    const rng = new Rng(seed);
    const beginsRunning = !this.#isHasty && !rng.chance(shareOfStarts);
    return this.storyWith({ beginsRunning, seed, steps: randomSteps(rng, this.#ground, beginsRunning) });
  }

  storyWith({ beginsRunning, seed, steps }: Omit<Story, "expectations">): Story {
    // Their text is written when it is told: nearly all are kept.
    const promises = promisesOf(this.#plan, this.#services, steps, beginsRunning);
    const expectations = promises.map((promise) => ({ ...promise, line: 0, text: "" }));
    return { beginsRunning, seed, steps, expectations };
  }

  /** Undefined: all promises were kept. */
  play(story: Story): Failing | undefined {
    const { verdicts } = playStory(story, this.#plan, { traces: false, isHasty: this.#isHasty });
    const broken = verdicts.filter(({ isMet }) => !isMet);
    return broken.length === 0 ? undefined : { story, broken };
  }
}
