import type { JSX } from "preact";
import type { TimelineView } from "../live/timeline-view.ts";
import type { Router, RouterPart } from "../model/cluster.ts";
import { toOwnTime } from "../model/clock.ts";
import type { Handover } from "../model/handovers.ts";
import { laneOf } from "../model/timeline.ts";
import { printAge, printList, printPriority } from "../model/words.ts";
import { Glyph, glyphOf, glyphOfCondition, printCondition, stateWords } from "./glyph.tsx";
import { LaneCanvas } from "./lane-canvas.tsx";
import { hintOf, type Hint } from "./tooltip.tsx";
import { printHeard } from "./peer-words.ts";

type Properties = {
  readonly router: Router;
  readonly top: number;
  readonly height: number;
  readonly index: number;
  readonly handovers: readonly Handover[];
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly historyFrom: number;
  readonly timeline: TimelineView;
  readonly now: number;
  /** There is no room for sums. */
  readonly isNarrow: boolean;
  readonly onFocus: () => void;
  readonly onSelect: (key: string) => void;
  readonly onHint: (hint: Hint | undefined) => void;
};

/** One virtual router: who holds it, and a line with the life of its instance on each node. */
export function RouterRow(properties: Properties): JSX.Element {
  const { router, top, height, index, handovers, isActive, isSelected, now, onFocus, onSelect } = properties;
  const { condition, parts } = router;
  const holder = parts.find(({ node }) => condition.kind === "held" && node.name === condition.by);
  const since = holder?.instance.since;
  const age =
    since === undefined || holder === undefined ? "" : printAge(now - toOwnTime(holder.node.view.clock, since));
  const [first] = parts;
  const moments = handovers.filter(({ kind }) => kind !== "start").map(({ at }) => at);
  return (
    <div
      class={`row router-row condition-${condition.kind}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onFocus={onFocus}
      onClick={() => onSelect(router.key)}
    >
      <div class="who" role="gridcell">
        <Glyph state={glyphOfCondition(condition)} />
        <span class="who-name">{router.name}</span>
        <span class="who-addresses">
          {printList(
            router.addresses.map(({ address }) => address),
            2,
          )}
        </span>
        <span class="who-holder">
          {printCondition(condition)}
          {age !== "" && <span class="soft"> for {age}</span>}
        </span>
        <span class="who-where soft">
          {first?.instance.interface} · VRID {first?.instance.vrid}
        </span>
      </div>
      <div class="parts" role="gridcell">
        {parts.map((part) => (
          <Part key={part.node.view.url} part={part} moments={moments} {...properties} />
        ))}
      </div>
    </div>
  );
}

type PartProperties = Properties & { readonly part: RouterPart; readonly moments: readonly number[] };

function Part({ part, moments, handovers, historyFrom, timeline, now, isNarrow, onHint }: PartProperties): JSX.Element {
  const { node, instance } = part;
  const state = glyphOf(node, instance);
  const lane = laneOf(node.view, instance, historyFrom, now);
  const sum = printPriority(instance);
  return (
    <div class="part">
      <Glyph state={state} />
      <span class="part-node">{node.name}</span>
      <span class="part-priority" title={sum}>
        {isNarrow ? instance.priority : sum}
      </span>
      <span class="part-peers soft">{printHeard(part, now)}</span>
      <LaneCanvas
        timeline={timeline}
        lane={lane}
        moments={moments}
        label={`${instance.name} on ${node.name}: ${stateWords[state]}, ${lane.segments.length - 1} changes`}
        onPoint={(pointed, x, y) =>
          onHint(pointed === undefined ? undefined : hintOf(pointed, { part, handovers, now, x, y }))
        }
      />
    </div>
  );
}
