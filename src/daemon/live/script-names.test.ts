import assert from "node:assert/strict";
import { test } from "node:test";

import { findScript, scriptNames } from "./script-names.ts";

const command = { words: ["/bin/true"] } as const;
const all = scriptNames({
  scriptCommands: new Map([
    ["chk", command],
    ["VI_2", command],
  ]),
  notify: {
    instances: new Map([
      ["VI_1", { master: command, any: command }],
      ["VI_2", { fault: command }],
    ]),
    groups: new Map([["VI_1", { master: command }]]),
  },
});

/** The keyword and whom, or the names to choose from. */
function found(given: string): string | readonly string[] {
  const result = findScript(given, all);
  if (result.kind === "several") return result.names;
  if (result.kind === "none") return "none";
  const { script } = result;
  return script.kind === "vrrp_script"
    ? script.name
    : `${script.keyword} ${script.subject.type} ${script.subject.name}`;
}

test("any part of a name that says enough", () => {
  assert.equal(found("chk"), "chk");
  assert.equal(found("vrrp_script  chk"), "chk");
  assert.equal(found("notify_fault"), "notify_fault INSTANCE VI_2");
  assert.equal(found("notify_fault of VI_2"), "notify_fault INSTANCE VI_2");
  assert.equal(found("notify of VI_1"), "notify INSTANCE VI_1");
  assert.equal(found("group VI_1"), "notify_master GROUP VI_1");
  assert.equal(found("notify_master of instance VI_1"), "notify_master INSTANCE VI_1");
  assert.equal(found("notify_stop of VI_1"), "none");
});

test("what may be several is told with the names of each", () => {
  assert.deepEqual(found("notify_master of VI_1"), ["notify_master of instance VI_1", "notify_master of group VI_1"]);
  assert.deepEqual(found("VI_2"), ["vrrp_script VI_2", "notify_fault of instance VI_2"]);
  assert.deepEqual(found("instance VI_1"), ["notify_master of instance VI_1", "notify of instance VI_1"]);
  for (const names of [found("VI_1"), found("VI_2")]) {
    for (const name of names) assert.equal(typeof found(name), "string", `${name} alone is meant`);
  }
});
