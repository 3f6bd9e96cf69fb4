import type { TimelineView } from "../live/timeline-view.ts";
import type { Handover } from "../model/handovers.ts";
import type { Row } from "../model/rows.ts";
import { handleKey, placeOnLane, timeAction } from "./time-keys.ts";
import { hintOfHandover, type Hint } from "./tooltip.tsx";

/** What the keys of the list work on. */
export type KeyboardPlace = {
  readonly row: Row;
  readonly index: number;
  readonly count: number;
  readonly goTo: (index: number) => void;
  readonly timeline: TimelineView;
  readonly hint: Hint | undefined;
  readonly setHint: (hint: Hint | undefined) => void;
  readonly onSelect: (key: string) => void;
  /** Of the row. */
  readonly handovers: readonly Handover[];
};

const page = 8;

/** Up and down: rows; left and right: changes of one; with shift: the time; plus, minus and 0 as everywhere. */
export function handleListKey(event: KeyboardEvent, place: KeyboardPlace): void {
  handleKey(event, () => timeAction(event, place.timeline) ?? action(event, place));
}

function action(event: KeyboardEvent, place: KeyboardPlace): (() => void) | undefined {
  const { row, index, count, goTo, timeline, setHint, onSelect } = place;
  const step = (by: number) => (): void => goTo(Math.min(count - 1, Math.max(0, index + by)));
  switch (event.key) {
    case "ArrowDown":
      return step(1);
    case "ArrowUp":
      return step(-1);
    case "PageDown":
      return step(page);
    case "PageUp":
      return step(-page);
    case "Home":
      return step(-count);
    case "End":
      return step(count);
    case "ArrowLeft":
      return () => showChange(event, place, -1);
    case "ArrowRight":
      return () => showChange(event, place, 1);
    case "0":
      return () => timeline.goLive();
    case "Escape":
      return () => setHint(undefined);
    case "Enter":
    case " ":
      return row.kind === "router" ? () => onSelect(row.key) : undefined;
    default:
      return undefined;
  }
}

/** Goes to the next change of the row or the one before, and tells about it. */
function showChange(event: KeyboardEvent, { handovers, hint, setHint, timeline }: KeyboardPlace, by: 1 | -1): void {
  const current = handovers.findIndex(({ record }) => record.id === hint?.record);
  const next = current < 0 ? handovers.length - 1 : Math.min(handovers.length - 1, Math.max(0, current + by));
  const handover = handovers[next];
  if (handover === undefined) return;
  timeline.show(handover.at);
  const row = event.target instanceof Element ? event.target : undefined;
  const spot = placeOnLane(row, handover.at, timeline);
  if (spot !== undefined) setHint(hintOfHandover(handover, spot.x, spot.y));
}
