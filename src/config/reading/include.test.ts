import assert from "node:assert/strict";
import { test } from "node:test";

import { applyIncludeCheck, everyCheck, noCheck } from "./include.ts";

for (const [before, words, after] of [
  [noCheck, "", "readable match wildcard_match brace_match"],
  [everyCheck, "match", "match"],
  [everyCheck, "-match", "readable wildcard_match brace_match"],
  [noCheck, "+match +wildcard_match", "match wildcard_match"],
  [noCheck, "wildcard_match -match +match", "wildcard_match match"],
  [noCheck, "read", "readable"],
  [noCheck, "readable", "readable"],
  [noCheck, "match nonsense", "match"],
] as const) {
  void test(`include_check ${words}`, () => {
    assert.deepEqual([...applyIncludeCheck(words.split(" ").filter(Boolean), before)].join(" "), after);
  });
}
