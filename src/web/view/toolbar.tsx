import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { TimelineView } from "../live/timeline-view.ts";
import type { Cluster } from "../model/cluster.ts";
import { wantsAttention, type Show } from "../model/filter.ts";
import { usualSpans } from "../model/time-window.ts";
import { printCount, printSome } from "../model/words.ts";
import { Axis } from "./axis.tsx";

type Properties = {
  readonly cluster: Cluster;
  /** Routers that pass the filter. */
  readonly shown: number;
  readonly query: string;
  readonly show: Show;
  readonly timeline: TimelineView;
  readonly onQuery: (query: string) => void;
  readonly onShow: (show: Show) => void;
};

/** What of the routers and what of the time is shown; it stays in sight above the list. */
export function Toolbar(properties: Properties): JSX.Element {
  const { cluster, shown, query, show, timeline, onQuery, onShow } = properties;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  const all = cluster.routers.length;
  const attention = cluster.routers.filter(wantsAttention).length;
  const faults = cluster.routers.filter(({ parts }) => parts.some(({ instance }) => instance.state === "fault")).length;
  const choices: readonly [Show, string, number][] = [
    ["all", "All", all],
    ["attention", "Attention", attention],
    ["fault", "Fault", faults],
  ];
  const { span, end } = timeline.window;
  return (
    <div class="toolbar">
      <div class="tools">
        <input
          ref={input}
          type="search"
          class="search"
          placeholder="Filter: name, address, VRID, node …  ( / )"
          aria-label="Filter the virtual routers"
          value={query}
          onInput={(event) => onQuery(event.currentTarget.value)}
        />
        <div class="choices" role="group" aria-label="Which virtual routers">
          {choices.map(([value, label, count]) => (
            <button key={value} type="button" aria-pressed={show === value} onClick={() => onShow(value)}>
              {label} <span class="count">{printCount(count)}</span>
            </button>
          ))}
        </div>
        <div class="choices" role="group" aria-label="How much time">
          {usualSpans.map((usual) => (
            <button
              key={usual.label}
              type="button"
              aria-label={`The last ${usual.name}`}
              aria-pressed={span === usual.span && end === undefined}
              onClick={() => timeline.setSpan(usual.span)}
            >
              {usual.label}
            </button>
          ))}
          <button
            type="button"
            class="live"
            aria-label="Follow the present"
            aria-pressed={end === undefined}
            onClick={() => timeline.goLive()}
          >
            Now
          </button>
        </div>
      </div>
      <div class="axis-line">
        <span class="axis-count" role="status">
          {shown === all ? printSome(all, "virtual router") : `${printCount(shown)} of ${printCount(all)}`}
        </span>
        <Axis timeline={timeline} />
      </div>
    </div>
  );
}
