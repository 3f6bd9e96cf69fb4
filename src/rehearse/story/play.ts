import { unreachable } from "../../base/assert.ts";
import { type Duration, elapsed, type Instant, later, milliseconds, sum, zeroDuration } from "../../base/time.ts";
import { buildWorld, type ClusterPlan } from "../cluster-plan.ts";
import { Directors } from "../servers/directors.ts";
import { longestPatience } from "../servers/patience.ts";
import { longest, patience } from "../patience.ts";
import { Film } from "../picture/film.ts";
import type { Scene } from "../picture/scene.ts";
import { everyAddress, servicesOf } from "../services.ts";
import { nobody, several, type Stretch } from "../timeline.ts";
import { Names, printOwners, printTime } from "../wording.ts";
import type { World } from "../world.ts";
import { act } from "./act.ts";
import { ServerJudge } from "./judge-servers.ts";
import type { Expectation, Step, Story } from "./story.ts";

/** What came of an expectation; `detail` says what was. */
export type Verdict = { readonly expectation: Expectation; readonly isMet: boolean; readonly detail: string };

/** A story that was played: `trace` is what happened, from its beginning. The scene: where it is asked for. */
export type Played = {
  readonly verdicts: readonly Verdict[];
  readonly trace: readonly string[];
  readonly scene?: Scene | undefined;
};

/** Between the starts of the nodes, where the story begins with all of them running. */
const startGap = milliseconds(10);

/**
 * `traces` false: nothing is told. `isHasty`: the end is as soon as everything that is expected can be judged. `draws`:
 * with a scene of it.
 */
export type PlayOptions = { readonly traces?: boolean; readonly isHasty?: boolean; readonly draws?: boolean };

/** Plays the steps, and goes on for as long as something may still change or is expected. */
export function playStory(
  story: Story,
  plan: ClusterPlan,
  { traces = true, isHasty = false, draws = false }: PlayOptions = {},
): Played {
  const world = buildWorld(plan, { traces: traces || draws, seed: story.seed });
  const directors = new Directors(world, plan);
  const settling = longest([patience(plan), longestPatience(plan)]);
  if (story.beginsRunning) {
    for (const { name } of plan.nodes) {
      world.start(name);
      world.advance(startGap);
    }
    world.advance(settling);
  }
  const origin = world.now;
  world.chronicle.beginTrace(world.now);
  const film = draws ? new Film(world, plan, servicesOf(plan.nodes)) : undefined;
  for (const { at, action } of story.steps) {
    world.advanceTo(later(origin, at));
    const told = world.chronicle.trace.length;
    act(world, action, directors);
    // What is done comes first, and then what it leads to.
    const text = (world.chronicle.trace[told] ?? "").replace(/^\S+ /u, "");
    const power = action.kind === "kill" ? "off" : action.kind === "start" ? "on" : undefined;
    film?.note({ text, node: "node" in action ? (action.node ?? "") : "", power });
  }
  const last = longest(story.steps.map(endOf));
  const expected = story.expectations.map(isHasty ? decidedAt : endOfExpectation);
  world.advanceTo(later(origin, longest([isHasty ? last : sum(last, settling), ...expected])));
  const judge = new Judge(world, directors, plan, origin);
  const verdicts = story.expectations.map((each) => judge.judge(each));
  const scene = film?.take(origin, world.now, true);
  if (!traces) return { verdicts, trace: [], scene };
  const names = new Names(plan);
  return { verdicts, trace: world.chronicle.trace.map((line) => names.translate(line)), scene };
}

/** When nothing of the step goes on any more but what it has set off. */
function endOf({ at, action }: Step): Duration {
  return action.kind === "pause" ? sum(at, action.length) : at;
}

function endOfExpectation(expectation: Expectation): Duration {
  return expectation.kind === "never" ? (expectation.until ?? zeroDuration) : expectation.at;
}

/** When something that goes on from the beginning of its time has gone on for too long. */
function decidedAt(expectation: Expectation): Duration {
  if (expectation.kind !== "never") return expectation.at;
  const { from = zeroDuration, longerThan, until } = expectation;
  const decided = sum(from, longerThan, milliseconds(1));
  return until !== undefined && until < decided ? until : decided;
}

/** Holds expectations against who held what. */
class Judge {
  readonly #world: World;
  readonly #origin: Instant;
  readonly #addresses: readonly string[];
  readonly #servers: ServerJudge;

  constructor(world: World, directors: Directors, plan: ClusterPlan, origin: Instant) {
    this.#servers = new ServerJudge(world, directors, plan, origin);
    this.#world = world;
    this.#origin = origin;
    this.#addresses = everyAddress(plan);
  }

  judge(expectation: Expectation): Verdict {
    switch (expectation.kind) {
      case "owner":
        return this.#judgeOwner(expectation);
      case "never":
        return this.#judgeNever(expectation);
      case "share":
      case "answered":
        return { expectation, ...this.#servers.judge(expectation) };
      default:
        return unreachable(expectation);
    }
  }

  #judgeOwner(expectation: Expectation & { readonly kind: "owner" }): Verdict {
    const { address, node, since, at } = expectation;
    const owners = this.#world.chronicle.timeline.owners(address, later(this.#origin, at));
    const wanted = node === undefined ? [] : [node];
    const isMet = owners.join(" ") === wanted.join(" ");
    if (!isMet)
      return { expectation, isMet, detail: `${printOwners(owners)} ${owners.length > 1 ? "have" : "has"} it then` };
    const from = later(this.#origin, since);
    const until = later(this.#origin, at);
    const [, ...changes] = at === since ? [] : this.#world.chronicle.timeline.stretches(address, from, until);
    const last = changes.at(-1);
    const detail = last === undefined ? "all the time" : `after ${printTime(elapsed(from, last.from))}`;
    return { expectation, isMet, detail };
  }

  #judgeNever(expectation: Expectation & { readonly kind: "never" }): Verdict {
    const { what, longerThan, address } = expectation;
    const addresses = address === undefined ? this.#addresses : [address];
    const all = addresses.flatMap((each) => this.#stretches(each, expectation).map((stretch) => ({ each, stretch })));
    const [first, ...others] = all;
    if (first === undefined) return { expectation, isMet: true, detail: "never at all" };
    const worst = others.reduce((most, each) => (lengthOf(each.stretch) > lengthOf(most.stretch) ? each : most), first);
    const length = lengthOf(worst.stretch);
    const begin = printTime(elapsed(this.#origin, worst.stretch.from));
    const who = what === "two" ? ` with ${printOwners(worst.stretch.owners)}` : "";
    return {
      expectation,
      isMet: length <= longerThan,
      detail: `${worst.each}${who} for ${printTime(length)} from ${begin} on`,
    };
  }

  /** Those of the kind. Before anybody has had the address there is nothing to miss, where no time is given. */
  #stretches(address: string, { what, from, until }: Expectation & { readonly kind: "never" }): readonly Stretch[] {
    const begin = later(this.#origin, from ?? zeroDuration);
    const end = until === undefined ? this.#world.now : later(this.#origin, until);
    const stretches = this.#world.chronicle.timeline.stretches(address, begin, end);
    const first = from === undefined ? stretches.findIndex((stretch) => !nobody(stretch)) : 0;
    // Two that follow one another with other owners are still two.
    const isMeant = what === "two" ? several : nobody;
    return joined(stretches.slice(first === -1 ? 0 : first), isMeant);
  }
}

/** Neighbours of the kind as one. */
function joined(stretches: readonly Stretch[], isMeant: (stretch: Stretch) => boolean): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches.filter(isMeant)) {
    const last = result.at(-1);
    if (last?.until === stretch.from) result.splice(-1, 1, { ...last, until: stretch.until });
    else result.push(stretch);
  }
  return result;
}

function lengthOf({ from, until }: Stretch): Duration {
  return elapsed(from, until);
}
