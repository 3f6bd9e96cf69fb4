import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { makePlan } from "./plan.ts";

test("The same seed gives the same plan, another one another", () => {
  assert.deepEqual(makePlan(7, seconds(30), seconds(1)), makePlan(7, seconds(30), seconds(1)));
  assert.notDeepEqual(makePlan(7, seconds(30), seconds(1)).rounds, makePlan(8, seconds(30), seconds(1)).rounds);
});

test("A round leaves half of the nodes alone, and a minute has every kind of trouble", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { rounds } = makePlan(seed, seconds(60), seconds(1));
    const kinds = new Set(rounds.flatMap(({ steps }) => steps.map(({ trouble }) => trouble.kind)));
    assert.equal(kinds.size, 10, `seed ${seed}`);
    for (const { steps, rest } of rounds) {
      assert.ok(steps.length <= 2 && new Set(steps.map(({ node }) => node)).size === steps.length);
      assert.ok(rest >= seconds(1));
      for (const { trouble } of steps) {
        assert.ok(!("length" in trouble) || trouble.length <= seconds(2));
        assert.ok(trouble.kind !== "reload" || (trouble.priority >= 1 && trouble.priority <= 254));
      }
    }
  }
});

test("A vrrp process dies twice at most before its supervisor is replaced", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const deaths = new Map<string, number>();
    const steps = makePlan(seed, seconds(300), seconds(1)).rounds.flatMap((round) => round.steps);
    for (const { node, trouble } of steps) {
      if (trouble.kind === "restart") deaths.set(node, 0);
      if (trouble.kind === "kill") deaths.set(node, (deaths.get(node) ?? 0) + 1);
      assert.ok((deaths.get(node) ?? 0) <= 2, `seed ${seed}`);
    }
  }
});
