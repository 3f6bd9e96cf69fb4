import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import type { TableChange, TableService } from "../../../src/base/lvs-table.ts";
import { creation, plain, server, tcp } from "../../../src/base/lvs-table-samples.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import type { LoadBalancer } from "../../../src/platform/ports.ts";
import { ipvsadm } from "./ipvsadm.ts";
import { ask, families, type ServerName, SmallNetwork } from "./small-network.ts";

const port = 80;

describe("real connections through the director (NAT)", () => {
  let network: SmallNetwork;
  let balancer: LoadBalancer;
  before(async () => {
    network = new SmallNetwork(port);
    balancer = await openIpvsBalancer();
  });
  after(() => {
    balancer.close();
    network.close();
    ipvsadm(["-C"]);
  });

  for (const [family, { service, servers }] of Object.entries(families)) {
    test(`${family}: weights say who is asked, and a connection outlives every change of them`, async () => {
      const key = tcp(service, port);
      const weighted = (weights: Readonly<Record<ServerName, number>>): readonly TableChange[] =>
        (["one", "two"] as const).map((name) => {
          return { kind: "edit-server", key, server: server(servers[name], port, { weight: weights[name] }) };
        });
      const both: TableService = {
        key,
        settings: plain,
        servers: Object.values(servers).map((at) => server(at, port)),
      };
      await done(balancer.apply(creation(both)));
      const kept = await network.connect(service, port);
      const who = await ask(kept);
      assert.deepEqual(await count(service, 10), { one: 5, two: 5 });

      await done(balancer.apply(weighted(who === "one" ? { one: 0, two: 1 } : { one: 1, two: 0 })));
      assert.deepEqual(await count(service, 10), { [who === "one" ? "two" : "one"]: 10 });
      assert.equal(await ask(kept), who);

      const weighing: TableChange = { kind: "edit-service", key, settings: { ...plain, scheduler: "wrr" } };
      await done(balancer.apply([weighing, ...weighted({ one: 3, two: 1 })]));
      assert.deepEqual(await count(service, 40), { one: 30, two: 10 });
      assert.equal(await ask(kept), who);

      // Added where they are: changed in place as well.
      await done(balancer.apply(creation(both)));
      assert.deepEqual(await count(service, 10), { one: 5, two: 5 });
      assert.equal(await ask(kept), who);
    });
  }

  /** Who has answered how many of so many new connections, one after the other. */
  async function count(service: string, connections: number): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (let made = 0; made < connections; made++) {
      const socket = await network.connect(service, port);
      const name = await ask(socket);
      counts[name] = (counts[name] ?? 0) + 1;
      socket.destroy();
    }
    return counts;
  }
});

async function done(results: Promise<readonly unknown[]>): Promise<void> {
  for (const error of await results) assert.equal(error, undefined);
}
