import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../base/time.ts";
import { programRoot, readExample } from "./example.ts";

void test("the example is two addresses, each preferred by another node", () => {
  const { addresses, configurations } = readExample(programRoot());
  assert.deepEqual([...configurations.keys()], ["node1", "node2"]);
  assert.deepEqual(
    addresses.map(({ address, candidates }) => [address, ...candidates.map(({ node, priority }) => [node, priority])]),
    [
      ["192.168.3.222", ["node1", 199], ["node2", 198]],
      ["192.168.3.111", ["node2", 99], ["node1", 98]],
    ],
  );
  for (const candidate of addresses.flatMap(({ candidates }) => candidates)) {
    assert.equal(candidate.version, 2);
    assert.equal(candidate.advertInterval, seconds(1));
    assert.equal(candidate.downTimerAdverts, 3);
  }
});
