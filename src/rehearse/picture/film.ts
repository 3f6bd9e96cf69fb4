import { elapsed, type Instant, later, microseconds } from "../../base/time.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { isSame } from "../outcome.ts";
import type { Service } from "../services.ts";
import { Names } from "../wording.ts";
import type { Transition } from "../chronicle.ts";
import type { World } from "../world.ts";
import { type Frame, laneStates } from "./lane-states.ts";
import type { Holding, Scene, SceneRow } from "./scene.ts";

/** What is done to a cluster, and what that means for the power of a machine. */
export type Deed = {
  readonly at: Instant;
  readonly text: string;
  readonly node: string;
  readonly power: "on" | "off" | undefined;
};

/** Services in one picture, at most. */
export const mostRows = 60;
/** Changes of owners, and of states on one node, in one picture. */
export const mostChanges = 2_000;

/** Of what lies between the event and the last change: so much more is shown before and after. */
const margin = { before: 0.1, after: 0.25 } as const;
/** Microseconds that are shown at least: of what changes something, and of what changes nothing. */
const shortest = { moving: 1_000_000, still: 5_000_000 } as const;

/** Remembers what is done to a world, and makes pictures of what came of it. */
export class Film {
  readonly #world: World;
  readonly #services: readonly Service[];
  readonly #names: Names;
  readonly #deeds: Deed[] = [];

  constructor(world: World, plan: ClusterPlan, services: readonly Service[]) {
    this.#world = world;
    this.#services = services;
    this.#names = new Names(plan);
  }

  /** It is done now. */
  note(deed: Omit<Deed, "at">): void {
    this.#deeds.push({ at: this.#world.now, ...deed });
  }

  /** From an event to `until`, or to where nothing changes any more; `isWhole`: to the end in any case. */
  take(origin: Instant, until: Instant, isWhole = false): Scene {
    const all = this.#rows({ origin, from: origin, until });
    const lastChange = Math.max(0, ...all.map(lastChangeOf));
    const moves = all.some((row) => lastChangeOf(row) >= 0);
    const wanted = Math.max(moves ? lastChange * (1 + margin.after) : shortest.still, shortest.moving);
    const length = isWhole ? elapsed(origin, until) : Math.min(wanted, elapsed(origin, until));
    const [begin, end] = [later(origin, microseconds(-length * margin.before)), later(origin, microseconds(length))];
    // Those that move come before those that do not, if there is no room for all.
    const moving = all.filter((row) => lastChangeOf(row) >= 0);
    const still = all.filter((row) => lastChangeOf(row) < 0);
    const chosen = new Set([...moving, ...still].slice(0, mostRows).map(({ service }) => service));
    return {
      from: elapsed(origin, begin),
      until: elapsed(origin, end),
      acts: this.#deeds
        .filter(({ at }) => at >= begin && at <= end)
        .map(({ at, text }) => ({ at: elapsed(origin, at), text })),
      rows: this.#rows({ origin, from: begin, until: end }, chosen),
      omitted: all.length - chosen.size,
    };
  }

  /** Of the services that are meant; undefined: of all. */
  #rows(frame: Frame, meant?: ReadonlySet<number>): readonly SceneRow[] {
    const transitions = new Map<string, Transition[]>();
    for (const each of this.#world.chronicle.transitions) {
      const key = `${each.node} ${each.instance}`;
      const known = transitions.get(key);
      if (known === undefined) transitions.set(key, [each]);
      else known.push(each);
    }
    return this.#services.flatMap(({ address, instances }, service) => {
      if (meant?.has(service) === false) return [];
      const lanes = Array.from(instances, ([node, instance]) => {
        const own = transitions.get(`${node} ${instance}`) ?? [];
        const deeds = this.#deeds.filter((each) => each.node === node);
        const states = laneStates(own, deeds, frame, this.#names);
        return { node, instance, states: states.slice(0, mostChanges) };
      });
      return [{ service, holders: this.#holders(address, frame), lanes }];
    });
  }

  #holders(address: string, { origin, from, until }: Frame): readonly Holding[] {
    return this.#world.chronicle.timeline
      .stretches(address, later(from, microseconds(-1)), until)
      .slice(0, mostChanges)
      .map((each, index): Holding => ({ from: elapsed(origin, index === 0 ? from : each.from), owners: each.owners }))
      .filter(({ owners }, index, those) => index === 0 || !isSame(owners, those[index - 1]?.owners ?? []));
  }
}

/** After the event; -1: nothing changed. What it did at once counts as a change. */
function lastChangeOf({ holders, lanes }: SceneRow): number {
  const changes = [...holders.slice(1), ...lanes.flatMap(({ states }) => states.slice(1))];
  return Math.max(-1, ...changes.map(({ from }) => from));
}
