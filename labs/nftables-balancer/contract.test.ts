import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import type { Table, TableKey } from "../../src/base/lvs-table.ts";
import { plain } from "../../src/base/lvs-table-samples.ts";
import { Rng } from "../../src/base/rng.ts";
import { labObstacle } from "../../src/lab/index.ts";
import { loadBalancerContract } from "../../src/platform/contract/load-balancer.ts";
import { openNftablesBalancer } from "../../src/platform/linux/nft-balancer.ts";
import { readTable } from "../../src/platform/linux/nft-table.ts";
import type { LoadBalancer } from "../../src/platform/ports.ts";
import { LinuxWorld } from "../platform/linux-world.ts";
import { printTable, randomChange, tableAfter } from "./random-walk.ts";

const obstacle = labObstacle();
if (obstacle === undefined) {
  describe("in a network namespace", () => {
    let world: LinuxWorld;
    before(async () => {
      world = await LinuxWorld.open();
    });
    after(() => world.close());

    loadBalancerContract("nftables", () => ({
      openLoadBalancer: async () => new DistrustfulBalancer(await openNftablesBalancer()),
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

    test("whatever becomes of services, they are listed as they are, and leave nothing behind", async () => {
      const balancer = await openNftablesBalancer();
      try {
        const rng = new Rng(20_261_121);
        let table: Table = [];
        assert.deepEqual(await balancer.apply([{ kind: "add-service", key: web, settings: plain }]), [undefined]);
        const handle = tableHandle();
        await balancer.apply([{ kind: "remove-service", key: web }]);
        for (let step = 0; step < 40; step++) {
          const changes = Array.from({ length: 1 + rng.below(4) }, () => randomChange(rng));
          const results = await balancer.apply(changes);
          const failures = results.filter((error) => error !== undefined && error.code !== "ESRCH");
          assert.deepEqual(failures, [], `step ${step}`);
          table = changes.reduce(tableAfter, table);
          assert.deepEqual(printTable(await readTable()), printTable(table), `step ${step}`);
        }
        // A table that had to be made anew, as something was missing in it, has another handle.
        assert.equal(tableHandle(), handle);
        await balancer.apply(table.map(({ key }) => ({ kind: "remove-service", key })));
        const rest = execFileSync("nft", ["list", "table", "inet", "keepalived_lvs"], { encoding: "utf8" });
        assert.deepEqual(rest.match(/(?:service|server|clients)\/.*/gu), null);
      } finally {
        balancer.close();
        execFileSync("nft", ["flush", "ruleset"]);
      }
    });
  });
} else {
  test("the load balancer of nftables", { skip: obstacle });
}

/** Somebody else changes the ruleset before it lists: what is listed is what the kernel has. */
class DistrustfulBalancer implements LoadBalancer {
  readonly #balancer: LoadBalancer;

  constructor(balancer: LoadBalancer) {
    this.#balancer = balancer;
  }

  get kind(): LoadBalancer["kind"] {
    return this.#balancer.kind;
  }

  async list(): Promise<Table> {
    execFileSync("nft", ["add table inet somebody; delete table inet somebody"]);
    return this.#balancer.list();
  }

  readonly apply: LoadBalancer["apply"] = async (changes) => this.#balancer.apply(changes);
  readonly objection: LoadBalancer["objection"] = (service) => this.#balancer.objection(service);
  readonly flush: LoadBalancer["flush"] = async () => this.#balancer.flush();
  readonly setTimeouts: LoadBalancer["setTimeouts"] = async (timeouts) => this.#balancer.setTimeouts(timeouts);
  readonly setSyncDaemon: LoadBalancer["setSyncDaemon"] = async (daemon) => this.#balancer.setSyncDaemon(daemon);

  close(): void {
    this.#balancer.close();
  }
}

const web: TableKey = { kind: "address", address: IpAddress.of("192.0.2.100"), port: 80, protocol: "TCP" };

function tableHandle(): string {
  const output = execFileSync("nft", ["-a", "list", "table", "inet", "keepalived_lvs"], { encoding: "utf8" });
  const [, handle] = /^table inet keepalived_lvs \{ # handle (\d+)$/mu.exec(output) ?? [];
  assert.ok(handle !== undefined, output);
  return handle;
}
