import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { allCases } from "../../labs/configuration/corpus/index.ts";
import { dumpConfiguration } from "../../src/config/dump/dump.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { scopes } from "../../src/config/schema/index.ts";
import type { Scope } from "../../src/config/schema/keyword.ts";

function dump(text: string): string {
  return dumpConfiguration(loadConfiguration({ path: "a.conf", text }, { hostName: "h" }), { defaults: false });
}

/** What dumps of dumps differ in; undefined: they do not. */
function firstChange(text: string): readonly [string, string] | undefined {
  const first = dump(text);
  const second = dump(first);
  return first === second ? undefined : [first, second];
}

void test("the dump of every file of the differential test is its own dump", () => {
  const changed = allCases().flatMap(({ name, text }) => {
    const change = firstChange(text);
    return change === undefined ? [] : [{ name, text, change }];
  });
  assert.deepEqual(changed.slice(0, 3), [], `${changed.length} files`);
});

const words = fc.constantFrom(
  "1",
  "2",
  "7",
  "100",
  "on",
  "off",
  "eth0",
  "eth1",
  "192.0.2.1",
  "192.0.2.2/24",
  "2001:db8::1",
  "198.51.100.1 80",
  "MASTER",
  "BACKUP",
  "weight 5",
  '"/bin/true a"',
  "name",
  "TCP",
  "rr",
  "PASS",
  "",
);

/** Random blocks of the tables, with words that are often right. */
const blockOf = (scope: Scope, depth: number): fc.Arbitrary<string> => {
  const rows = [...scope.keywords.values()];
  const line = fc.constantFrom(...rows).chain((row): fc.Arbitrary<string> => {
    if (!row.shape.block) return words.map((value) => `${row.name} ${value}`);
    const inner = scopes.find(({ name }) => name === row.name);
    const content = inner === undefined || depth === 0 ? words : blockOf(inner, depth - 1);
    const heading = words.map((value) => `${row.name} ${row.shape.syntax.startsWith("{") ? "" : value}`);
    return fc.tuple(heading, content).map(([head, body]) => `${head} {\n${body}\n}`);
  });
  return fc.array(line, { maxLength: 8 }).map((entries) => entries.join("\n"));
};

void test("the dump of whatever the tables allow is its own dump", () => {
  const root = scopes.find(({ name }) => name === "root");
  assert(root !== undefined);
  fc.assert(
    fc.property(blockOf(root, 2), (text) => {
      assert.deepEqual(firstChange(text), undefined);
    }),
    {
      numRuns: 1000,
      examples: [["track_file f 5 {\nfile 1\n}\nvrrp_sync_group 1 {\ntrack_file {\nf\n}\n}"]],
    },
  );
});
