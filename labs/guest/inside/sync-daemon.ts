import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../../src/base/ip-address.ts";
import type { SyncDaemon } from "../../../src/base/lvs-table.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import type { LoadBalancer } from "../../../src/platform/ports.ts";
import { ipvsadm } from "./ipvsadm.ts";

const simple: SyncDaemon = {
  role: "backup",
  interface: "sync0",
  id: 5,
  maximumLength: undefined,
  group: undefined,
  port: undefined,
  timeToLive: undefined,
};

describe("the synchronisation daemon", () => {
  let balancer: LoadBalancer;
  before(async () => {
    balancer = await openIpvsBalancer();
    const lines = [
      "link add sync0 type veth peer name sync1",
      "link set sync0 up",
      "link set sync1 up",
      "address add 192.0.2.1/24 dev sync0",
      "address add 2001:db8::1/64 dev sync0 nodad",
    ];
    execFileSync("ip", ["-batch", "-"], { input: `${lines.join("\n")}\n` });
  });
  after(async () => {
    await balancer.setSyncDaemon(undefined);
    balancer.close();
    execFileSync("ip", ["link", "delete", "sync0"]);
  });

  test("follows the role, with every setting", async () => {
    assert.equal(running(), "");
    assert.equal(await balancer.setSyncDaemon(undefined), undefined);
    assert.equal(await balancer.setSyncDaemon(simple), undefined);
    assert.match(
      running(),
      /^backup sync daemon \(mcast=sync0, syncid=5, maxlen=1472, group=224\.0\.0\.81, port=8848, ttl=1\)$/u,
    );
    const all: SyncDaemon = {
      role: "master",
      interface: "sync0",
      id: 255,
      maximumLength: 1000,
      group: IpAddress.of("224.0.0.99"),
      port: 9000,
      timeToLive: 3,
    };
    assert.equal(await balancer.setSyncDaemon(all), undefined);
    assert.equal(
      running(),
      "master sync daemon (mcast=sync0, syncid=255, maxlen=1000, group=224.0.0.99, port=9000, ttl=3)",
    );
    // The same once more, and then with another group.
    assert.equal(await balancer.setSyncDaemon(all), undefined);
    assert.equal(await balancer.setSyncDaemon({ ...all, group: IpAddress.of("ff02::99") }), undefined);
    assert.equal(
      running(),
      "master sync daemon (mcast=sync0, syncid=255, maxlen=1000, group=ff02::99, port=9000, ttl=3)",
    );
    assert.equal(await balancer.setSyncDaemon(undefined), undefined);
    assert.equal(running(), "");
  });

  test("an interface that is not there is an error", async () => {
    const error = await balancer.setSyncDaemon({ ...simple, interface: "missing0" });
    assert.deepEqual(error, { call: "IPVS_CMD_NEW_DAEMON", errno: 19, code: "ENODEV" });
    assert.equal(running(), "");
  });
});

function running(): string {
  return ipvsadm(["-ln", "--daemon"]).trim();
}
