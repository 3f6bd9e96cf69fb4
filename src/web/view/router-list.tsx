import type { JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TimelineView } from "../live/timeline-view.ts";
import type { Handover } from "../model/handovers.ts";
import { rowOffsets, visibleRows, type Row } from "../model/rows.ts";
import { GroupRow } from "./group-row.tsx";
import { useMedia } from "./hooks.ts";
import { handleListKey } from "./list-keys.ts";
import { RouterRow } from "./router-row.tsx";
import { Tooltip, type Hint } from "./tooltip.tsx";
import { useTimelineGestures } from "./gestures.ts";

type Properties = {
  readonly rows: readonly Row[];
  readonly nodes: number;
  readonly historyFrom: number;
  readonly handovers: readonly Handover[];
  readonly timeline: TimelineView;
  readonly selected: string | undefined;
  /** What was filtered for. */
  readonly filter: string;
  /** There has been a document: an empty list is the truth. */
  readonly isKnown: boolean;
  readonly now: number;
  readonly onSelect: (key: string) => void;
};

/** Pixels above and below what is seen for which rows are there already. */
const ahead = 400;
/** Pixels of what stays in sight above the list. */
const aboveList = 90;
/** Pixels of a row's own text and of each node's line: as in list.css. */
const heights = { wide: { least: 68, around: 18, line: 26 }, narrow: { least: 0, around: 68, line: 26 }, group: 36 };

/**
 * Every virtual router. Only the rows in sight exist, so that a thousand cost what twenty do; each has its place from
 * the start, so that none ever moves another.
 */
export function RouterList(properties: Properties): JSX.Element {
  const { rows, nodes, timeline, selected, isKnown, now, filter, onSelect } = properties;
  const box = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia("(max-width: 760px)");
  const { least, around, line } = isNarrow ? heights.narrow : heights.wide;
  const router = Math.max(least, around + line * Math.max(1, nodes));
  const offsets = useMemo(() => rowOffsets(rows, { group: heights.group, router }), [rows, router]);
  const [first, last] = useVisible(box, offsets);
  const [active, setActive] = useState<string | undefined>();
  const [hint, setHint] = useState<Hint | undefined>();
  const moments = useMemo(() => byRouter(properties.handovers), [properties.handovers]);
  const wantsFocus = useRef(false);
  useTimelineGestures(box, timeline);

  const activeIndex = Math.max(
    0,
    rows.findIndex(({ key }) => key === active),
  );
  const shown = new Set(Array.from({ length: last - first }, (_, index) => first + index));
  // The one with the focus stays, wherever it is scrolled to.
  if (activeIndex < rows.length) shown.add(activeIndex);

  const goTo = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    wantsFocus.current = true;
    setHint(undefined);
    setActive(row.key);
  };
  // Who filters wants to see what is left from its beginning.
  useEffect(() => {
    const top = box.current?.getBoundingClientRect().top ?? 0;
    if (top < 0) scrollBy({ top: top - aboveList });
  }, [filter]);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const element = box.current?.querySelector<HTMLElement>('[tabindex="0"]');
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[activeIndex];
    if (row === undefined) return;
    handleListKey(event, {
      row,
      index: activeIndex,
      count: rows.length,
      goTo,
      timeline,
      hint,
      setHint,
      onSelect,
      handovers: moments.get(row.key) ?? [],
    });
  };
  return (
    <>
      <div
        id="list"
        ref={box}
        class={rows.length === 0 ? "list is-empty" : "list"}
        role="grid"
        aria-label="Virtual routers: arrow keys move between them and through the changes of one"
        aria-rowcount={rows.length}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div class="list-space" style={{ height: `${offsets.at(-1) ?? 0}px` }}>
          {[...shown].map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const common = {
              top: offsets[index] ?? 0,
              index,
              isActive: index === activeIndex,
              onFocus: () => setActive(row.key),
            };
            return row.kind === "group" ? (
              <GroupRow key={row.key} row={row} {...common} />
            ) : (
              <RouterRow
                key={row.key}
                router={row.router}
                height={router}
                handovers={moments.get(row.key) ?? nothing}
                isSelected={row.key === selected}
                historyFrom={properties.historyFrom}
                timeline={timeline}
                now={now}
                isNarrow={isNarrow}
                onSelect={onSelect}
                onHint={setHint}
                {...common}
              />
            );
          })}
        </div>
        {rows.length === 0 && (
          <p class="empty">{isKnown ? "No virtual router is like that." : "Waiting for the first answer …"}</p>
        )}
      </div>
      <Tooltip hint={hint} />
    </>
  );
}

const nothing: readonly Handover[] = [];

function byRouter(handovers: readonly Handover[]): ReadonlyMap<string, readonly Handover[]> {
  const found = new Map<string, Handover[]>();
  for (const handover of handovers) {
    const list = found.get(handover.router);
    if (list === undefined) found.set(handover.router, [handover]);
    else list.push(handover);
  }
  return found;
}

/** The rows that are in sight, or nearly. */
function useVisible(
  box: { readonly current: HTMLElement | null },
  offsets: readonly number[],
): readonly [number, number] {
  const [range, setRange] = useState<readonly [number, number]>([0, 20]);
  const look = useCallback(() => {
    const top = box.current?.getBoundingClientRect().top ?? 0;
    const next = visibleRows(offsets, -top - ahead, innerHeight - top + ahead);
    setRange((range_) => (range_[0] === next[0] && range_[1] === next[1] ? range_ : next));
  }, [box, offsets]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [look]);
  const [first, last] = range;
  return [Math.min(first, offsets.length - 1), Math.min(last, offsets.length - 1)];
}
