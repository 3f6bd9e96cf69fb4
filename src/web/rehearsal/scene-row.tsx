import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Scene, SceneRow } from "../../rehearse/picture/scene.ts";
import type { FilmView } from "../live/film-view.ts";
import { causesAt, holderSpans, laneOfScene, printLasting, type HolderSpan } from "../model/scene.ts";
import type { Lane, Segment } from "../model/timeline.ts";
import { printOwners } from "../model/rehearsal-words.ts";
import { printMoment } from "../model/words.ts";
import { Glyph, stateWords } from "../view/glyph.tsx";
import { LaneCanvas } from "../view/lane-canvas.tsx";
import type { Hint } from "../view/tooltip.tsx";
import { HolderCanvas } from "./holder-canvas.tsx";
import { handleRowKey } from "./row-keys.ts";

type Properties = {
  readonly row: SceneRow;
  readonly scene: Scene;
  readonly label: string;
  readonly film: FilmView;
  readonly moments: readonly number[];
  readonly hint: Hint | undefined;
  readonly onHint: (hint: Hint | undefined) => void;
};

/** What is told of a change, without its place in the window. */
export type Telling = Omit<Hint, "x" | "y"> & { readonly at: number };

/** One address: who has it, and below that the life of its instance on each node. */
export function SceneRowView({ row, scene, label, film, moments, hint, onHint }: Properties): JSX.Element {
  const spans = useMemo(() => holderSpans(row, scene), [row, scene]);
  const lanes = useMemo(() => row.lanes.map((lane) => ({ ...lane, lane: laneOfScene(lane, scene) })), [row, scene]);
  const changes = useMemo(() => changesOf(row, scene, label), [row, scene, label]);
  const last = spans.at(-1)?.owners ?? [];
  const place = (telling: Telling | undefined, x: number, y: number): void =>
    onHint(telling === undefined ? undefined : { ...telling, x, y });
  return (
    <div
      class="scene-row"
      role="group"
      tabIndex={0}
      aria-label={`${label}: ${changes.length} changes, left and right go through them`}
      onKeyDown={(event) => handleRowKey(event, { changes, film, hint, onHint })}
      onFocus={(event) => {
        // Who comes by the keyboard has not asked yet.
        if (event.currentTarget.matches(":focus-visible")) onHint(undefined);
      }}
    >
      <div class="scene-line scene-holders">
        <Glyph state={last.length === 0 ? "nobody" : last.length > 1 ? "several" : "master"} />
        <code class="scene-address">{label}</code>
        <HolderCanvas
          timeline={film}
          spans={spans}
          moments={moments}
          label={`${label}: ${spans.map(({ owners, from }) => `${printOwners(owners)} from ${printMoment(from)}`).join(", ")}`}
          onPoint={(span, x, y) => place(span && tellSpan(span, row, scene, label), x, y)}
        />
      </div>
      {lanes.map(({ node, instance, lane }) => {
        const now = lane.segments.at(-1)?.state ?? "gone";
        return (
          <div key={node} class="scene-line">
            <Glyph state={now} />
            <span class="scene-node">
              {node} <span class="soft">{instance}</span>
            </span>
            <LaneCanvas
              timeline={film}
              lane={lane}
              moments={moments}
              keepsTouched
              label={`${instance} on ${node}: ${describeLane(lane)}`}
              onPoint={(pointed, x, y) =>
                place(
                  pointed?.segment &&
                    tellSegment(pointed.segment, pointed.segment === lane.segments.at(-1), instance, node),
                  x,
                  y,
                )
              }
            />
          </div>
        );
      })}
    </div>
  );
}

function describeLane({ segments }: Lane): string {
  return segments.map(({ state, from }) => `${stateWords[state]} from ${printMoment(from)}`).join(", ");
}

function tellSegment({ state, from, to, record }: Segment, isLast: boolean, instance: string, node: string): Telling {
  return {
    at: from,
    title: `${instance} on ${node}: ${stateWords[state]}`,
    lines: [printWhen(record && from, isLast ? undefined : to)],
    causes: record?.causes ?? [],
    record: from,
  };
}

function tellSpan(span: HolderSpan, row: SceneRow, scene: Scene, label: string): Telling {
  const { owners, from, to, goesOn } = span;
  const isFirst = from === scene.from;
  const why = row.lanes.flatMap(({ states }) => states).findLast((each) => each.from === from)?.why;
  const causes = isFirst
    ? []
    : causesAt(from, why ?? scene.acts.findLast(({ at }) => at <= from)?.text ?? "", scene.acts);
  return {
    at: from,
    title: `${label}: ${printOwners(owners)}${isFirst ? "" : ` ${printLasting(span)}`}`,
    lines: [printWhen(isFirst ? undefined : from, goesOn ? undefined : to)],
    causes: causes.map((text) => ({ kind: "rehearsed", text, details: {} })),
    record: from,
  };
}

/** "from +3.641 s to +20.1 s"; undefined: before and after what is shown. */
function printWhen(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return to === undefined ? "all the time" : `until ${printMoment(to)}`;
  return to === undefined ? `from ${printMoment(from)} on` : `from ${printMoment(from)} to ${printMoment(to)}`;
}

/** All changes of the row, in order; what nobody or several have is told rather than the states that led to it. */
function changesOf(row: SceneRow, scene: Scene, label: string): readonly Telling[] {
  const spans = holderSpans(row, scene).slice(1);
  const states = row.lanes.flatMap((lane) =>
    laneOfScene(lane, scene)
      .segments.slice(1)
      .map((segment, index, { length }) => tellSegment(segment, index === length - 1, lane.instance, lane.node)),
  );
  return [...states, ...spans.map((span) => tellSpan(span, row, scene, label))].sort((a, b) => a.at - b.at);
}
