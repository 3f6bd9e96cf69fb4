import assert from "node:assert/strict";
import { test } from "node:test";

import { didYouMean, editDistance, maximumCandidates, nearest, wordMeant, writeMeantOr } from "./nearest.ts";

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
  assert.equal(nearest("x".repeat(10_000), ["x".repeat(10_000)]), undefined);
});

void test("what looks the same is meant", () => {
  assert.equal(nearest("etho", ["eth1", "eth0"]), "eth0");
  assert.equal(nearest("virtualipaddress", ["virtual_ipaddress"]), "virtual_ipaddress");
  assert.equal(nearest("CHK-NGINX", ["chk_apache", "chk_nginx"]), "chk_nginx");
});

void test("among equals the one that begins alike is suggested", () => {
  assert.equal(nearest("eth01", ["xeth01", "eth0", "th01"]), "eth0");
});

void test("a limit of edits can be given", () => {
  assert.equal(nearest("prioritties", ["priority"], 1), undefined);
  assert.equal(nearest("priorityy", ["priority"], 1), "priority");
});

void test("the word to write can be read from a cure", () => {
  assert.equal(wordMeant(didYouMean("priority")), "priority");
  assert.equal(wordMeant("the whole block is skipped, up to line 9; did you mean vrrp_instance?"), "vrrp_instance");
  assert.equal(wordMeant("there is no interface eth9; did you mean eth0? there are lo, eth0"), "eth0");
  assert.equal(wordMeant("write a number"), undefined);
});

void test("not more candidates are compared than somebody may have typed", () => {
  const names = Array.from({ length: maximumCandidates }, (_value, index) => `other_${index}`);
  assert.equal(nearest("chk_ngix", [...names.slice(1), "chk_nginx"]), "chk_nginx");
  assert.equal(nearest("chk_ngix", [...names, "chk_nginx"]), undefined);
});

void test("a reference to nothing is corrected, or what it refers to is to be written", () => {
  const known = new Set(["chk_nginx"]);
  assert.equal(writeMeantOr("chk_ngnix", known, "write it"), "did you mean chk_nginx?");
  assert.equal(writeMeantOr("maintenance", known, "write it"), "write it");
});
