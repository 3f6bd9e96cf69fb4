import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import UPlot, { type AlignedData, type Options } from "uplot";
import type { Store } from "../live/store.ts";
import type { ClusterNode } from "../model/cluster.ts";
import type { MeasurePoint } from "../model/measures.ts";
import { printSpan } from "../model/words.ts";
import { printTick } from "./times.ts";
import { useMedia } from "./hooks.ts";

type Properties = { readonly nodes: readonly ClusterNode[]; readonly store: Store };

/** How regular adverts come, and how punctual each node is: nearly all (99 of 100) were within the line. */
export function Measures({ nodes, store }: Properties): JSX.Element {
  return (
    <section class="measures" aria-label="Measures">
      <Chart title="Between two adverts of a master" name="advertGap" nodes={nodes} store={store} />
      <Chart title="Late after a deadline" name="timerLateness" nodes={nodes} store={store} />
    </section>
  );
}

type ChartProperties = Properties & { readonly title: string; readonly name: "advertGap" | "timerLateness" };

function Chart({ title, name, nodes, store }: ChartProperties): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | undefined>(undefined);
  const isDark = useMedia("(prefers-color-scheme: dark)");
  const names = nodes.map((node) => node.name).join(", ");
  const lists = nodes.map(({ view }) => store.measuresOf(view.url));
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const plot = new UPlot(describe(element, names.split(", ")), [[]], element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: chartHeight }));
    observer.observe(element);
    chart.current = plot;
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [names, isDark]);
  useEffect(() => chart.current?.setData(align(lists, name)));
  const latest = lists.map((points) => points.findLast((point) => point[name] !== undefined)?.[name]);
  return (
    <figure class="chart">
      <figcaption>
        {title}
        <span class="chart-values">
          {nodes.map((node, index) => {
            const value = latest[index];
            return (
              <span key={node.view.url} class={`series series-${index % seriesColours}`}>
                {node.name} {value === undefined ? "–" : `≤ ${printSpan(value)}`}
              </span>
            );
          })}
        </span>
      </figcaption>
      <div ref={box} class="chart-box" role="img" aria-label={`${title}: curves of the last ten minutes`} />
    </figure>
  );
}

const chartHeight = 96;
const seriesColours = 4;

function describe(element: HTMLElement, names: readonly string[]): Options {
  const style = getComputedStyle(element);
  const value = (property: string): string => style.getPropertyValue(property).trim();
  const axis = { stroke: value("--text-soft"), grid: { stroke: value("--line"), width: 1 }, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: chartHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 4, 0, 0],
    axes: [
      {
        ...axis,
        size: 24,
        grid: { show: false },
        space: 70,
        values: (_, splits) => splits.map((split) => printTick(split * 1_000_000, 1_000_000)),
      },
      { ...axis, size: 56, space: 26, values: (_, splits) => splits.map((split) => printSpan(split)) },
    ],
    scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.15, 1)] } },
    series: [
      {},
      ...names.map((label, index) => ({
        label,
        stroke: value(`--series-${index % seriesColours}`),
        // Not by colour alone.
        dash: index === 0 ? [] : [6, 3 + index],
        width: 1.5,
        spanGaps: true,
        points: { show: false },
      })),
    ],
  };
}

/** All nodes over the seconds of all. */
function align(lists: readonly (readonly MeasurePoint[])[], name: "advertGap" | "timerLateness"): AlignedData {
  const seconds = new Map<number, (number | null)[]>();
  for (const [index, points] of lists.entries()) {
    for (const point of points) {
      const second = Math.round(point.at / 1_000_000);
      const row = seconds.get(second) ?? lists.map(() => null);
      row[index] = point[name] ?? null;
      seconds.set(second, row);
    }
  }
  const sorted = [...seconds].sort(([a], [b]) => a - b);
  const columns = lists.map((_, index) => sorted.map(([, row]) => row[index] ?? null));
  return [sorted.map(([second]) => second), ...columns];
}
