import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { history } from "../live/node-source.ts";
import { ownNow } from "../live/now.ts";
import type { Store } from "../live/store.ts";
import type { TimelineView } from "../live/timeline-view.ts";
import type { TokenWish } from "../live/token-wish.ts";
import { mergeNodes } from "../model/cluster.ts";
import { splitWords, type Show } from "../model/filter.ts";
import { findHandovers, type Handover } from "../model/handovers.ts";
import { assess, beforeTheFirst } from "../model/health.ts";
import { firstSpan } from "../model/time-window.ts";
import { listRows } from "../model/rows.ts";
import { Announcer } from "./announcer.tsx";
import { Header } from "./header.tsx";
import { HealthBand } from "./health-band.tsx";
import { WarningStrip } from "./warning-strip.tsx";
import { useChanges } from "./hooks.ts";
import { Inspector } from "./inspector.tsx";
import { Measures } from "./measures.tsx";
import { RouterList } from "./router-list.tsx";
import { Services } from "./services.tsx";
import { TokenForm } from "./token-form.tsx";
import { Toolbar } from "./toolbar.tsx";
import { Trackers } from "./trackers.tsx";

type Properties = {
  readonly store: Store;
  readonly timeline: TimelineView;
  readonly wish: TokenWish;
  readonly onToken: () => void;
};

/** The whole page: made anew from what is known, whenever something has changed and once a second. */
export function App({ store, timeline, wish, onToken }: Properties): JSX.Element {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = [store.subscribe(listener), wish.subscribe(listener), timeline.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    [store, wish, timeline],
  );
  useChanges(subscribe);
  const [query, setQuery] = useState("");
  const [show, setShow] = useState<Show>("all");
  const [selected, setSelected] = useState<string | undefined>();
  const opener = useRef<HTMLElement | undefined>(undefined);

  const now = ownNow();
  const views = store.nodes;
  const cluster = mergeNodes(views, now);
  const words = useMemo(() => splitWords(query), [query]);
  const parts = cluster.routers.reduce((sum, each) => sum + each.parts.length, 0);
  const names = cluster.nodes.map(({ name }) => name).join(" ");
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is found changes with these alone
  const handovers = useMemo(() => findHandovers(cluster), [parts, names, ...views.map(({ records }) => records)]);
  const router = cluster.routers.find(({ key }) => key === selected);
  // Once it is known it stays so: a node that is added later has not answered yet.
  const wasKnown = useRef(false);
  wasKnown.current ||= store.isSettled && views.some((view) => view.document !== undefined);
  const isKnown = wasKnown.current;
  useEffect(() => {
    const starts = views.flatMap((view) => view.document?.daemon.startedAt ?? []);
    if (isKnown) timeline.setSpan(firstSpan(ownNow() - Math.min(...starts)));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when it is known
  }, [isKnown]);
  const rows = isKnown ? listRows(cluster, words, show) : [];
  const health = isKnown ? assess(cluster, now) : beforeTheFirst(cluster);

  const select = (key: string | undefined): void => {
    if (key !== undefined && document.activeElement instanceof HTMLElement) opener.current = document.activeElement;
    setSelected(key);
  };
  const close = (): void => {
    setSelected(undefined);
    opener.current?.focus();
  };
  const showHandover = (handover: Handover): void => {
    timeline.show(handover.at);
    select(handover.router);
  };
  useEffect(() => {
    document.title = health.level === "good" ? "Holdfast" : `${health.level === "bad" ? "✕" : "!"} Holdfast`;
  }, [health.level]);

  return (
    <div class={router === undefined ? "page" : "page has-selection"}>
      <Header nodes={isKnown ? cluster.nodes : []} now={now} />
      <HealthBand health={health} last={isKnown ? handovers.at(-1) : undefined} now={now} onShow={showHandover} />
      {wish.lack !== undefined && <TokenForm wish={wish} onToken={onToken} />}
      <main class="main">
        <WarningStrip warnings={isKnown ? cluster.warnings : []} />
        <section aria-label="Virtual routers">
          <Toolbar
            cluster={cluster}
            shown={rows.filter(({ kind }) => kind === "router").length}
            query={query}
            show={show}
            timeline={timeline}
            onQuery={setQuery}
            onShow={setShow}
          />
          <RouterList
            rows={rows}
            nodes={cluster.nodes.length}
            historyFrom={now - history}
            handovers={handovers}
            timeline={timeline}
            selected={selected}
            filter={`${show} ${query}`}
            isKnown={isKnown}
            now={now}
            onSelect={select}
          />
        </section>
        {isKnown && (
          <>
            <Services nodes={cluster.nodes} now={now} />
            <Trackers nodes={cluster.nodes} now={now} />
            <Measures nodes={cluster.nodes} store={store} />
          </>
        )}
      </main>
      {isKnown && (
        <Inspector
          cluster={cluster}
          router={router}
          handovers={handovers}
          now={now}
          onClose={close}
          onShow={showHandover}
        />
      )}
      <Announcer handovers={handovers} health={health} />
    </div>
  );
}
