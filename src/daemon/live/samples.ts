import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import type { EventRecord } from "../../status/live/event-record.ts";

/** Values for tests of the stream of events. */

export function sampleRecord(id: number, text = `record ${id}`): EventRecord {
  return {
    id,
    wall: 1_795_276_800_000_000 + id,
    monotonic: id,
    process: "vrrp",
    pid: 1,
    event: { kind: "addresses-set", instance: "VI_1" },
    subject: "VI_1",
    severity: "info",
    text,
    causes: [],
  };
}

export function sampleRecords(first: number, last: number): readonly EventRecord[] {
  return range(first, last).map((id) => sampleRecord(id));
}

export function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A state directory that is not there yet, and not any more after the test. */
export function stateDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-events-"));
  context.after(() => rmSync(directory, { recursive: true }));
  return join(directory, "state");
}
