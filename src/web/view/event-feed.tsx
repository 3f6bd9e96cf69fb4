import type { JSX } from "preact";
import type { EventRecord } from "../../status/live/event-record.ts";
import { toOwnTime } from "../model/clock.ts";
import type { ClusterNode } from "../model/cluster.ts";
import { readTransition } from "../model/instance-now.ts";
import { recordsOf } from "../model/record-index.ts";
import { Causes } from "./causes.tsx";
import { printTime } from "./times.ts";

const most = 40;

type Properties = {
  readonly nodes: readonly ClusterNode[];
  /** An instance by its name; undefined: everything. */
  readonly subject: string | undefined;
  /** With the whole chain behind each event, and what scripts have printed. */
  readonly isDetailed: boolean;
};

type Told = { readonly record: EventRecord; readonly node: string; readonly at: number };

const marks = { info: "·", notice: "›", warning: "!", error: "✕" } as const;

/**
 * What happened last, on all nodes, the latest first, and why. Without details every place in the list is of one
 * height, and what happens goes through them: nothing moves what is below.
 */
export function EventFeed({ nodes, subject, isDetailed }: Properties): JSX.Element {
  const told = nodes.flatMap(({ view, name }) => {
    const records = subject === undefined ? view.records : recordsOf(view.records, subject);
    return lastOf(records).map((record): Told => ({ record, node: name, at: toOwnTime(view.clock, record.wall) }));
  });
  const last = told.sort((a, b) => b.at - a.at).slice(0, most);
  if (last.length === 0) return <p class="empty">Nothing that the nodes remember.</p>;
  return (
    <ol class={isDetailed ? "events is-detailed" : "events"}>
      {last.map(({ record, node, at }, place) => {
        const why = record.causes.map(({ text }) => text).join("; ");
        return (
          <li
            key={isDetailed ? `${node} ${record.id}` : place}
            class={`event event-${record.severity}`}
            title={`${record.text}${why === "" ? "" : `: ${why}`}`}
          >
            <time>{printTime(at)}</time>
            <span class="event-mark" aria-hidden="true">
              {marks[record.severity]}
            </span>
            <span class="event-text">
              <span class="event-node">{node}</span> {record.text}
            </span>
            {isDetailed ? <Causes causes={record.causes} /> : <span class="event-why">{why}</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** Changes of state, and whatever else is more than routine. */
function lastOf(records: readonly EventRecord[]): readonly EventRecord[] {
  const found: EventRecord[] = [];
  for (let index = records.length - 1; index >= 0 && found.length < most; index -= 1) {
    const record = records[index];
    if (record === undefined) break;
    if (record.severity !== "info" || readTransition(record) !== undefined) found.push(record);
  }
  return found;
}
