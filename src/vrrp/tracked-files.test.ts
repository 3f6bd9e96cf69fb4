import assert from "node:assert/strict";
import { test } from "node:test";

import { parseFileNumber, TrackedFiles } from "./tracked-files.ts";

void test("a tracked file says what the C library would read from it", () => {
  const numbers: readonly (readonly [content: string | undefined, value: number | undefined])[] = [
    [undefined, 0],
    ["", 0],
    ["\n", 0],
    ["1\n", 1],
    ["  -20 \n", -20],
    ["+3", 3],
    ["7 apples", 7],
    ["apples", 0],
    ["-", 0],
    ["-0", 0],
    ["0x10", 16],
    ["1\0\0", 1],
    ["2147483648", 2 ** 31],
    ["2147483649", undefined],
    ["-99999999999999999999", undefined],
  ];
  for (const [content, value] of numbers)
    assert.ok(Object.is(parseFileNumber(content), value), JSON.stringify(content));
});

void test("only changes are told, and a number out of range changes nothing", () => {
  const files = new TrackedFiles();
  const weight = { value: 1, reverse: false };
  const config = [{ name: "flag", path: "/run/flag", initial: undefined, weight }];
  assert.deepEqual(files.configure(config, new Map([["flag", "4"]])), [
    { kind: "file-value", file: "flag", from: 0, to: 4 },
  ]);
  assert.deepEqual(files.read("flag", "4\n"), []);
  assert.deepEqual(files.read("flag", "99999999999\n"), [
    { kind: "file-invalid", file: "flag", content: "99999999999" },
  ]);
  assert.equal(files.valueOf("flag"), 4);
  assert.deepEqual(files.configure(config, new Map()), []);
  assert.equal(files.valueOf("flag"), 4);
  files.configure([], new Map());
  assert.deepEqual(files.read("flag", "1"), []);
  assert.equal(files.valueOf("flag"), 0);
});
