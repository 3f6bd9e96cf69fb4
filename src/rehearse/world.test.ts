import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, milliseconds, seconds, sum, toSeconds } from "../base/time.ts";
import { buildWorld, planCluster } from "./cluster-plan.ts";
import { pairOfNodes } from "./sample-nodes.ts";
import { nobody, total } from "./timeline.ts";

const address = "192.0.2.100";

void test("the node with the higher priority has the address, and the other one when it is gone", () => {
  const world = buildWorld(planCluster(pairOfNodes()));
  world.start("node1");
  world.start("node2");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1"]);
  const killed = world.now;
  world.kill("node1");
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), []);
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node2"]);
  // At most 3 adverts and the skew time of priority 90 after the last advert (RFC 9568 §6.1).
  const gap = total(world.chronicle.timeline.stretches(address, killed, world.now), nobody);
  assert.ok(gap > seconds(2.6) && gap < seconds(3.65), `${toSeconds(gap)} s`);
});

void test("a link without a carrier is heard of at once, and its address is nobody's", () => {
  const world = buildWorld(planCluster(pairOfNodes()));
  world.start("node1");
  world.advance(seconds(10));
  world.setLink("node1", "eth0", false);
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), []);
  world.setLink("node1", "eth0", true);
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1"]);
});

void test("nodes on two segments do not hear one another", () => {
  const apart = [
    { name: "left", ports: [{ node: "node1", interface: "eth0" }] },
    { name: "right", ports: [{ node: "node2", interface: "eth0" }] },
  ];
  const world = buildWorld(planCluster(pairOfNodes(), apart));
  world.start("node1");
  world.start("node2");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1", "node2"]);
});

void test("a script that hangs is ended by its time-out, and counts as failed", () => {
  const tracking = `vrrp_script chk {\n script "/bin/true"\n interval 2\n timeout 5\n}\n`;
  const world = buildWorld(planCluster(pairOfNodes(tracking, "track_script {\n chk\n }")));
  world.start("node1");
  world.start("node2");
  world.advance(seconds(20));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node1"]);
  world.behave("node1", { kind: "script", name: "chk" }, "hangs");
  world.advance(sum(seconds(12), milliseconds(1)));
  assert.deepEqual(world.chronicle.timeline.owners(address, world.now), ["node2"]);
});

void test("the same commands give the same trace, byte for byte", () => {
  const first = traceOfDeath();
  assert.match(first, /node2 VI_1 backup -> master/u);
  assert.equal(traceOfDeath(), first);
});

function traceOfDeath(): string {
  const world = buildWorld(planCluster(pairOfNodes()), { traces: true });
  world.start("node1");
  world.advance(milliseconds(700));
  world.start("node2");
  world.advance(seconds(30));
  world.kill("node1");
  world.advance(seconds(30));
  return world.chronicle.trace.join("\n");
}

void test("24 hours of ten instances take less than 10 s: six of them are tried, and leave nothing behind", () => {
  const world = buildWorld(planCluster(pairOfNodes("", "", 10)));
  world.start("node1");
  world.start("node2");
  // Processor time, and the best of three, as other tests run beside this one: two hours take some 0.1 s.
  const user = Math.min(...[1, 2, 3].map(() => timeOf(() => world.advance(seconds(7200)))));
  assert.ok(user < 10_000_000 / 12, `${user} us`);
  for (const each of world.chronicle.timeline.addresses) {
    assert.ok(world.chronicle.timeline.stretches(each, instant(0), world.now).length < 4);
  }
});

/** Microseconds of the processor. */
function timeOf(work: () => void): number {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user;
}
