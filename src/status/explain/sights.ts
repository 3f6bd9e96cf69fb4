import type { EventRecord } from "../live/event-record.ts";
import type { Evidence } from "./evidence.ts";
import { offset } from "./evidence.ts";
import type { Sight } from "./explanation.ts";

/** How long before and after a transition what happens is part of its story, in microseconds. */
const before = 30_000_000;
const after = 500_000;

/** Lines of it; the ones nearest to the transition are kept. */
export const sightLimit = 16;

/** What a master does because it is one: nothing that explains anything. */
const routine: ReadonlySet<string> = new Set([
  "announced",
  "addresses-set",
  "addresses-removed",
  "advert-timeout",
  "group-arrived",
  "group-state",
  "interval-learned",
  "master-changed",
  "repeated",
  "script-result",
  "device",
  "reloading",
  "reload-remembered",
  "daemon-started",
  // What an order does to an instance is an event of the instance.
  "command",
  // What stands is told as such.
  "warning",
  "warning-over",
]);

/** What was seen around the last transition. `trackers` are the names of scripts, files and processes in its causes. */
export function sights(evidence: Evidence, trackers: ReadonlySet<string>): readonly Sight[] {
  const { turn, previous } = evidence;
  if (turn === undefined) return [];
  // What an earlier daemon has seen is another story.
  const start = evidence.records.findLast(
    ({ id, event }) => id < turn.record.id && (event.kind === "daemon-started" || event.kind === "daemon-stopped"),
  );
  const first = Math.max(previous?.record.id ?? 0, start?.id ?? 0);
  const isNear = (record: EventRecord): boolean => {
    const distance = offset(turn.record, record);
    return record.id >= first && distance >= (previous === undefined ? -before : -Infinity) && distance <= after;
  };
  const told = new Set<string>();
  const seen = evidence.records
    .filter((record) => isNear(record) && isRelevant(record, evidence, trackers))
    // What is told again and again is told once.
    .filter(({ text }) => !told.has(text) && told.add(text))
    .map((record): Sight => {
      const { wall: at, text, id } = record;
      return { at, offset: offset(turn.record, record), text, record: id };
    });
  const nearest = seen.toSorted((a, b) => Math.abs(a.offset) - Math.abs(b.offset)).slice(0, sightLimit);
  return [...lastAdvert(evidence), ...nearest].toSorted(
    (a, b) => a.offset - b.offset || (a.record ?? 0) - (b.record ?? 0),
  );
}

function isRelevant(record: EventRecord, evidence: Evidence, trackers: ReadonlySet<string>): boolean {
  if (record.process === "supervisor") return !routine.has(record.event.kind);
  if (record.process === "checkers" || routine.has(record.event.kind)) return false;
  const { event } = record;
  if ("target" in event) return event.target === undefined || [evidence.name, evidence.group].includes(event.target);
  if ("instance" in event) return event.instance === evidence.name;
  if ("script" in event) return trackers.has(event.script);
  if ("file" in event) return trackers.has(event.file);
  if ("process" in event) return trackers.has(event.process);
  if ("interface" in event) return evidence.interfaces.has(event.interface) || trackers.has(event.interface);
  if (event.kind === "configuration-changed") return event.name === evidence.name;
  return event.kind === "reloaded" && [...event.added, ...event.removed].includes(evidence.name);
}

/** The last advert of the master that fell silent: nobody tells of each advert, but the cause knows when it was. */
function lastAdvert({ turn }: Evidence): readonly Sight[] {
  if (turn === undefined) return [];
  const { cause } = turn.event;
  if (cause.kind !== "timeout" || cause.master === undefined || cause.silence === undefined) return [];
  const text = `The last advert of ${cause.master} that was accepted`;
  return [{ at: turn.record.wall - cause.silence, offset: 0 - cause.silence, text, record: undefined }];
}
