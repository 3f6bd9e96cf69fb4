import type { Timeline } from "../live/timeline-view.ts";

/** Does what a key stands for, unless it is meant for the browser. */
export function handleKey(event: KeyboardEvent, action: () => (() => void) | undefined): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = action();
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** What keys do to the time that is shown: arrows with shift, plus and minus. */
export function timeAction({ key, shiftKey }: KeyboardEvent, timeline: Timeline): (() => void) | undefined {
  switch (key) {
    case "ArrowLeft":
      return shiftKey ? () => timeline.pan(-0.1) : undefined;
    case "ArrowRight":
      return shiftKey ? () => timeline.pan(0.1) : undefined;
    case "+":
    case "=":
      return () => timeline.zoom(0.5, 0.5);
    case "-":
      return () => timeline.zoom(2, 0.5);
    default:
      return undefined;
  }
}

/** Where a moment is on the lane of a row, on the page; undefined: the row has no lane. */
export function placeOnLane(
  row: Element | undefined,
  at: number,
  { edges: [left, right] }: Timeline,
): { readonly x: number; readonly y: number } | undefined {
  const lane = row?.querySelector(".lane")?.getBoundingClientRect();
  if (row === undefined || lane === undefined) return undefined;
  const part = Math.min(1, Math.max(0, (at - left) / (right - left)));
  return { x: lane.left + lane.width * part, y: row.getBoundingClientRect().bottom };
}
