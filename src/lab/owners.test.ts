import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMonitorLine } from "./owners.ts";

test("lines of ip monitor", () => {
  const added = "[2026-11-21T03:25:36.309782] 3: va0    inet 10.0.0.2/32 scope global va0:1";
  assert.deepEqual(parseMonitorLine("node1", added), {
    time: Date.UTC(2026, 10, 21, 3, 25, 36) * 1_000 + 309_782,
    node: "node1",
    interface: "va0",
    address: "10.0.0.2",
    held: true,
  });
  const deleted = "[2026-11-21T03:25:36.313799] Deleted 2: vb0    inet6 fe80::7/64 scope link nodad ";
  const change = parseMonitorLine("node1", deleted);
  assert.deepEqual([change?.interface, change?.address, change?.held], ["vb0", "fe80::7", false]);
  assert.equal(parseMonitorLine("node1", "       valid_lft forever preferred_lft forever"), undefined);
});
