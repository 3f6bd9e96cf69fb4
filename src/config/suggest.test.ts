import assert from "node:assert/strict";
import { test } from "node:test";

import { editDistance, nearest, suggestKeyword } from "./suggest.ts";

void test("distances count insertions, removals, replacements and swaps", () => {
  assert.deepEqual(
    [
      ["", ""],
      ["abc", ""],
      ["state", "sate"],
      ["state", "sttae"],
      ["state", "stage"],
      ["kitten", "sitting"],
    ].map(([a = "", b = ""]) => editDistance(a, b)),
    [0, 3, 1, 1, 1, 3],
  );
});

void test("only what is near is suggested", () => {
  assert.equal(nearest("prioritiy", ["priority", "preempt"]), "priority");
  assert.equal(nearest("xyz", ["priority", "preempt"]), undefined);
});

void test("a keyword of another block is named with its block", () => {
  assert.equal(suggestKeyword("auth_pass", "vrrp_instance"), "auth_pass belongs to authentication");
  assert.equal(
    suggestKeyword("vrrp_script", "vrrp_instance"),
    "vrrp_script belongs to the top level, outside all blocks",
  );
  assert.equal(suggestKeyword("vrrp_scirpt", "root"), "did you mean vrrp_script?");
  assert.equal(suggestKeyword("x".repeat(10_000), "root"), undefined);
});
