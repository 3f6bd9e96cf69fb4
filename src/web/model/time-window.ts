/** The part of time that the timeline shows, in microseconds; `end` is undefined while it goes with the present. */
export type TimeWindow = { readonly span: number; readonly end: number | undefined };

const second = 1_000_000;
export const shortest = 2 * second;
export const longest = 24 * 3_600 * second;

export const usualSpans: readonly { readonly label: string; readonly name: string; readonly span: number }[] = [
  { label: "1 min", name: "one minute", span: 60 * second },
  { label: "10 min", name: "10 minutes", span: 600 * second },
  { label: "1 h", name: "one hour", span: 3_600 * second },
  { label: "12 h", name: "12 hours", span: 12 * 3_600 * second },
];

/** To begin with: what is young has its whole life in sight. */
export function firstSpan(age: number): number {
  const fitting = usualSpans.slice(0, 2).find(({ span }) => age < span * 2);
  return fitting?.span ?? 600 * second;
}

/** What is ahead of the present at the right edge, as a part of the window, so that "now" is seen to be the end. */
const margin = 0.02;

/** What is seen at the left and at the right edge. */
export function edges({ span, end }: TimeWindow, now: number): readonly [number, number] {
  const right = end ?? now + span * margin;
  return [right - span, right];
}

/** Makes the span `factor` times as long; what is at `anchor` (0: left edge, 1: right edge) stays where it is. */
export function zoom(window: TimeWindow, factor: number, anchor: number, now: number): TimeWindow {
  const span = Math.min(longest, Math.max(shortest, window.span * factor));
  // With the present at its edge, the window keeps it there.
  if (window.end === undefined) return { span, end: undefined };
  const [left] = edges(window, now);
  const at = left + window.span * anchor;
  return follow({ span, end: at + span * (1 - anchor) }, now);
}

/** Moves by a part of the span: positive is towards the present, where it stops. */
export function pan(window: TimeWindow, part: number, now: number): TimeWindow {
  const [, right] = edges(window, now);
  return follow({ span: window.span, end: right + window.span * part }, now);
}

/** So that `at` is in sight, a third from the right. */
export function show(window: TimeWindow, at: number, now: number): TimeWindow {
  const [left, right] = edges(window, now);
  if (at >= left + window.span * 0.05 && at <= right) return window;
  return follow({ span: window.span, end: at + window.span / 3 }, now);
}

function follow(window: TimeWindow, now: number): TimeWindow {
  const live = edges({ span: window.span, end: undefined }, now)[1];
  return window.end !== undefined && window.end >= live ? { span: window.span, end: undefined } : window;
}

const steps = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600,
  7_200, 14_400, 21_600, 43_200,
];

/** Round moments between two, at most `most`; `offset` is that of the local time, in microseconds. */
export function ticks(from: number, to: number, most: number, offset: number): readonly number[] {
  const span = (to - from) / second;
  const step = (steps.find((each) => span / each <= most) ?? 86_400) * second;
  const first = Math.ceil((from + offset) / step) * step - offset;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
