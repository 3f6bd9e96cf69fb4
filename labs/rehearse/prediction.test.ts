import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, later, milliseconds, seconds } from "../../src/base/time.ts";
import { servicesOf } from "../../src/rehearse/services.ts";
import { deploymentNames, hurried, readDeployment } from "./deployment.ts";
import { lastChange, predict } from "./prediction.ts";
import { topologyOf } from "./network.ts";

const begins = [
  { node: "node1", at: instant(0) },
  { node: "node2", at: instant(400_000) },
];

test("a failure comes so long after the last advert as it really did", () => {
  const { plan } = readDeployment("unicast-pair");
  const [service] = servicesOf(plan.nodes);
  assert.ok(service !== undefined);
  const at = instant(20_000_000);
  const failure = { failure: { kind: "node", node: "node1" } as const, at };
  const interruption = (sinceAdvert: number): number => {
    const advert = instant(20_000_000 - sinceAdvert * 1000);
    const beat = { what: "advert", node: "node1", name: "VI_UNI", at: advert, interval: seconds(1) } as const;
    const prediction = predict(plan, { begins, failure }, later(at, seconds(10)), beat);
    return lastChange(prediction, service, at) - at;
  };
  // Three adverts and the skew of priority 85 after the last advert, and what a packet takes.
  for (const since of [50, 300, 950]) {
    assert.ok(
      Math.abs(interruption(since) - (3_667_968 - since * 1000)) < 2000,
      `${since} ms: ${interruption(since)} us`,
    );
  }
});

test("a script fails so long after its last run as it really did", () => {
  const { plan } = readDeployment("dual-active-maintenance");
  const [service] = servicesOf(plan.nodes);
  assert.ok(service !== undefined);
  const at = instant(20_000_000);
  const trackable = { kind: "script", name: "maint-10.71.17.32", weight: { value: 0, reverse: false } } as const;
  const failure = { failure: { kind: "tracked", node: "node1", trackable } as const, at };
  const run = { what: "script", node: "node1", name: trackable.name, interval: seconds(2) } as const;
  const change = (sinceRun: number): number => {
    const beat = { ...run, at: instant(20_000_000 - sinceRun * 1000) };
    return lastChange(predict(plan, { begins, failure }, later(at, seconds(10)), beat), service, at) - at;
  };
  assert.equal(change(1500) - change(500), milliseconds(-1000));
});

test("every directory has a network, and hurried adverts come ten times as often", () => {
  for (const name of deploymentNames()) {
    const { plan } = readDeployment(name);
    const quick = readDeployment(name, hurried);
    assert.deepEqual(Object.keys(topologyOf(plan).nodes), ["node1", "node2"]);
    for (const [index, { config }] of quick.plan.nodes.entries()) {
      const usual = plan.nodes[index]?.config.instances.map(({ advertInterval }) => advertInterval / 10);
      assert.deepEqual(
        config.instances.map(({ advertInterval }) => advertInterval),
        usual,
      );
      assert.ok(config.instances.every(({ version }) => version === 3));
    }
  }
});
