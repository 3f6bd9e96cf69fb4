import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { missingCapabilities, missingFrom } from "./privileges.ts";

/** The part of a /proc/PID/status (proc(5)) that matters, and a trap on each side of it. */
function status(effective: string): string {
  const none = "0000000000000000";
  return `Name:\tnode\nCapInh:\t${none}\nCapPrm:\t000001ffffffffff\nCapEff:\t${effective}\nCapBnd:\t000001ffffffffff\n`;
}

test("the effective set decides", () => {
  assert.deepEqual(missingFrom(status("000001ffffffffff")), []);
  assert.deepEqual(missingFrom(status("0000000000003000")), []);
  assert.deepEqual(missingFrom(status("0000000000001000")), ["CAP_NET_RAW"]);
  assert.deepEqual(missingFrom(status("0000000000002000")), ["CAP_NET_ADMIN"]);
  assert.deepEqual(missingFrom(status("0000000000000000")), ["CAP_NET_ADMIN", "CAP_NET_RAW"]);
});

test("what is not told is missing", () => {
  assert.deepEqual(missingFrom(""), ["CAP_NET_ADMIN", "CAP_NET_RAW"]);
});

const isRoot = process.getuid?.() === 0;

test("a set that was bounded before", { skip: isRoot ? false : "needs root" }, () => {
  const words = ["--bounding-set", "-net_raw", "--inh-caps", "-net_raw", "cat", "/proc/self/status"];
  assert.deepEqual(missingFrom(execFileSync("setpriv", words, { encoding: "utf8" })), ["CAP_NET_RAW"]);
});

test("this process agrees with grep", () => {
  const effective = execFileSync("grep", ["CapEff", "/proc/self/status"], { encoding: "utf8" });
  assert.deepEqual(missingCapabilities(), missingFrom(effective));
});
