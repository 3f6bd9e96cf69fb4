import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster } from "../cluster-plan.ts";
import { nodeFrom, pairOfNodes } from "../sample-nodes.ts";
import { parseStory } from "../story/parse.ts";
import { playStory } from "../story/play.ts";
import { explore, replaySeed } from "./explore.ts";

const auth = "authentication {\n auth_type PASS\n auth_pass secret\n }";

/** Two nodes with the same file but for what is inside the instances. */
function pairWith(first: string, second: string): ReturnType<typeof planCluster> {
  return planCluster(
    [first, second].map((inside, index) => {
      const lines = inside.includes("virtual_router_id") ? inside : `${inside}\n virtual_router_id 1`;
      const own = `vrrp_instance VI_1 {\n interface eth0\n priority ${100 - 10 * index}\n`;
      return nodeFrom(`node${index + 1}`, `${own} ${lines}\n virtual_ipaddress {\n 192.0.2.100\n }\n}\n`);
    }),
  );
}

void test("a sound pair breaks no promise", () => {
  const script = `vrrp_script chk {\n script "/bin/true"\n interval 1\n weight -20\n}\n`;
  const plan = planCluster(pairOfNodes(script, "track_script {\n chk\n }"));
  assert.deepEqual(explore(plan, 1, 100), { first: 1, count: 100, failing: [], shortest: undefined });
});

const wrong: Readonly<Record<string, readonly [string, string]>> = {
  "unequal VRIDs": ["virtual_router_id 1", "virtual_router_id 2"],
  "a password on one side": [auth, ""],
  "unequal intervals": ["advert_int 1", "advert_int 2"],
};

for (const [what, [first, second]] of Object.entries(wrong)) {
  void test(`${what}: found without any trouble, and the story says so`, () => {
    const plan = pairWith(first, second);
    const { failing, shortest } = explore(plan, 1, 20);
    assert.equal(failing[0], 1);
    assert.ok(shortest !== undefined);
    assert.match(shortest.text, /^expect never two owners of 192\.0\.2\.100 longer than [\d.]+s from 0s\n$/u);
    assertFails(shortest.text, plan);
  });
}

void test("what needs a trouble is shrunk to that trouble, with round times", () => {
  // The address is on an interface whose loss the instance does not care for.
  const inside = "virtual_router_id 1\n dont_track_primary";
  const plan = planCluster(
    [100, 90].map((priority, index) => {
      const text = `vrrp_instance VI_1 {\n interface eth0\n priority ${priority}\n ${inside}\n virtual_ipaddress {\n 192.0.2.100 dev eth1 no_track\n }\n}\n`;
      return nodeFrom(`node${index + 1}`, text);
    }),
  );
  const { shortest } = explore(plan, 1, 100);
  assert.ok(shortest !== undefined);
  const [step = "", expectation = "", ...others] = shortest.text.trimEnd().split("\n");
  assert.match(step, /^at 0s cut eth[01] on node[12]$/u);
  assert.match(expectation, /^expect never /u);
  assert.deepEqual(others, []);
  assertFails(shortest.text, plan);
});

void test("the same seeds find the same, and a seed is played again byte for byte", () => {
  const plan = pairWith("advert_int 1\n preempt_delay 3", "advert_int 1");
  const first = replaySeed(plan, 17);
  assert.deepEqual(replaySeed(plan, 17), first);
  assert.ok(first.played.trace.length > 0);
  assert.notEqual(replaySeed(plan, 18).text, first.text);
  const reading = parseStory(first.text, plan);
  assert.ok(reading.kind === "read");
  assert.deepEqual(playStory(reading.story, plan).trace, first.played.trace);
});

function assertFails(text: string, plan: ReturnType<typeof planCluster>): void {
  const reading = parseStory(text, plan);
  assert.ok(reading.kind === "read");
  assert.ok(playStory(reading.story, plan).verdicts.some(({ isMet }) => !isMet));
}
