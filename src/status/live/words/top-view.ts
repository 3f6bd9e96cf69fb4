import { unreachable } from "../../../base/assert.ts";
import type { EventRecord } from "../event-record.ts";
import type { StatusDocument } from "../status-document.ts";

/** Events that a display keeps, the last ones. */
export const keptEvents = 200;

/** What a live display shows, and where in it somebody is. */
export type TopView = {
  /** Undefined: nothing has been heard yet. */
  readonly document: StatusDocument | undefined;
  readonly events: readonly EventRecord[];
  /** Among the instances and then the services. */
  readonly selected: number;
  readonly isDetail: boolean;
  /** Lines of the details above the screen. */
  readonly scroll: number;
  /** What is wrong with the display itself; undefined: nothing. */
  readonly problem: string | undefined;
};

export const firstView: TopView = {
  document: undefined,
  events: [],
  selected: 0,
  isDetail: false,
  scroll: 0,
  problem: undefined,
};

export type TopKey = "up" | "down" | "page-up" | "page-down" | "first" | "last" | "enter" | "back" | "quit" | "suspend";

/** `page` are the lines of a page. What is not about the view, such as the end, leaves it as it is. */
export function afterKey(view: TopView, key: TopKey, page: number): TopView {
  switch (key) {
    case "up":
      return moved(view, -1);
    case "down":
      return moved(view, 1);
    case "page-up":
      return moved(view, -page);
    case "page-down":
      return moved(view, page);
    case "first":
      return moved(view, Number.NEGATIVE_INFINITY);
    case "last":
      return moved(view, Number.MAX_SAFE_INTEGER);
    case "enter":
      return rowCount(view) === 0 ? view : { ...view, isDetail: !view.isDetail, scroll: 0 };
    case "back":
      return { ...view, isDetail: false, scroll: 0 };
    case "quit":
    case "suspend":
      return view;
    default:
      return unreachable(key);
  }
}

/** A document that came later may have fewer rows. */
export function withDocument(view: TopView, document: StatusDocument): TopView {
  return moved({ ...view, document, problem: undefined }, 0);
}

export function withEvent(view: TopView, record: EventRecord): TopView {
  return { ...view, events: [...view.events, record].slice(-keptEvents) };
}

export function rowCount({ document }: TopView): number {
  return document === undefined ? 0 : document.instances.length + document.services.length;
}

/** In the details the text moves, at most out of sight; in the table the choice does. */
function moved(view: TopView, by: number): TopView {
  if (view.isDetail) return { ...view, scroll: within(view.scroll + by, scrollLimit) };
  return { ...view, selected: within(view.selected + by, rowCount(view) - 1) };
}

const scrollLimit = 10_000;

function within(value: number, last: number): number {
  return Math.max(0, Math.min(value, last));
}
