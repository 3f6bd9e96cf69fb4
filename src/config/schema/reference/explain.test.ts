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

void test("what is done of a keyword, what it needs, and what counts of several", () => {
  assert.match(explain("vrrp_no_swap") ?? "", /\n {2}partly implemented: /u);
  assert.match(explain("virtual_router_id") ?? "", /\n {2}required: /u);
  assert.doesNotMatch(explain("neighbour_ip") ?? "", /required/u);
  assert.match(explain("notify_master") ?? "", /\n {2}given more than once: the first one counts$/mu);
  assert.match(explain("lvs_timeouts") ?? "", /\n {2}given more than once: each counts$/mu);
});

void test("two keywords that do not go together say so of each other", () => {
  assert.match(explain("interface") ?? "", /\n {2}in vrrp_instance\n(?: {2}.*\n)* {2}not together with: vrf\n/u);
  assert.match(explain("vrf") ?? "", /\n {2}not together with: interface\n/u);
});

void test("a bound that is only the machine's is not printed", () => {
  assert.match(explain("delay_before_retry") ?? "", /^delay_before_retry <SECONDS> \(fractions allowed\)$/mu);
  assert.match(explain("quorum") ?? "", /^quorum <NUMBER from 1>$/mu);
  assert.match(explain("priority") ?? "", /^priority <1\.\.255>$/mu);
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
