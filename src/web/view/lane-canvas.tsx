import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";
import type { Lane, Segment } from "../model/timeline.ts";
import { paintLane } from "./paint-lane.ts";
import { type Paint, type Point, TimelineCanvas } from "./timeline-canvas.tsx";

/** Pixels from the pointer within which a hand-over or a mark is meant. */
const reach = 6;

/** What the pointer is on: what a segment began with, or a mark. */
export type Pointed = {
  readonly segment: Segment | undefined;
  readonly at: number;
  readonly mark: Lane["marks"][number] | undefined;
};

type Properties = {
  readonly timeline: Timeline;
  readonly lane: Lane;
  readonly moments: readonly number[];
  readonly label: string;
  /** What a finger has pointed at stays when it is lifted. */
  readonly keepsTouched?: boolean;
  readonly onPoint: (pointed: Pointed | undefined, x: number, y: number) => void;
};

export function LaneCanvas({ timeline, lane, moments, label, keepsTouched = false, onPoint }: Properties): JSX.Element {
  const paint = useCallback<Paint>(
    (context, size, left, right, now) => paintLane(context, lane, moments, size, [left, right, now]),
    [lane, moments],
  );
  return (
    <TimelineCanvas
      timeline={timeline}
      classes="lane"
      label={label}
      reach={reach}
      keepsTouched={keepsTouched}
      paint={paint}
      onPoint={(point) => {
        if (point === undefined) onPoint(undefined, 0, 0);
        else onPoint(find(lane, point), point.x, point.y);
      }}
    />
  );
}

function find(lane: Lane, { at, near }: Point): Pointed {
  const mark = lane.marks.findLast((each) => Math.abs(each.at - at) <= near);
  // A short segment next to the pointer is meant before the long one below it.
  const short = lane.segments.findLast(
    ({ from, to, record }) => record !== undefined && to - from < near && Math.abs(from - at) <= near,
  );
  const below = lane.segments.findLast(({ from }) => from <= at);
  return { segment: short ?? below, at, mark };
}
