import type { FilmView } from "../live/film-view.ts";
import { handleKey, placeOnLane, timeAction } from "../view/time-keys.ts";
import type { Hint } from "../view/tooltip.tsx";
import type { Telling } from "./scene-row.tsx";

type Place = {
  readonly changes: readonly Telling[];
  readonly film: FilmView;
  readonly hint: Hint | undefined;
  readonly onHint: (hint: Hint | undefined) => void;
};

/** Left and right: changes; with shift: the time; plus, minus and 0: how much of it. As on the live page. */
export function handleRowKey(event: KeyboardEvent, place: Place): void {
  handleKey(event, () => timeAction(event, place.film) ?? action(event, place));
}

function action(event: KeyboardEvent, place: Place): (() => void) | undefined {
  const { film, onHint } = place;
  switch (event.key) {
    case "ArrowLeft":
      return () => showChange(event, place, -1);
    case "ArrowRight":
      return () => showChange(event, place, 1);
    case "0":
      return () => film.showWhole();
    case "Escape":
      return () => onHint(undefined);
    default:
      return undefined;
  }
}

/** The next change or the one before; the first one, when none is told. */
function showChange(event: KeyboardEvent, { changes, film, hint, onHint }: Place, by: 1 | -1): void {
  const current = changes.findIndex(({ title, at }) => title === hint?.title && at === hint.record);
  const next = current < 0 ? (by === 1 ? 0 : changes.length - 1) : current + by;
  const change = changes[Math.min(changes.length - 1, Math.max(0, next))];
  if (change === undefined || !(event.currentTarget instanceof Element)) return;
  film.show(change.at);
  const spot = placeOnLane(event.currentTarget, change.at, film);
  if (spot !== undefined) onHint({ ...change, ...spot });
}
