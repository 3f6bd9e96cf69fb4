import assert from "node:assert/strict";
import { test } from "node:test";

import { didYouMean } from "./nearest.ts";
import type { ScopeName } from "./schema/keyword.ts";
import { suggestBlock, suggestKeyword } from "./suggest.ts";

const classics: readonly (readonly [string, ScopeName, string])[] = [
  ["autp_pass", "authentication", "auth_pass"],
  ["preemtp_delay", "vrrp_instance", "preempt_delay"],
  ["vrrp_intsance", "root", "vrrp_instance"],
  ["vrrp_scirpt", "root", "vrrp_script"],
  ["virtual_ipadress", "vrrp_instance", "virtual_ipaddress"],
  ["virtual_ipaddresses", "vrrp_instance", "virtual_ipaddress"],
  ["virtualipaddress", "vrrp_instance", "virtual_ipaddress"],
  ["Virtual-Router-ID", "vrrp_instance", "virtual_router_id"],
  ["priorty", "vrrp_instance", "priority"],
  ["authentification", "vrrp_instance", "authentication"],
  ["interfaces", "vrrp_instance", "interface"],
  ["no_preempt", "vrrp_instance", "nopreempt"],
  // No counting of letters leads from these to what was meant.
  ["vrid", "vrrp_instance", "virtual_router_id"],
  ["advert_interval", "vrrp_instance", "advert_int"],
  ["password", "authentication", "auth_pass"],
  ["garp_master_delay", "global_defs", "vrrp_garp_master_delay"],
  ["vrrp_strict", "vrrp_instance", "strict_mode"],
  ["virtual_rout", "vrrp_instance", "virtual_routes"],
  ["unicast_src", "vrrp_instance", "unicast_src_ip"],
];

for (const [text, scope, meant] of classics) {
  void test(`${text} in ${scope} was meant to be ${meant}`, () => {
    assert.equal(suggestKeyword(text, scope), didYouMean(meant));
  });
}

void test("a keyword of another block is named with its block", () => {
  assert.equal(suggestKeyword("auth_pass", "vrrp_instance"), "auth_pass belongs to authentication");
  assert.equal(
    suggestKeyword("vrrp_script", "vrrp_instance"),
    "vrrp_script belongs to the top level, outside all blocks",
  );
  assert.match(suggestKeyword("auth_pas", "vrrp_instance") ?? "", /^auth_pass.* belongs to authentication$/u);
});

void test("nothing is suggested for what is like nothing", () => {
  assert.equal(suggestKeyword("x".repeat(10_000), "root"), undefined);
  assert.equal(suggestKeyword("frobnicate", "vrrp_instance"), undefined);
  assert.equal(suggestBlock("frobnicate", ["foo", "bar"], "root"), undefined);
});

void test("a block is known by its name, else by what is in it", () => {
  assert.equal(suggestBlock("vrrp_intsance", [], "root"), didYouMean("vrrp_instance"));
  assert.equal(
    suggestBlock("nonsense", ["state", "interface", "priority", "typo"], "root"),
    didYouMean("vrrp_instance"),
  );
  assert.equal(suggestBlock("check", ["script", "interval", "weight"], "root"), didYouMean("vrrp_script"));
  // One keyword is not enough, and neither are two among many.
  assert.equal(suggestBlock("nonsense", ["priority"], "root"), undefined);
  assert.equal(suggestBlock("nonsense", ["state", "priority", "a", "b", "c"], "root"), undefined);
});
