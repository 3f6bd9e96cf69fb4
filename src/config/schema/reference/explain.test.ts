import assert from "node:assert/strict";
import { test } from "node:test";

import { explain, explainable, explainBlocks } from "./explain.ts";

void test("everything that has a name is explained", () => {
  for (const word of explainable()) assert.match(explain(word) ?? "", /\n {2}\S/u, word);
});

void test("a keyword that means the same in several blocks is explained once", () => {
  const text = explain("notify_master") ?? "";
  assert.match(text, /\n {2}in vrrp_sync_group, vrrp_instance\n/u);
  assert.equal(text.match(/^notify_master/gmu)?.length, 1);
});

void test("a block lists its keywords, and its place", () => {
  const text = explain("authentication") ?? "";
  assert.match(text, /^authentication \{ \.\.\. \}\n {2}in vrrp_instance\n/u);
  assert.match(text, /\n {2}auth_pass +\S/u);
});

void test("a name may be more than one thing", () => {
  assert.match(explain("authentication") ?? "", /\n\n\[authentication\]: /u);
});

void test("constructs of the language are explained under each of their spellings", () => {
  assert.equal(explain("${NAME}"), explain("$NAME"));
  assert.match(explain("~SEQ") ?? "", /^~SEQ\(VAR/u);
  assert.match(explain("include") ?? "", /^include FILE\n/u);
});

void test("what nobody knows has no explanation", () => {
  for (const word of ["", "frobnicate", "constructor", "__proto__", "toString"]) assert.equal(explain(word), undefined);
});

void test("blocks stand below those that they belong to", () => {
  assert.match(explainBlocks(), /^vrrp_instance +\S.*\n {2}authentication +\S/mu);
});
