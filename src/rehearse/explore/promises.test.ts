import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster } from "../cluster-plan.ts";
import { nodeFrom, pairOfNodes } from "../sample-nodes.ts";
import { servicesOf } from "../services.ts";
import { parseStory } from "../story/parse.ts";
import { writeExpectation } from "../story/write.ts";
import { promisesOf } from "./promises.ts";

/*
 * Two nodes with priorities 100 and 90 and adverts of 1 s: two may have the address for 1 s, 50 ms for the hand-over
 * and 0.1 ms for its address, nobody for 3 s and 255/256 s of skew, and everything may take 20 ms longer than it
 * should.
 */
const plan = planCluster(pairOfNodes());
const two = "expect never two owners of 192.0.2.100 longer than 1.0701s";
const nobody = "expect never nobody has 192.0.2.100 longer than 4.016093s";

void test("without troubles the address always has one owner, and each node is there for it", () => {
  assert.deepEqual(promises(""), [`${two} from 0s`, `${nobody} from 0s`, `${nobody} from 0s`]);
});

void test("a node that does not run, has no link, is paused or withheld is not there for it", () => {
  for (const [trouble, end] of [
    ["kill node1", "start node1"],
    ["stop node1", "start node1"],
    ["cut eth0 on node1", "plug node1"],
    ["maintenance on node1", "maintenance off node1"],
  ]) {
    const expected = [`${two} from 0s`, `${nobody} from 0s until 10s`, `${nobody} from 20s`, `${nobody} from 0s`];
    assert.deepEqual(promises(`at 10s ${trouble}\nat 20s ${end}`), expected, trouble);
  }
});

void test("while packets are lost or a node is paused, two owners are nobody's fault", () => {
  assert.deepEqual(promises("at 10s lose 1% from node1\nat 15s lose 2% to node1\nat 20s lose nothing").slice(0, 2), [
    `${two} from 0s until 10s`,
    `${two} from 20s`,
  ]);
  // Its farewell may come at the end of the down interval of the other one.
  const late = nobody.replace("4.016093s", "5.012186s");
  assert.deepEqual(promises("at 10s pause node1 for 5s\nat 12s lose 30%"), [
    `${two} from 0s until 10s`,
    `${late} from 0s until 10s`,
    `${late} from 15s`,
    `${late} from 0s`,
  ]);
});

void test("delays and late timers make everything longer, twice: there and back", () => {
  const [first] = promises("at 10s delay 20ms jitter 5ms\nat 20s late timers up to 10ms");
  assert.equal(first, "expect never two owners of 192.0.2.100 longer than 1.1401s from 0s");
});

void test("timers that are later than an interval have a backup listen for another one, and be late again", () => {
  const [, silence] = promises("at 10s late timers up to 1.5s");
  assert.equal(silence, "expect never nobody has 192.0.2.100 longer than 9.516093s from 0s");
});

void test("two that leave at about the same time keep the address as long as they would wait for a successor", () => {
  // The down interval of the slowest backup, 3 s and 255/256 s, and a tenth of a second.
  const both = "expect never two owners of 192.0.2.100 longer than 5.166193s from 0s";
  assert.equal(promises("at 10s stop node1\nat 13s cut eth0 on node2")[0], both);
  assert.equal(promises("at 10s stop node1\nat 15s stop node2")[0], `${two} from 0s`);
});

void test("what is tracked counts without a weight, and a node needs its time to find out that it is well", () => {
  const chk = `vrrp_script chk {\n script "/bin/true"\n interval 2\n rise 2\n}\n`;
  const tracking = planCluster(pairOfNodes(chk, "track_script {\n chk\n }"));
  // A run of a script and its time-out, three times.
  const story = "at 10s fail chk on node1\nat 20s recover chk on node1";
  assert.deepEqual(promises(story, tracking).slice(1), [
    `${nobody} from 0s until 10s`,
    `${nobody} from 32s`,
    `${nobody} from 0s`,
  ]);
  const weighted = planCluster(pairOfNodes(chk, "track_script {\n chk weight -20\n }"));
  assert.deepEqual(promises(story, weighted).slice(1), [`${nobody} from 0s`, `${nobody} from 0s`]);
});

void test("a node that is there for less than a down interval has no time to take over", () => {
  assert.deepEqual(promises("begin stopped\nat 0s start node1\nat 4s kill node1"), [`${two} from 0s`]);
});

void test("nothing is promised of an address that a machine has of its own", () => {
  const own = planCluster(
    [255, 100].map((priority, index) =>
      nodeFrom(
        `node${index + 1}`,
        `vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 1\n priority ${priority}\n mcast_src_ip 192.0.2.${index + 1}\n` +
          " virtual_ipaddress {\n 192.0.2.1\n }\n}\n",
      ),
    ),
  );
  assert.deepEqual(promises("", own), []);
});

function promises(text: string, of = plan): readonly string[] {
  const reading = parseStory(`${text}\nexpect never two owners longer than 1s`, of);
  assert.ok(reading.kind === "read", JSON.stringify(reading));
  const { steps, beginsRunning } = reading.story;
  return promisesOf(of, servicesOf(of.nodes), steps, beginsRunning).map(writeExpectation);
}
