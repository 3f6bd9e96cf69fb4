import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { dumpConfiguration } from "../../src/config/dump/dump.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import type { LoadResult } from "../../src/config/load.ts";
import { testTextCases } from "./text-case.ts";

function load(text: string): LoadResult {
  return loadConfiguration({ path: "a.conf", text }, { hostName: "node1" });
}

testTextCases(new URL("dump/", import.meta.url), (name, input) =>
  dumpConfiguration(load(input), { defaults: name.startsWith("defaults") }),
);

/** Files of examples and the inputs of the text cases. */
function texts(): readonly (readonly [name: string, text: string])[] {
  const examples = new URL("../../examples/", import.meta.url);
  const files = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".conf"));
  const cases = new URL("cases/", import.meta.url);
  return [
    ...files.map((name) => [name, readFileSync(new URL(name, examples), "utf8")] as const),
    ...readdirSync(cases).map(
      (name) => [name, readFileSync(new URL(name, cases), "utf8").split("\n----\n", 1)[0] ?? ""] as const,
    ),
  ];
}

/** A configuration whose passwords are stars already, for a dump has no others. */
function masked(text: string): string {
  return text
    .replaceAll(/(auth_pass\s+)(?:"[^"]*"|\S+)/gu, "$1********")
    .replaceAll(/(\bkey\s+\d+\s+)(?!file:)\S+/gu, `$1${"*".repeat(32)}`);
}

for (const [name, text] of texts()) {
  void test(`the dump of ${name} means the same, and is its own dump`, () => {
    const written = load(masked(text));
    const dump = dumpConfiguration(written, { defaults: false });
    const again = load(dump);
    assert.deepEqual(again.configuration, written.configuration);
    assert.equal(dumpConfiguration(again, { defaults: false }), dump);
    const withDefaults = load(dumpConfiguration(written, { defaults: true }));
    assert.deepEqual(withDefaults.configuration, written.configuration);
  });
}
