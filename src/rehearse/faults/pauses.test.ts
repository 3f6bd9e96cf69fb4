import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { Rng } from "../../base/rng.ts";
import { instant, milliseconds, seconds } from "../../base/time.ts";
import { buildWorld, planCluster } from "../cluster-plan.ts";
import { pairOfNodes } from "../sample-nodes.ts";
import { LateAlarm } from "./late-alarm.ts";
import { mostWaitingPackets, PausedInbox } from "./paused-inbox.ts";

void test("sockets hold so many packets and no more; what is no packet always waits", () => {
  const inbox = new PausedInbox(instant(0));
  const address = IpAddress.of("192.0.2.1");
  const packet = {
    kind: "packet",
    interface: "eth0",
    family: "ipv4",
    mode: "multicast",
    packet: { source: address, destination: address, ttl: 255, payload: new Uint8Array() },
  } as const;
  for (let count = 0; count < 2 * mostWaitingPackets; count += 1) inbox.put(packet);
  inbox.put({ kind: "stop" });
  assert.equal(inbox.inputs.length, mostWaitingPackets + 1);
  assert.deepEqual(inbox.inputs.at(-1), { kind: "stop" });
});

void test("an alarm is late by the same for the same deadline, and never by more than allowed", () => {
  const alarm = new LateAlarm(new Rng(1), milliseconds(20));
  for (let at = 0; at < 1000; at += 1) {
    const rings = alarm.rings(instant(at));
    assert.ok(rings >= at && rings <= at + milliseconds(20));
    assert.equal(alarm.rings(instant(at)), rings);
  }
});

void test("a paused master keeps its address and yields to what it finds in its sockets", () => {
  const world = buildWorld(planCluster(pairOfNodes()));
  for (const name of ["node2", "node1"]) world.start(name);
  world.advance(seconds(10));
  world.pause("node2", seconds(10));
  world.advance(seconds(1));
  world.kill("node1");
  world.advance(seconds(5));
  // It has not heard that its master is gone.
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), []);
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node2"]);
  world.pause("node2", seconds(20));
  world.start("node1");
  world.advance(seconds(10));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node1", "node2"]);
  world.advance(seconds(11));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node1"]);
});

void test("what is killed in a pause starts anew, and the end of the pause is nobody's", () => {
  const world = buildWorld(planCluster(pairOfNodes()), { traces: true });
  world.start("node1");
  world.pause("node1", seconds(10));
  world.kill("node1");
  world.start("node1");
  world.advance(seconds(9));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node1"]);
  world.advance(seconds(9));
  assert.ok(!world.chronicle.trace.some((line) => line.includes("goes on")));
});

void test("what is stopped in a pause ends in good order when it goes on, or is replaced before", () => {
  const world = buildWorld(planCluster(pairOfNodes()));
  for (const name of ["node1", "node2"]) world.start(name);
  world.advance(seconds(10));
  world.pause("node1", seconds(10));
  world.advance(seconds(2));
  world.stop("node1");
  world.advance(seconds(9));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node2"]);
  assert.equal(world.machine("node1").engine, undefined);
  world.pause("node2", seconds(10));
  world.stop("node2");
  world.start("node2");
  world.advance(seconds(9));
  assert.deepEqual(world.chronicle.timeline.owners("192.0.2.100", world.now), ["node2"]);
});
