import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";
import { ticks } from "../model/time-window.ts";
import { prepareCanvas } from "./canvas.ts";
import { palette } from "./palette.ts";
import { localOffset, printTick } from "./times.ts";

const height = 22;
/** Pixels that a label needs. */
const labelWidth = 84;

/** How its moments are written, and from what they are counted: microseconds ahead of the timeline's own. */
export type Scale = { readonly print: (time: number, step: number) => string; readonly offset: () => number };

const wallClock: Scale = { print: printTick, offset: localOffset };

type Properties = { readonly timeline: Timeline; readonly scale?: Scale };

/** The hours above the lanes; it measures the width that all of them have. */
export function Axis({ timeline, scale = wallClock }: Properties): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      timeline.width = element.clientWidth;
      timeline.refresh();
    });
    observer.observe(element);
    const end = timeline.addPainter((now, left, right) => paint(element, scale, now, [left, right]));
    return () => {
      observer.disconnect();
      end();
    };
  }, [timeline, scale]);
  return <canvas ref={canvas} class="axis" aria-hidden="true" />;
}

function paint(
  canvas: HTMLCanvasElement,
  { print, offset }: Scale,
  now: number,
  [left, right]: readonly [number, number],
): void {
  const width = canvas.clientWidth;
  const context = prepareCanvas(canvas, width, height);
  if (context === undefined) return;
  const colours = palette();
  const moments = ticks(left, right, Math.max(2, Math.floor(width / labelWidth)), offset());
  const step = (moments[1] ?? right) - (moments[0] ?? left);
  const toX = (time: number): number => ((time - left) / (right - left)) * width;
  context.clearRect(0, 0, width, height);
  context.font = colours.font;
  context.textBaseline = "middle";
  for (const moment of moments) {
    const x = toX(moment);
    context.fillStyle = colours.line;
    context.fillRect(x, height - 6, 1, 6);
    context.fillStyle = colours.text;
    const text = print(moment, step);
    const half = context.measureText(text).width / 2;
    if (x - half >= 0 && x + half <= width) context.fillText(text, x - half, 8);
  }
  context.fillStyle = colours.accent;
  if (now <= right) context.fillRect(toX(now) - 1, height - 8, 2, 8);
}
