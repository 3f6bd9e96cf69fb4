import type { JSX, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";
import { prepareCanvas } from "./canvas.ts";

const laneHeight = 22;

type Size = { readonly width: number; readonly height: number };

/** Draws what is between the edges of the timeline; `now`: of its present. */
export type Paint = (context: CanvasRenderingContext2D, size: Size, left: number, right: number, now: number) => void;

/** For a canvas as wide as the timeline, painted whenever that moves and when `paint` is another one. */
export function useTimelineCanvas(
  timeline: Timeline,
  height: number,
  paint: Paint,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(paint);
  latest.current = paint;
  useEffect(
    () =>
      timeline.addPainter((now, left, right) => {
        const element = canvas.current;
        const { width } = timeline;
        const context = element === null ? undefined : prepareCanvas(element, width, height);
        if (context !== undefined) latest.current(context, { width, height }, left, right, now);
      }),
    [timeline, height],
  );
  // What is shown has changed: it is drawn now, not when the present has moved.
  useEffect(() => timeline.refresh(), [paint, timeline]);
  return canvas;
}

/** The moment that is pointed at, how much time `reach` is to either side of it, and where that is on the page. */
export type Point = { readonly at: number; readonly near: number; readonly x: number; readonly y: number };

type Properties = {
  readonly timeline: Timeline;
  readonly classes: string;
  readonly label: string;
  /** Pixels from the pointer within which something is meant. */
  readonly reach: number;
  /** What a finger has pointed at stays when it is lifted. */
  readonly keepsTouched: boolean;
  readonly paint: Paint;
  /** Undefined: at nothing any more. */
  readonly onPoint: (point: Point | undefined) => void;
};

/** A lane that can be pointed at. */
export function TimelineCanvas({
  timeline,
  classes,
  label,
  reach,
  keepsTouched,
  paint,
  onPoint,
}: Properties): JSX.Element {
  const canvas = useTimelineCanvas(timeline, laneHeight, paint);
  const point = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return;
    const [left, right] = timeline.edges;
    const perPixel = (right - left) / box.width;
    const at = left + perPixel * (event.clientX - box.left);
    onPoint({ at, near: perPixel * reach, x: event.clientX, y: box.bottom });
  };
  return (
    <canvas
      ref={canvas}
      class={classes}
      role="img"
      aria-label={label}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => {
        if (!keepsTouched || event.pointerType !== "touch") onPoint(undefined);
      }}
    />
  );
}
