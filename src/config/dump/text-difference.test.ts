import assert from "node:assert/strict";
import { test } from "node:test";
import { dumpDifference } from "./text-difference.ts";

const before = `global_defs {
  router_id a
}

vrrp_instance VI_1 {
  priority 100
  virtual_ipaddress {
    192.0.2.1
    192.0.2.2
  }
  nopreempt
}

virtual_server 192.0.2.10 80 {
  real_server 10.0.0.1 80 {
    weight 3
    MISC_CHECK {
      misc_path a
    }
    MISC_CHECK {
      misc_path b
    }
  }
}
`;

test("equal dumps differ in nothing", () => {
  assert.deepEqual(dumpDifference(before, before), []);
});

test("each block on a line, with what was and what is", () => {
  const after = before
    .replace("priority 100", "priority 90")
    .replace("192.0.2.2", "192.0.2.3")
    .replace("  nopreempt\n", "")
    .replace("weight 3", "weight 4")
    .replace("misc_path b", "misc_path c")
    .replace("global_defs {\n  router_id a\n}\n", "vrrp_script chk {\n  script x\n}\n");
  assert.deepEqual(dumpDifference(before, after), [
    "global_defs: removed",
    "vrrp_script chk: added",
    "vrrp_instance VI_1: priority 100 -> 90; nopreempt removed; virtual_ipaddress: 192.0.2.2 removed; virtual_ipaddress: 192.0.2.3 added",
    "virtual_server 192.0.2.10 80: real_server 10.0.0.1 80: weight 3 -> 4; real_server 10.0.0.1 80: MISC_CHECK (2): misc_path b -> c",
  ]);
});

test("another order of the same lines", () => {
  const after = before.replace("    192.0.2.1\n    192.0.2.2", "    192.0.2.2\n    192.0.2.1");
  assert.deepEqual(dumpDifference(before, after), ["vrrp_instance VI_1: virtual_ipaddress: in another order"]);
});

test("of very many differences the number is told", () => {
  const [line = ""] = dumpDifference(longBlock("a"), longBlock("b"));
  assert.equal(line.split("; ").length, 21);
  assert.match(line, /; and 40 more$/u);
});

function longBlock(word: string): string {
  return `vrrp_instance VI_1 {\n${Array.from({ length: 30 }, (_, index) => `  ${word}${index}`).join("\n")}\n}\n`;
}
