import assert from "node:assert/strict";
import { test } from "node:test";

import { fileLabels, nodeLabels, printList } from "./labels.ts";

const cases: readonly (readonly [readonly string[], readonly string[], readonly string[]])[] = [
  [
    ["a.conf", "b.conf"],
    ["a.conf", "b.conf"],
    ["a", "b"],
  ],
  [
    ["x/y/node1.conf", "x/y/node2.conf"],
    ["node1.conf", "node2.conf"],
    ["node1", "node2"],
  ],
  [
    ["/etc/a/keepalived.conf", "/etc/b/keepalived.conf"],
    ["a/keepalived.conf", "b/keepalived.conf"],
    ["a", "b"],
  ],
  [
    ["a/k.conf", "k.conf"],
    ["a/k.conf", "k.conf"],
    ["a/k", "k"],
  ],
  [
    ["a", "a.conf"],
    ["a", "a.conf"],
    ["a", "a.conf"],
  ],
  [
    ["one.conf", "one.conf"],
    ["one.conf", "one.conf (2)"],
    ["one", "one (2)"],
  ],
  [["/etc/keepalived.conf"], ["keepalived.conf"], ["keepalived"]],
  [
    [".conf", ""],
    [".conf", ""],
    [".conf", ""],
  ],
  [[], [], []],
];

for (const [paths, files, nodes] of cases) {
  void test(`files ${paths.join(" ")}`, () => {
    assert.deepEqual(fileLabels(paths), files);
    assert.deepEqual(nodeLabels(paths), nodes);
  });
}

void test("a list names the first of many", () => {
  assert.equal(printList([]), "");
  assert.equal(printList(["a"]), "a");
  assert.equal(printList(["a", "b"]), "a and b");
  assert.equal(printList(["a", "b", "c", "d", "e"]), "a, b, c, d and e");
  assert.equal(printList(["a", "b", "c", "d", "e", "f", "g"]), "a, b, c, d, e and 2 more");
});
