import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { JournalFile } from "./journal-file.ts";
import { parseLine, printLine } from "./journal-line.ts";
import { journalFiles } from "./journal-names.ts";
import { readJournal } from "./read-journal.ts";
import { collect, range, sampleRecord, sampleRecords, stateDirectory } from "./samples.ts";

async function idsIn(directory: string, question = {}): Promise<readonly number[]> {
  return (await collect(readJournal(directory, question))).map(({ id }) => id);
}

const file = (directory: string): string => join(directory, "events.jsonl");

test("a line is JSON, and comes back as it was unless a byte of it was changed", () => {
  const line = printLine(sampleRecord(7, "a script said “Zoë”\u2028and more")).trimEnd();
  assert.deepEqual(parseLine(line), sampleRecord(7, "a script said “Zoë”\u2028and more"));
  assert.match(JSON.stringify(JSON.parse(line)), /"id":7/u);
  for (let index = 0; index < line.length; index += 1) {
    const changed = `${line.slice(0, index)}${line[index] === "x" ? "y" : "x"}${line.slice(index + 1)}`;
    assert.equal(parseLine(changed), undefined, `byte ${index}`);
    assert.equal(parseLine(line.slice(0, index)), undefined, `cut at ${index}`);
  }
});

test("what was appended is read, and a later journal goes on with the number after it", async (context) => {
  const directory = stateDirectory(context);
  const first = new JournalFile({ directory });
  assert.deepEqual(await first.open(), { lastId: 0, torn: 0 });
  await first.append(sampleRecords(1, 3));
  await first.append(sampleRecords(4, 4));
  await first.close();
  const second = new JournalFile({ directory });
  assert.deepEqual(await second.open(), { lastId: 4, torn: 0 });
  await second.append(sampleRecords(5, 6));
  await second.close();
  assert.deepEqual(await collect(readJournal(directory)), sampleRecords(1, 6));
  assert.equal(statSync(file(directory)).mode & 0o777, 0o600);
});

test("a torn end is cut off and told", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory });
  await journal.open();
  await journal.append(sampleRecords(1, 3));
  await journal.close();
  truncateSync(file(directory), statSync(file(directory)).size - 5);
  const second = new JournalFile({ directory });
  assert.deepEqual(await second.open(), { lastId: 2, torn: 1 });
  await second.append(sampleRecords(3, 3));
  await second.close();
  assert.deepEqual(await collect(readJournal(directory)), sampleRecords(1, 3));
});

test("a line in the middle that was changed is left out, and the others are read", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory });
  await journal.open();
  await journal.append(sampleRecords(1, 5));
  await journal.close();
  const text = readFileSync(file(directory), "utf8");
  writeFileSync(file(directory), text.replace("record 3", "record 8"));
  assert.deepEqual(await idsIn(directory), [1, 2, 4, 5]);
  const second = new JournalFile({ directory });
  assert.deepEqual(await second.open(), { lastId: 5, torn: 0 });
  await second.close();
});

test("a file of something else is overwritten rather than an obstacle", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory });
  await journal.open();
  await journal.close();
  writeFileSync(file(directory), Buffer.alloc(300_000, "no newline "));
  assert.deepEqual(await idsIn(directory), []);
  assert.deepEqual(await journal.open(), { lastId: 0, torn: 1 });
  await journal.append(sampleRecords(1, 1));
  await journal.close();
  assert.deepEqual(await idsIn(directory), [1]);
});

test("files are rotated by size, and there are never more than so many", async (context) => {
  const directory = stateDirectory(context);
  const size = 2_000;
  const journal = new JournalFile({ directory, size });
  await journal.open();
  for (let id = 1; id <= 100; id += 1) await journal.append([sampleRecord(id)]);
  await journal.close();
  const names = readdirSync(directory).toSorted();
  assert.deepEqual(names, ["events.1.jsonl", "events.2.jsonl", "events.3.jsonl", "events.jsonl"]);
  assert.equal(names.length, journalFiles);
  for (const name of names) assert.ok(statSync(join(directory, name)).size <= size);
  const ids = await idsIn(directory);
  assert.deepEqual(ids, range(ids[0] ?? 0, 100));
  assert.ok(ids.length > 3 * 7, `only ${ids.length} are left`);
});

test("a rotation that was interrupted loses nothing", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory });
  await journal.open();
  await journal.append(sampleRecords(1, 3));
  await journal.close();
  // Everything was renamed, and no new file made.
  const moved = join(directory, "events.1.jsonl");
  writeFileSync(moved, readFileSync(file(directory)));
  rmSync(file(directory));
  const second = new JournalFile({ directory });
  assert.deepEqual(await second.open(), { lastId: 3, torn: 0 });
  await second.append(sampleRecords(4, 4));
  await second.close();
  assert.deepEqual(await idsIn(directory), range(1, 4));
});

test("what is asked for is read: after a number, from a time on, the last ones", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory, size: 2_000 });
  await journal.open();
  for (let id = 1; id <= 25; id += 1) await journal.append([sampleRecord(id)]);
  await journal.close();
  assert.deepEqual(await idsIn(directory, { after: 20 }), range(21, 25));
  for (let after = 0; after <= 26; after += 1) {
    assert.deepEqual(await idsIn(directory, { after }), range(after + 1, 25), `after ${after}`);
  }
  assert.deepEqual(await idsIn(directory, { since: sampleRecord(23).wall }), range(23, 25));
  assert.deepEqual(await idsIn(directory, { limit: 3 }), range(23, 25));
  assert.deepEqual(await idsIn(directory, { limit: 0 }), []);
  assert.deepEqual(await idsIn(directory, { after: 3, since: sampleRecord(5).wall, limit: 100 }), range(5, 25));
});

test("a journal that is being written is read up to its last whole line", async (context) => {
  const directory = stateDirectory(context);
  const journal = new JournalFile({ directory });
  await journal.open();
  await journal.append(sampleRecords(1, 2));
  appendFileSync(file(directory), printLine(sampleRecord(3)).slice(0, -1));
  assert.deepEqual(await idsIn(directory), [1, 2]);
  await journal.close();
});

test("where there is no journal there are no records", async (context) => {
  assert.deepEqual(await idsIn(stateDirectory(context)), []);
});
