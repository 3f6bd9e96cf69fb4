import type { Act, Scene, SceneLane, SceneRow } from "../../rehearse/picture/scene.ts";
import type { Lane, LaneRecord, LaneState } from "./timeline.ts";
import { printExactSpan } from "./words.ts";

/** A stretch of time in which the same nodes had an address; `goesOn` when the scene ends before it does. */
export type HolderSpan = {
  readonly from: number;
  readonly to: number;
  readonly owners: readonly string[];
  readonly goesOn: boolean;
};

/**
 * Two have it only for as long as the old one waits until the new one has announced it: nothing to be alarmed about.
 */
export function isHandOver({ owners, from, to, goesOn }: HolderSpan): boolean {
  return owners.length > 1 && !goesOn && to - from <= handOver;
}

/** Microseconds. */
export const handOver = 100_000;

/** Changes that are told of one scene. */
export const mostMoments = 400;

/** Something that happened in a scene. */
export type SceneMoment =
  | { readonly kind: "act"; readonly at: number; readonly text: string }
  | { readonly kind: "owners"; readonly at: number; readonly services: readonly number[]; readonly span: HolderSpan }
  | {
      readonly kind: "state";
      readonly at: number;
      readonly node: string;
      readonly instance: string;
      readonly state: LaneState;
      readonly why: string;
    };

/** As the lanes of the live page are. Its records are numbered by the moments at which they happened. */
export function laneOfScene({ states }: SceneLane, { until, acts }: Scene): Lane {
  const segments = states.map(({ from, state, why }, index) => {
    const record = why === undefined ? undefined : recordOf(from, why, acts);
    return { state, from, to: states[index + 1]?.from ?? until, record };
  });
  return { segments, marks: [] };
}

function recordOf(at: number, why: string, acts: readonly Act[]): LaneRecord {
  const links = causesAt(at, why, acts).map((text) => ({ kind: "rehearsed", text, details: {} }));
  return { id: at, severity: "notice", text: why, causes: links };
}

/** What was seen, and what of all that was done was done last before it. */
export function causesAt(at: number, why: string, acts: readonly Act[]): readonly string[] {
  const act = acts.findLast((each) => each.at <= at);
  if (act === undefined || act.text === why) return [why];
  return [why, at === act.at ? act.text : `${act.text}, ${printExactSpan(at - act.at)} before`];
}

export function holderSpans({ holders }: SceneRow, { until }: Scene): readonly HolderSpan[] {
  return holders.map(({ from, owners }, index) => {
    const next = holders[index + 1];
    return { from, to: next?.from ?? until, owners, goesOn: next === undefined };
  });
}

/** "for 3.641 s", "from then on" */
export function printLasting({ from, to, goesOn }: HolderSpan): string {
  return goesOn ? "from then on" : `for ${printExactSpan(to - from)}`;
}

/** All that happened, in order: what was done, which states that led to, and who had what then. */
export function courseOf(scene: Scene): readonly SceneMoment[] {
  const { acts, rows } = scene;
  const order = { act: 0, state: 1, owners: 2 } as const;
  const told = new Set<string>();
  const states = rows.flatMap(({ lanes }) =>
    lanes.flatMap(({ node, instance, states: all }) => {
      // One instance may have several services.
      const key = `${node} ${instance}`;
      if (told.has(key)) return [];
      told.add(key);
      return all.flatMap(({ from: at, state, why }): readonly SceneMoment[] =>
        why === undefined ? [] : [{ kind: "state", at, node, instance, state, why }],
      );
    }),
  );
  const alike = new Map<string, { readonly services: number[]; readonly span: HolderSpan }>();
  for (const row of rows) {
    for (const span of holderSpans(row, scene).slice(1)) {
      const key = [span.from, span.to, ...span.owners].join(" ");
      const known = alike.get(key);
      if (known === undefined) alike.set(key, { services: [row.service], span });
      else known.services.push(row.service);
    }
  }
  const owners = Array.from(alike.values(), (each): SceneMoment => ({ kind: "owners", at: each.span.from, ...each }));
  const done = acts.map(({ at, text }): SceneMoment => ({ kind: "act", at, text }));
  return [...done, ...states, ...owners].sort((a, b) => a.at - b.at || order[a.kind] - order[b.kind]);
}
