import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";
import type { HolderSpan } from "../model/scene.ts";
import { type Paint, TimelineCanvas } from "../view/timeline-canvas.tsx";
import { paintHolders } from "./paint-holders.ts";

type Properties = {
  readonly timeline: Timeline;
  readonly spans: readonly HolderSpan[];
  readonly moments: readonly number[];
  readonly label: string;
  readonly onPoint: (span: HolderSpan | undefined, x: number, y: number) => void;
};

/** Pixels from the pointer within which a short stretch is meant. */
const reach = 4;

/** Who has an address over the time of a scene. */
export function HolderCanvas({ timeline, spans, moments, label, onPoint }: Properties): JSX.Element {
  const paint = useCallback<Paint>(
    (context, size, left, right) => paintHolders(context, spans, moments, size, [left, right]),
    [spans, moments],
  );
  return (
    <TimelineCanvas
      timeline={timeline}
      classes="lane lane-holders"
      label={label}
      reach={reach}
      keepsTouched
      paint={paint}
      onPoint={(point) => {
        if (point === undefined) return onPoint(undefined, 0, 0);
        const { at, near, x, y } = point;
        const short = spans.find(({ from, to }) => to - from < near && Math.abs(from - at) <= near);
        const below = spans.findLast(({ from }) => from <= at);
        return onPoint(short ?? below, x, y);
      }}
    />
  );
}
