import assert from "node:assert/strict";
import { test } from "node:test";

import type { ProcessPattern } from "./ports.ts";
import { matchesProcess } from "./process-pattern.ts";

const base: ProcessPattern = { name: "p", process: "sleep", parameters: [], match: "any", fullCommand: false };
const sleeping = { name: "sleep", words: ["sleep", "77", "seconds"] };

const cases: readonly [what: string, pattern: Partial<ProcessPattern>, isMatch: boolean][] = [
  ["its name", {}, true],
  ["another name", { process: "slee" }, false],
  ["the first word", { fullCommand: true }, true],
  ["another first word", { fullCommand: true, process: "/bin/sleep" }, false],
  ["all parameters", { match: "exact", parameters: ["77", "seconds"] }, true],
  ["exact, but too few", { match: "exact", parameters: ["77"] }, false],
  ["without parameters, but there are some", { match: "exact" }, false],
  ["the first parameter", { match: "partial", parameters: ["77"] }, true],
  ["another first parameter", { match: "partial", parameters: ["7"] }, false],
  ["the beginning of the last", { match: "initial", parameters: ["77", "sec"] }, true],
  ["the beginning of one that is not the last", { match: "initial", parameters: ["7"] }, false],
  ["the beginning of the first", { match: "initial", parameters: ["7", "seconds"] }, false],
];
for (const [what, pattern, isMatch] of cases) {
  test(`a process is known by ${what}`, () => {
    assert.equal(matchesProcess({ ...base, ...pattern }, sleeping), isMatch);
  });
}

test("the kernel cuts names short", () => {
  assert.ok(matchesProcess({ ...base, process: "averyverylongname" }, { name: "averyverylongna", words: [] }));
});
