import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { noClock, readClock, type Clock } from "./clock.ts";

/** Records of one node that the page keeps: the oldest go first. */
export const keptRecords = 5_000;
/** Silences of one node that the timeline remembers. */
export const keptSilences = 100;
/** Microseconds without any sign of a node after which what is known of it is no longer taken for the present. */
export const staleAfter = 3_000_000;

/** A stretch without any sign of the node, in the page's own time: microseconds of the Unix epoch. */
export type Silence = { readonly from: number; readonly to: number };

/** One node as the page knows it. All that happens to it makes a new value. */
export type NodeView = {
  /** Where its interface is: "http://192.0.2.1:9650", without a slash at the end. */
  readonly url: string;
  readonly document: StatusDocument | undefined;
  /** In the order in which they happened, without doubles. */
  readonly records: readonly EventRecord[];
  /** The id of the last one; undefined: none has come since this daemon was started. */
  readonly lastId: number | undefined;
  /** How often it was started anew. Its state directory may have gone with the machine, and its ids begin anew. */
  readonly epoch: number;
  /** When anything came from it, in the page's own time. */
  readonly heardAt: number | undefined;
  readonly silences: readonly Silence[];
  readonly clock: Clock;
  /** Its events come as they happen. */
  readonly isStreaming: boolean;
  /** What the last failed attempt ended with, in words; undefined: the last one did not fail. */
  readonly problem: string | undefined;
};

export function newNode(url: string): NodeView {
  return {
    url,
    document: undefined,
    records: [],
    lastId: undefined,
    epoch: 0,
    heardAt: undefined,
    silences: [],
    clock: noClock,
    isStreaming: false,
    problem: undefined,
  };
}

/** It has answered with a document, which was asked for at `askedAt`; both times are the page's own. */
export function hearDocument(node: NodeView, document: StatusDocument, askedAt: number, now: number): NodeView {
  const clock = readClock(node.clock, document.at, askedAt, now);
  const heard = { ...hearSign(node, now), document, clock, problem: undefined };
  const { startedAt } = document.daemon;
  if (node.document === undefined || node.document.daemon.startedAt === startedAt) return heard;
  // If its numbers begin anew, some of its records may have been taken for the next of the one before: it tells them
  // again.
  const records = node.records.filter(({ wall }) => wall < startedAt);
  return { ...heard, records, lastId: undefined, epoch: node.epoch + 1 };
}

/** It has told of these; what is known already is passed over. */
export function hearRecords(node: NodeView, records: readonly EventRecord[], now: number): NodeView {
  const { lastId } = node;
  const isFresh = lastId === undefined ? isNewTo(node.records) : ({ id }: EventRecord): boolean => id > lastId;
  const fresh = records.filter(isFresh);
  const heard = hearSign(node, now);
  const last = fresh.at(-1);
  if (last === undefined) return heard;
  return { ...heard, records: [...node.records, ...fresh].slice(-keptRecords), lastId: last.id };
}

/** Of a daemon that was started anew: what it tells may begin with what is known, or with another first one. */
function isNewTo(known: readonly EventRecord[]): (record: EventRecord) => boolean {
  const last = known.at(-1)?.wall ?? 0;
  const latest = new Set(known.filter(({ wall }) => wall === last).map(({ id }) => id));
  return ({ id, wall }) => wall > last || (wall === last && !latest.has(id));
}

/** Anything came from it, if only a sign of life. */
export function hearSign(node: NodeView, now: number): NodeView {
  const { heardAt, silences } = node;
  const wasSilent = heardAt !== undefined && now - heardAt > staleAfter;
  if (!wasSilent) return { ...node, heardAt: now };
  return { ...node, heardAt: now, silences: [...silences, { from: heardAt, to: now }].slice(-keptSilences) };
}

export type Hearing =
  | { readonly kind: "live" }
  /** It was heard a moment ago, but its events do not come by themselves now. */
  | { readonly kind: "reconnecting" }
  /** Microseconds since anything was heard. */
  | { readonly kind: "stale"; readonly since: number }
  | { readonly kind: "never" };

export function hearing(node: NodeView, now: number): Hearing {
  if (node.heardAt === undefined) return { kind: "never" };
  const silence = now - node.heardAt;
  if (silence > staleAfter) return { kind: "stale", since: silence };
  return node.isStreaming ? { kind: "live" } : { kind: "reconnecting" };
}

export function isHeard(node: NodeView, now: number): boolean {
  return node.heardAt !== undefined && now - node.heardAt <= staleAfter;
}
