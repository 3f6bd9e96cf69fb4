import type { EventRecord } from "../../status/live/event-record.ts";
import type { InstanceDocument, InstanceState } from "../../status/live/status-document.ts";
import { toOwnTime } from "./clock.ts";
import { readTransition } from "./instance-now.ts";
import type { NodeView } from "./node-view.ts";
import { recordsOf } from "./record-index.ts";

/**
 * `maintenance`: an operator keeps it out. `gone`: no daemon ran. `unheard`: nobody knows, nothing was heard of the
 * node.
 */
export type LaneState = InstanceState | "maintenance" | "gone" | "unheard";

/** What a lane has to tell of a change: an event of a daemon, or of a rehearsal. */
export type LaneRecord = Pick<EventRecord, "id" | "severity" | "text" | "causes">;

/** The times are the page's own: microseconds of the Unix epoch. */
export type Segment = {
  readonly state: LaneState;
  readonly from: number;
  readonly to: number;
  /** What it began with; undefined: it began before anything that is known. */
  readonly record: LaneRecord | undefined;
};

/** Something else worth a look. */
export type Mark = { readonly at: number; readonly record: LaneRecord };

/** The life of one instance on one node, in order and without gaps. */
export type Lane = { readonly segments: readonly Segment[]; readonly marks: readonly Mark[] };

type Boundary = { readonly at: number; readonly state: LaneState; readonly record: LaneRecord | undefined };

/** From `historyFrom`, of which on the node was asked for events, until now. */
export function laneOf(node: NodeView, instance: InstanceDocument, historyFrom: number, now: number): Lane {
  const own = (wall: number): number => toOwnTime(node.clock, wall);
  const records = recordsOf(node.records, instance.name);
  const transitions = records.flatMap((record) => readTransition(record) ?? []);
  const boundaries: Boundary[] = transitions.map(({ record, to, isMaintenance }) => ({
    at: own(record.wall),
    state: isMaintenance ? "maintenance" : to,
    record,
  }));
  boundaries.push(...daemonBoundaries(node, own));
  boundaries.sort((a, b) => a.at - b.at);
  const since = instance.since === undefined ? undefined : own(instance.since);
  const first = boundaries[0];
  if (first === undefined) {
    const state = instance.state === "fault" && instance.maintenance !== undefined ? "maintenance" : instance.state;
    boundaries.push({ at: since ?? historyFrom, state, record: undefined });
  } else if (transitions[0] !== undefined && first.record === transitions[0].record && transitions[0].from !== "init") {
    const { from, wasMaintenance } = transitions[0];
    const state = wasMaintenance ? "maintenance" : from;
    boundaries.unshift({ at: Math.min(historyFrom, first.at), state, record: undefined });
  }
  const segments = boundaries.flatMap(({ at, state, record }, index) => {
    const to = boundaries[index + 1]?.at ?? now;
    return to > at || index === boundaries.length - 1 ? [{ state, from: at, to: Math.max(at, to), record }] : [];
  });
  const silent = [...node.silences, ...presentSilence(node, now)];
  const marks = records
    .filter((record) => record.severity !== "info" && readTransition(record) === undefined)
    .map((record) => ({ at: own(record.wall), record }));
  return { segments: silent.reduce(cutOut, segments), marks };
}

/** Starts and ends of the daemon, by which every instance goes and comes. */
function daemonBoundaries(node: NodeView, own: (wall: number) => number): readonly Boundary[] {
  const found: Boundary[] = [];
  for (const record of daemonRecords(node.records)) {
    const at = own(record.wall);
    if (record.event.kind === "daemon-started") {
      // Who was killed has said nothing: it was there until it was last heard of, if that is known.
      const silence = node.silences.find(({ from, to }) => from <= at && at <= to);
      const hasSaid = found.at(-1)?.state === "gone";
      if (!hasSaid && silence !== undefined) found.push({ at: silence.from, state: "gone", record });
      found.push({ at, state: "init", record });
    } else {
      found.push({ at, state: "gone", record });
    }
  }
  return found;
}

const knownDaemonRecords = new WeakMap<readonly EventRecord[], readonly EventRecord[]>();

function daemonRecords(records: readonly EventRecord[]): readonly EventRecord[] {
  const known = knownDaemonRecords.get(records);
  if (known !== undefined) return known;
  const found = records.filter(
    ({ process, event }) =>
      process === "supervisor" && (event.kind === "daemon-started" || event.kind === "daemon-stopped"),
  );
  knownDaemonRecords.set(records, found);
  return found;
}

function presentSilence({ heardAt }: NodeView, now: number): readonly { from: number; to: number }[] {
  return heardAt !== undefined && now - heardAt > 1_500_000 ? [{ from: heardAt, to: now }] : [];
}

/** What the node itself has told afterwards of its silence is known: only what it has not is unheard. */
function cutOut(segments: readonly Segment[], silence: { from: number; to: number }): readonly Segment[] {
  const last = segments.at(-1);
  if (last === undefined || last.from >= silence.to || last.to > silence.to || last.to <= silence.from) return segments;
  const from = Math.max(last.from, silence.from);
  const before = from > last.from ? [{ ...last, to: from }] : [];
  return [...segments.slice(0, -1), ...before, { state: "unheard", from, to: last.to, record: undefined }];
}
