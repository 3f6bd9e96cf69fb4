import type { EventRecord } from "../../status/live/event-record.ts";
import type { InstanceDocument, InstanceState } from "../../status/live/status-document.ts";
import { recordsOf } from "./record-index.ts";

/** Microseconds that a document's `since` and an event's time may differ by and mean the same transition. */
const sameMoment = 50_000;

/** A change of an instance's state; undefined: the record is about something else. */
export type Transition = {
  readonly record: EventRecord;
  readonly from: InstanceState;
  readonly to: InstanceState;
  /** It is in FAULT because an operator wants it out, or it was until now. */
  readonly isMaintenance: boolean;
  readonly wasMaintenance: boolean;
  readonly priority: number | undefined;
  readonly master: string | undefined;
};

export function readTransition(record: EventRecord): Transition | undefined {
  if (record.process !== "vrrp" || record.event.kind !== "instance-state") return undefined;
  const { from, to, priority, master, cause } = record.event;
  const isAbout = isAboutMaintenance(cause);
  return {
    record,
    from,
    to,
    isMaintenance: to === "fault" && isAbout,
    wasMaintenance: from === "fault" && isAbout,
    priority,
    master,
  };
}

type PlainCause = Extract<EventRecord["event"], { readonly kind: "instance-state" }>["cause"];

/** Its own order, or that of a member of its group. */
function isAboutMaintenance(cause: PlainCause): boolean {
  if (cause.kind === "group") return isAboutMaintenance(cause.because);
  return (
    (cause.kind === "fault" || cause.kind === "recovered") && cause.reasons.some(({ kind }) => kind === "maintenance")
  );
}

/**
 * An instance as of the last event: a document is up to a second old, and what the stream has told since then counts.
 */
export function instanceNow(instance: InstanceDocument, records: readonly EventRecord[]): InstanceDocument {
  const last = recordsOf(records, instance.name).findLast((record) => readTransition(record) !== undefined);
  const transition = last === undefined ? undefined : readTransition(last);
  if (transition === undefined) return instance;
  const { record, to, priority, master } = transition;
  if (instance.since !== undefined && record.wall <= instance.since + sameMoment) {
    // The document may not know the chain yet.
    const isSame = Math.abs(record.wall - instance.since) <= sameMoment && to === instance.state;
    return isSame && instance.causes.length === 0 ? { ...instance, causes: record.causes } : instance;
  }
  return {
    ...instance,
    state: to,
    since: record.wall,
    causes: record.causes,
    priority: priority ?? instance.priority,
    master: master === undefined ? undefined : { address: master, priority: undefined },
    addresses: instance.addresses.map((address) => ({ ...address, held: to === "master" })),
  };
}
