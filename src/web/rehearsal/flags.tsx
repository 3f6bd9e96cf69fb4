import type { JSX } from "preact";
import { useCallback } from "preact/hooks";
import type { Timeline } from "../live/timeline-view.ts";
import { type Palette, palette } from "../view/palette.ts";
import { type Paint, useTimelineCanvas } from "../view/timeline-canvas.tsx";

/** What was done at a moment, or what was expected of it. */
export type Flag = { readonly at: number; readonly text: string; readonly kind: "act" | "met" | "unmet" };

const height = 20;
const signs = { act: "▼", met: "✓", unmet: "✗" } as const;

/** Above the lanes: what was done when. The same stands in words below them. */
export function Flags({
  timeline,
  flags,
}: {
  readonly timeline: Timeline;
  readonly flags: readonly Flag[];
}): JSX.Element {
  const draw = useCallback<Paint>(
    (context, { width }, left, right) => paint(context, flags, width, [left, right]),
    [flags],
  );
  const canvas = useTimelineCanvas(timeline, height, draw);
  return <canvas ref={canvas} class="flags" aria-hidden="true" />;
}

function paint(
  context: CanvasRenderingContext2D,
  flags: readonly Flag[],
  width: number,
  [left, right]: readonly [number, number],
): void {
  const colours = palette();
  context.clearRect(0, 0, width, height);
  context.font = colours.font;
  context.textBaseline = "middle";
  const shown = flags.filter(({ at }) => at >= left && at <= right).toSorted((a, b) => a.at - b.at);
  const toX = (time: number): number => ((time - left) / (right - left)) * width;
  let free = 0;
  for (const [index, { at, text, kind }] of shown.entries()) {
    const x = toX(at);
    context.fillStyle = colourOf(kind, colours);
    const sign = signs[kind];
    const half = context.measureText(sign).width / 2;
    context.fillText(sign, Math.max(0, x - half), height / 2);
    // Words where they have room, between this sign and the next or the one before.
    const length = context.measureText(text).width;
    const begin = x + half + 4;
    const next = shown[index + 1];
    const end = next === undefined ? width : toX(next.at) - half - 4;
    if (begin + length <= end) context.fillText(text, begin, height / 2);
    else if (x - half - 4 - length >= free) context.fillText(text, x - half - 4 - length, height / 2);
    free = begin + length <= end ? begin + length + 8 : begin + 4;
  }
}

function colourOf(kind: Flag["kind"], colours: Palette): string {
  if (kind === "unmet") return colours.states.fault;
  return kind === "met" ? colours.states.master : colours.accent;
}
