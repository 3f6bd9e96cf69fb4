import assert from "node:assert/strict";
import { test } from "node:test";
import { keepalivedOptions } from "./keepalived-option-table.ts";
import { readOptions } from "./option-reader.ts";

/** The parts of a command line, one word each: "use-file=x", "word:x", "unknown:-q". */
function read(...words: readonly string[]): readonly string[] {
  return readOptions(keepalivedOptions, words).map((part) => {
    if (part.kind === "option") return part.option.name + (part.value === undefined ? "" : `=${part.value}`);
    return `${part.kind}:${part.kind === "word" ? part.word : part.option}`;
  });
}

void test("The table has every option of the reference once", () => {
  const letters = keepalivedOptions.flatMap(({ short }) => short ?? []);
  assert.equal(new Set(letters).size, letters.length);
  assert.deepEqual(letters.toSorted().join(""), "ABCDGILMOPRSTVXabcdefghilmnprstuvx".split("").toSorted().join(""));
  // And eight of its own.
  assert.equal(new Set(keepalivedOptions.map(({ name }) => name)).size, 42 + 8);
});

void test("Letters can be clustered, and the last can take a value", () => {
  assert.deepEqual(read("-nlDP"), ["dont-fork", "log-console", "log-detail", "vrrp"]);
  assert.deepEqual(read("-nlf", "x.conf"), ["dont-fork", "log-console", "use-file=x.conf"]);
  assert.deepEqual(read("-nfx.conf"), ["dont-fork", "use-file=x.conf"]);
});

void test("A value may be attached or follow, and may look like an option", () => {
  assert.deepEqual(read("--use-file=x", "--use-file", "y", "-f", "-z"), ["use-file=x", "use-file=y", "use-file=-z"]);
});

void test("An optional value must be attached", () => {
  assert.deepEqual(read("-t", "x", "-ty", "--config-test", "--config-test=z"), [
    "config-test",
    "word:x",
    "config-test=y",
    "config-test",
    "config-test=z",
  ]);
});

void test("An empty or absent value is missing", () => {
  assert.deepEqual(read("--use-file="), ["missing-value:--use-file"]);
  assert.deepEqual(read("--use-file"), ["missing-value:--use-file"]);
  assert.deepEqual(read("-f", ""), ["missing-value:-f"]);
  assert.deepEqual(read("--config-test="), ["missing-value:--config-test"]);
});

void test("A long name may be shortened while it stays unique", () => {
  assert.deepEqual(read("--vers"), ["version"]);
  assert.deepEqual(read("--vrrp"), ["vrrp"]);
  assert.deepEqual(read("--log"), ["ambiguous:--log"]);
});

void test("What is not in the table is unknown, and a surplus value is refused", () => {
  assert.deepEqual(read("-q"), ["unknown:-q"]);
  assert.deepEqual(read("-nqP"), ["dont-fork", "unknown:-q"]);
  assert.deepEqual(read("--bogus=1"), ["unknown:--bogus"]);
  assert.deepEqual(read("--vrrp=1"), ["unexpected-value:--vrrp"]);
});

void test("Two dashes end the options, one is a word", () => {
  assert.deepEqual(read("-n", "-", "--", "-P"), ["dont-fork", "word:-", "word:-P"]);
});
