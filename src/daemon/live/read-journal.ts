import { type FileHandle, open } from "node:fs/promises";

import type { EventRecord } from "../../status/live/event-record.ts";
import { errorCode } from "../error-code.ts";
import { parseLine } from "./journal-line.ts";
import { journalFiles, journalPath } from "./journal-names.ts";
import { readLines } from "./read-lines.ts";

/** Bytes that a line may have. */
const lineLimit = 1 << 20;

const newline = 0x0a;

/** Which records are wanted; all that are there without any of these. */
export type JournalQuestion = {
  /** Those with a higher id. */
  readonly after?: number | undefined;
  /** Those from this time on, microseconds of the Unix epoch. */
  readonly since?: number | undefined;
  /** The last ones, at most so many. They are kept in memory until all is read. */
  readonly limit?: number | undefined;
};

/**
 * The records of the journal in a state directory, in their order, also while a daemon writes there. Broken lines are
 * left out. Where there is no journal there are no records; rejects with the error of node:fs when it may not be read.
 */
export async function* readJournal(directory: string, question: JournalQuestion = {}): AsyncGenerator<EventRecord> {
  const { after = 0, since = 0, limit } = question;
  const wanted = wantedOf(readAll(directory, after), since);
  if (limit === undefined) return yield* wanted;
  if (limit <= 0) return undefined;
  const last: EventRecord[] = [];
  for await (const record of wanted) {
    last.push(record);
    if (last.length >= limit * 2) last.splice(0, last.length - limit);
  }
  return yield* last.slice(-limit);
}

async function* wantedOf(records: AsyncIterable<EventRecord>, since: number): AsyncGenerator<EventRecord> {
  for await (const record of records) if (record.wall >= since) yield record;
}

/** Those with higher ids than `after`; the order of their ids is that in which they were written. */
async function* readAll(directory: string, after: number): AsyncGenerator<EventRecord> {
  const files = await openAll(directory);
  let last = after;
  try {
    for (const file of await withoutEarlier(files, after)) {
      // One that was renamed while they were opened is among them twice.
      for await (const record of readFile(file)) {
        if (record.id <= last) continue;
        last = record.id;
        yield record;
      }
    }
  } finally {
    for (const file of files) await file.close().catch(() => undefined);
  }
}

/**
 * The newest is opened first: one that is renamed meanwhile is found again rather than missed. The oldest comes first.
 */
async function openAll(directory: string): Promise<readonly FileHandle[]> {
  const files: FileHandle[] = [];
  for (let age = 0; age < journalFiles; age += 1) {
    try {
      files.push(await open(journalPath(directory, age), "r"));
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
  }
  return files.toReversed();
}

/** Leaves out files whose records all have ids up to `after`: those before one that begins with such a record. */
async function withoutEarlier(files: readonly FileHandle[], after: number): Promise<readonly FileHandle[]> {
  if (after === 0) return files;
  for (let index = files.length - 1; index > 0; index -= 1) {
    const file = files[index];
    const first = file === undefined ? undefined : await firstRecord(file);
    if (first !== undefined && first.id <= after + 1) return files.slice(index);
  }
  return files;
}

async function firstRecord(file: FileHandle): Promise<EventRecord | undefined> {
  const bytes = Buffer.alloc(1 << 16);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  const end = bytes.subarray(0, bytesRead).indexOf(newline);
  return end < 0 ? undefined : parseLine(bytes.toString("utf8", 0, end));
}

async function* readFile(file: FileHandle): AsyncGenerator<EventRecord> {
  for await (const line of readLines(file, lineLimit)) {
    const record = parseLine(line);
    if (record !== undefined) yield record;
  }
}
