import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { instant } from "../../base/time.ts";
import { allLines, RecordEncoder } from "../../vrrp/recording/index.ts";
import { printSummed } from "../live/journal-line.ts";
import { findSegments, NoRecording, readRecording } from "./read-recording.ts";
import { SegmentFile, segmentLimit } from "./segment-file.ts";

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "holdfast-recording-"));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const encoder = new RecordEncoder();

function ticks(...times: readonly number[]): string {
  return times.flatMap((at) => allLines(encoder.input(instant(at), { kind: "tick" })).map(printSummed)).join("");
}

/** Times of inputs; "name:line" of what is damaged. */
async function read(path: string): Promise<readonly (number | string)[]> {
  const items: (number | string)[] = [];
  for await (const item of readRecording(await findSegments(path))) {
    if (item.kind === "damaged") items.push(`${item.path.slice(path.length + 1)}:${item.line}`);
    else if (item.record.kind === "input") items.push(item.record.at);
  }
  return items;
}

test("segments are numbered, for their owner alone, and the oldest make way", async (context) => {
  const state = folder(context);
  const directory = join(state, "recording");
  for (let number = 1; number <= segmentLimit + 3; number += 1) {
    // Each is another process.
    const file = new SegmentFile(directory);
    assert.equal(await file.begin(), number);
    await file.append(ticks(number));
    assert.equal(file.size, ticks(number).length);
    await file.close();
  }
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  const names = readdirSync(directory).toSorted();
  assert.deepEqual([names.length, names.at(0), names.at(-1)], [segmentLimit, "00000004.jsonl", "00000011.jsonl"]);
  for (const name of names) assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600);
  for (const path of [directory, state]) assert.deepEqual(await read(path), [4, 5, 6, 7, 8, 9, 10, 11]);
  assert.deepEqual(await read(join(directory, "00000007.jsonl")), [7]);
});

test("what is torn or changed is left out, and named", async (context) => {
  const directory = folder(context);
  const [first, second] = [join(directory, "00000001.jsonl"), join(directory, "00000002.jsonl")];
  writeFileSync(first, ticks(1, 2, 3).replace('"at":2', '"at":7'));
  appendFileSync(first, ticks(4).slice(0, -5));
  writeFileSync(second, ticks(5));
  assert.deepEqual(await read(directory), [1, "00000001.jsonl:2", 3, 5]);
  // Nothing that is cut anywhere is an obstacle.
  const text = readFileSync(second, "utf8");
  for (let length = 0; length < text.length; length += 1) {
    writeFileSync(second, text.slice(0, length));
    assert.deepEqual(await read(directory), [1, "00000001.jsonl:2", 3]);
  }
});

test("lines longer than what is read at a time are whole", async (context) => {
  const directory = folder(context);
  const content = "x".repeat(200_000);
  const lines = [1, 2].flatMap((at) => [
    ...allLines(encoder.input(instant(at), { kind: "file-changed", file: "flag", content })),
  ]);
  writeFileSync(join(directory, "00000001.jsonl"), lines.map(printSummed).join("") + ticks(3));
  assert.deepEqual(await read(directory), [1, 2, 3]);
});

test("where there is none, or one of another version, it is said what to do", async (context) => {
  const directory = folder(context);
  const refusal = async (path: string): Promise<string> => {
    try {
      await read(path);
    } catch (error) {
      if (error instanceof NoRecording) return error.message.replaceAll(directory, "DIR");
      throw error;
    }
    return assert.fail("it was read");
  };
  assert.equal(await refusal(join(directory, "x")), "cannot read DIR/x (ENOENT)");
  const none = "there is no recording in DIR: the daemon makes one when it is started with --record";
  assert.equal(await refusal(directory), none);
  mkdirSync(join(directory, "recording"));
  assert.equal(await refusal(directory), none);
  const file = join(directory, "recording", "00000001.jsonl");
  writeFileSync(file, printSummed('{"segment":{"version":9}}'));
  const words = "DIR/recording/00000001.jsonl:1: a recording of version 9, which this program does not know";
  assert.equal(await refusal(directory), words);
});
