import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";

import { labObstacle } from "../../src/lab/index.ts";
import { loadBalancerContract } from "../../src/platform/contract/load-balancer.ts";
import { openNftablesBalancer } from "../../src/platform/linux/nft-balancer.ts";
import { LinuxWorld } from "../platform/linux-world.ts";

const obstacle = labObstacle();
if (obstacle === undefined) {
  describe("in a network namespace", () => {
    let world: LinuxWorld;
    before(async () => {
      world = await LinuxWorld.open();
    });
    after(() => world.close());

    loadBalancerContract("nftables", () => ({
      openLoadBalancer: async () => openNftablesBalancer(),
      close: () => {
        execFileSync("nft", ["flush", "ruleset"]);
      },
    }));
  });
} else {
  test("the load balancer of nftables", { skip: obstacle });
}
