import assert from "node:assert/strict";
import { test } from "node:test";

import { Rng } from "../../base/rng.ts";
import { microseconds, milliseconds, zeroDuration } from "../../base/time.ts";
import { WireFaults } from "./wire-faults.ts";

const passage = { segment: "eth0", from: "node1", to: "node2" };
const back = { segment: "eth0", from: "node2", to: "node1" };

void test("without faults a packet arrives once and on time, and no chance is drawn", () => {
  const rng = new Rng(1);
  assert.deepEqual(new WireFaults(rng).fate(passage), [zeroDuration]);
  assert.equal(rng.next(), new Rng(1).next());
});

void test("a share of the packets is lost, one way only", () => {
  const wire = new WireFaults(new Rng(1));
  wire.set({ kind: "loss", share: 0.3, scope: { from: "node1" } });
  const lost = Array.from({ length: 10_000 }, () => wire.fate(passage)).filter((copies) => copies.length === 0).length;
  assert.ok(lost > 2850 && lost < 3150, `${lost} of 10000`);
  assert.deepEqual(wire.fate(back), [zeroDuration]);
});

void test("what is delayed comes between the delay and the delay with all of the jitter", () => {
  const wire = new WireFaults(new Rng(1));
  wire.set({ kind: "delay", fixed: milliseconds(20), jitter: milliseconds(5), scope: {} });
  const delays = Array.from({ length: 1000 }, () => wire.fate(passage)).flat();
  assert.equal(delays.length, 1000);
  assert.ok(Math.min(...delays) < milliseconds(20.1) && Math.min(...delays) >= milliseconds(20));
  assert.ok(Math.max(...delays) > milliseconds(24.9) && Math.max(...delays) <= milliseconds(25));
});

void test("each copy has a delay of its own", () => {
  const wire = new WireFaults(new Rng(1));
  wire.set({ kind: "duplication", share: 1, scope: { segment: "eth0" } });
  wire.set({ kind: "delay", fixed: microseconds(0), jitter: milliseconds(5), scope: {} });
  const [one, other, ...more] = wire.fate(passage);
  assert.ok(one !== undefined && other !== undefined && one !== other);
  assert.deepEqual(more, []);
  assert.equal(wire.fate({ ...passage, segment: "eth1" }).length, 1);
});

void test("of several rules the strongest counts, a rule takes the place of its like, and none is left of nothing", () => {
  const wire = new WireFaults(new Rng(1));
  wire.set({ kind: "loss", share: 1, scope: {} });
  wire.set({ kind: "loss", share: 0.001, scope: { from: "node1" } });
  assert.deepEqual(wire.fate(passage), []);
  wire.set({ kind: "loss", share: 0, scope: {} });
  wire.set({ kind: "loss", share: 1, scope: { from: "node1" } });
  assert.deepEqual(wire.fate(back), [zeroDuration]);
  assert.deepEqual(wire.fate(passage), []);
  wire.clear("loss");
  assert.deepEqual(wire.fate(passage), [zeroDuration]);
});
