import assert from "node:assert/strict";

import { seconds } from "../../src/base/time.ts";
import type { Deployment, Router } from "./pair.ts";

const router: Router = { vrid: 61, address: "172.20.27.100", interface: "eth0", interval: seconds(1) };

/** Two nodes that speak to each other alone, from the addresses that their files say. */
export const unicastPair: Deployment = {
  name: "unicast-pair",
  files: { node1: "unicast-pair/node1.conf", node2: "unicast-pair/node2.conf" },
  interfaces: {
    // The first address of an interface is what would be taken if the file did not say another.
    node1: { eth0: { addresses: ["172.20.27.1/24", "172.20.27.10/24"] } },
    node2: { eth0: { addresses: ["172.20.27.2/24", "172.20.27.11/24"] } },
  },
  tell: async (pair) => {
    await pair.start("node1");
    await pair.start("node2");
    await pair.owns("node1", router);
    await pair.stays("node1", router, 100);

    await pair.stop("node1");
    await pair.takesOver(router, "node2", 85, "farewell");
    await pair.start("node1");
    await pair.owns("node1", router);
    await pair.powerCut("node1");
    await pair.takesOver(router, "node2", 85, "silence");
    await pair.powerBack("node1");
    await pair.owns("node1", router);
    pair.assertMoves(router.address, ["node1", "node2", "node1", "node2", "node1"]);

    for (const { sourceMac, source, destination } of pair.wire().adverts()) {
      const own = sourceMac === pair.node("node1").mac("eth0") ? "172.20.27.10" : "172.20.27.11";
      const peer = own === "172.20.27.10" ? "172.20.27.11" : "172.20.27.10";
      assert.deepEqual([source, destination], [own, peer]);
    }
  },
};
