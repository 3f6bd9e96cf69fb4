import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { InstanceDocument } from "../../status/live/status-document.ts";
import { mergeNodes } from "./cluster.ts";
import { assess } from "./health.ts";
import type { NodeView } from "./node-view.ts";
import { sampleDocument, sampleInstance, sampleNode, sampleTransition } from "./samples.ts";

function node(name: string, instances: readonly InstanceDocument[], heardAt = 0): NodeView {
  return sampleNode(name, sampleDocument(name, instances), [], heardAt);
}

const master = sampleInstance({ state: "master", priority: 101 });
const backup = sampleInstance();

void describe("nodes merged into one view", () => {
  void test("instances with the VRID and the name or an address in common are one virtual router", () => {
    const elsewhere = sampleInstance({ name: "VI_WEB", state: "backup" });
    const other = sampleInstance({ vrid: 52, addresses: [] });
    const { routers } = mergeNodes([node("a", [master, other]), node("b", [elsewhere]), node("c", [backup])], 0);
    const parts = routers.map((router) => router.parts.map((part) => `${part.node.name} ${part.instance.name}`));
    assert.deepEqual(parts, [["a VI_1", "b VI_WEB", "c VI_1"], ["a VI_1"]]);
  });

  void test("two instances of one node are never one virtual router", () => {
    const second = sampleInstance({ name: "VI_2", interface: "eth1" });
    assert.equal(mergeNodes([node("a", [master, second])], 0).routers.length, 2);
  });

  void test("an address has the nodes that hold it", () => {
    const { routers } = mergeNodes([node("a", [master]), node("b", [backup])], 0);
    assert.deepEqual(routers[0]?.addresses, [
      { address: "192.0.2.100", interface: "eth0", excluded: false, holders: ["a"] },
    ]);
  });

  void test("what the stream has told since the document counts", () => {
    const document = sampleDocument("b", [sampleInstance({ since: 1_000_000 })]);
    const view = sampleNode("b", document, [sampleTransition(1, 9, ["backup", "master"])], 9);
    const [router] = mergeNodes([view], 9_000_000).routers;
    assert.deepEqual(router?.condition, { kind: "held", by: "b" });
    assert.equal(router.parts[0]?.instance.since, 9_000_000);
  });

  void test("what the document says counts against what was told before it", () => {
    const document = sampleDocument("b", [sampleInstance({ since: 20_000_000 })]);
    const view = sampleNode("b", document, [sampleTransition(1, 9, ["backup", "master"])], 21);
    assert.equal(mergeNodes([view], 21_000_000).routers[0]?.parts[0]?.instance.state, "backup");
  });

  void test("nodes with the same name are told apart by their addresses", () => {
    const names = mergeNodes([{ ...node("a", []), url: "http://x:1" }, node("a", [])], 0).nodes.map(({ name }) => name);
    assert.deepEqual(names, ["a (a)", "a (x:1)"]);
  });
});

function print(nodes: readonly NodeView[], now: number): string {
  const { level, sentence: words } = assess(mergeNodes(nodes, now), now);
  return `${level}: ${words}`;
}

const earlier = sampleInstance({ state: "master", since: 2e6 });
const recent = sampleInstance({ state: "master", since: 8e6 });
const lost = { ...node("a", [master], 8), problem: "it cannot be reached" };

void describe("health in one sentence", () => {
  const cases: readonly [string, readonly NodeView[], number, string][] = [
    ["nothing yet", [sampleNode("a", undefined)], 0, "unknown: Asking how it is …"],
    ["one master", [node("a", [master]), node("b", [backup])], 0, "good: The address is held by a."],
    ["two masters", [node("a", [master], 9), node("b", [master], 9)], 9, "bad: Two masters: a and b both hold VI_1."],
    [
      "a new master, and one that is about to yield",
      [node("a", [master], 9), node("b", [recent], 9)],
      9,
      "good: The address is held by b.",
    ],
    [
      "a new master, and one that does not answer",
      [lost, node("b", [earlier], 9)],
      9,
      "good: The address is held by b.",
    ],
    ["no master", [node("a", [sampleInstance({ master: undefined })], 9)], 9, "bad: VI_1 is held by nobody."],
    ["a master that is not asked", [node("b", [backup])], 0, "good: The address is held by 192.0.2.1."],
    [
      "a silent backup",
      [node("a", [master], 9), node("b", [backup])],
      9,
      "attention: The address is held by a, but b has not been heard for 9 s.",
    ],
    [
      "a silent master alone",
      [node("a", [master])],
      9,
      "bad: Nobody can say who holds VI_1: a has not been heard for 9 s.",
    ],
    [
      "a fault elsewhere",
      [node("a", [master]), node("b", [sampleInstance({ state: "fault" })])],
      0,
      "attention: The address is held by a, but VI_1 is in fault on b.",
    ],
  ];
  for (const [name, nodes, at, expected] of cases) {
    void test(name, () => assert.equal(print(nodes, at * 1_000_000), expected));
  }
});
