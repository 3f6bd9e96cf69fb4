import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import type { TableKey } from "../../src/base/lvs-table.ts";
import { labObstacle } from "../../src/lab/index.ts";
import { loadBalancerContract } from "../../src/platform/contract/load-balancer.ts";
import { openNftablesBalancer } from "../../src/platform/linux/nft-balancer.ts";
import { LinuxWorld } from "../platform/linux-world.ts";
import { plain } from "./director.ts";

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

    test("a machine that does not forward is told so, once for each family", async () => {
      const warnings: string[] = [];
      const balancer = await openNftablesBalancer({ warn: (message) => warnings.push(message) });
      try {
        for (const address of ["192.0.2.100", "192.0.2.101", "2001:db8::100"]) {
          const key: TableKey = { kind: "address", address: IpAddress.of(address), port: 80, protocol: "TCP" };
          assert.deepEqual(await balancer.apply([{ kind: "add-service", key, settings: plain }]), [undefined]);
        }
        assert.equal(await balancer.flush(), undefined);
      } finally {
        balancer.close();
      }
      assert.deepEqual(
        warnings.map((each) => each.replace(/.*; /u, "")),
        ["sysctl -w net.ipv4.ip_forward=1", "sysctl -w net.ipv6.conf.all.forwarding=1"],
      );
    });
  });
} else {
  test("the load balancer of nftables", { skip: obstacle });
}
