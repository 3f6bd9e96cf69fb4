import type { EventRecord } from "../../status/live/event-record.ts";

const indexes = new WeakMap<readonly EventRecord[], ReadonlyMap<string, readonly EventRecord[]>>();
const nothing: readonly EventRecord[] = [];

/** Those with this subject, in order. The list is gone through once, whatever is asked of it later. */
export function recordsOf(records: readonly EventRecord[], subject: string): readonly EventRecord[] {
  const known = indexes.get(records);
  if (known !== undefined) return known.get(subject) ?? nothing;
  const index = new Map<string, EventRecord[]>();
  for (const record of records) {
    if (record.subject === undefined) continue;
    const list = index.get(record.subject);
    if (list === undefined) index.set(record.subject, [record]);
    else list.push(record);
  }
  indexes.set(records, index);
  return index.get(subject) ?? nothing;
}
