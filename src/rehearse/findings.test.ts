import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster, type NodeFile } from "./cluster-plan.ts";
import { findingsOf } from "./findings.ts";
import type { Segment } from "./network.ts";
import { rehearse } from "./rehearse.ts";
import { printRehearsal } from "./report.ts";
import { nodeFrom, pairOfNodes } from "./sample-nodes.ts";

void test("a pair as it should be: only that the address comes back is worth a note", () => {
  assert.deepEqual(found(pairOfNodes()), ["note moves-back"]);
});

void test("a weight that is smaller than the distance of the priorities moves nothing", () => {
  assert.deepEqual(found(tracking("interval 1\n weight -5\n fall 2\n rise 2")), [
    "note moves-back",
    "warning moves-nothing",
  ]);
});

void test("a tracked interface with a weight that is too small moves nothing, either", () => {
  const findings = found(pairOfNodes("", "track_interface {\n eth1 weight -5\n }"));
  assert.deepEqual(findings, ["note moves-back", "warning moves-nothing"]);
});

void test("a script without fall and rise lets the address flap", () => {
  assert.deepEqual(found(tracking("interval 5\n weight -20")), ["note moves-back", "warning flaps"]);
});

void test("a time-out that is longer than the interval delays what a script finds", () => {
  const nodes = tracking("interval 2\n timeout 12\n fall 2\n rise 2\n weight -20");
  assert.deepEqual(found(nodes), ["note moves-back", "warning slow-detection"]);
  const slow = findingsOf(rehearse(planCluster(nodes))).find(({ code }) => code === "slow-detection");
  assert.match(slow?.text ?? "", /when it hangs on node1 it takes \d\d\.\d+ s to move, when it fails \d\.\d+ s$/u);
});

void test("nodes that do not hear one another have the address both, and no maintenance succeeds", () => {
  const apart = [
    { name: "left", ports: [{ node: "node1", interface: "eth0" }] },
    { name: "right", ports: [{ node: "node2", interface: "eth0" }] },
  ];
  const codes = found(pairOfNodes(), apart);
  assert.ok(codes.includes("warning several-owners"), codes.join());
  assert.ok(codes.includes("warning maintenance-refused"), codes.join());
});

void test("a node alone loses its address with every failure, and there is nothing to be done about it here", () => {
  const [alone] = pairOfNodes();
  assert.ok(alone !== undefined);
  assert.deepEqual(found([alone]), ["warning maintenance-refused"]);
});

void test("with nopreempt it matters who was there first", () => {
  assert.deepEqual(found(pairOfNodes("", "nopreempt")), ["note start-order"]);
});

void test("a reload to files that exchange the priorities moves the address", () => {
  const [first, second] = pairOfNodes();
  assert.ok(first !== undefined && second !== undefined);
  const rehearsal = rehearse(
    planCluster([
      { ...first, next: second.config },
      { ...second, next: first.config },
    ]),
  );
  assert.deepEqual(
    rehearsal.reloads.map(({ node, outcomes }) => [node, outcomes.map(({ after }) => after.join())]),
    [
      ["node1", ["node1"]],
      ["node2", ["node2"]],
    ],
  );
  assert.match(printRehearsal(rehearsal, []), /node2 reloads\n {4}192\.0\.2\.100 node1 -> node2/u);
});

void test("three nodes with two failures at a time: somebody healthy always has the address", () => {
  const nodes = [110, 100, 90].map((priority, index) =>
    nodeFrom(
      `node${index + 1}`,
      `vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 1\n priority ${priority}\n virtual_ipaddress {\n 192.0.2.100\n }\n}\n`,
    ),
  );
  const rehearsal = rehearse(planCluster(nodes), { depth: 2 });
  assert.equal(rehearsal.starts.length, 6);
  assert.deepEqual(
    findingsOf(rehearsal).filter(({ severity }) => severity === "warning"),
    [],
  );
  assert.match(printRehearsal(rehearsal, []), /pairs were tried; none costs an address/u);
});

function tracking(script: string): readonly NodeFile[] {
  return pairOfNodes(`vrrp_script chk {\n script "/bin/true"\n ${script}\n}\n`, "track_script {\n chk\n }");
}

function found(nodes: readonly NodeFile[], segments: readonly Segment[] = []): readonly string[] {
  const findings = findingsOf(rehearse(planCluster(nodes, segments)));
  return Array.from(new Set(findings.map(({ severity, code }) => `${severity} ${code}`))).toSorted();
}
