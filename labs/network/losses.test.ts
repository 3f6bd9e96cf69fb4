import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { instant } from "../../src/base/time.ts";
import { type Daemon, type LabNode, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

const configuration = `
track_group PEER_LINK {
  group {
    VI_1
  }
}
static_ipaddress {
  203.0.113.12/24 dev eth0
  203.0.113.10/24 dev eth0
  198.18.1.1/24 dev eth1 track_group PEER_LINK
}
static_routes {
  198.18.0.0/24 via 192.0.2.9 dev eth0
}
static_rules {
  from 10.50.0.0/16 table 150 preference 1500
}
vrrp_instance VI_1 {
  version 3
  interface eth0
  virtual_router_id 51
  priority 200
  advert_int 1
  virtual_ipaddress {
    198.51.100.1/24
    198.51.100.2/24
  }
  virtual_routes {
    203.0.114.0/24 via 192.0.2.9 dev eth0
    203.0.115.0/24 dev eth1
  }
  virtual_rules {
    from 192.0.2.0/24 table 101 preference 500
  }
}
`;

/** What somebody else has put there before, some of it just what the daemon wants, too. */
const others = [
  "route add 203.0.114.0/24 via 192.0.2.9 dev eth0",
  "route add 198.18.0.0/24 via 192.0.2.9 dev eth0",
  "address add 203.0.113.12/24 dev eth0",
  "rule add from 192.0.2.0/24 table 101 preference 500",
  "rule add from 10.50.0.0/16 table 150 preference 1500",
];

describe("what the daemon holds", { skip: await reasonToSkip() }, () => {
  let lab: Topology;
  let node: LabNode;
  let wire: WireCapture;
  let daemon: Daemon;

  before(async () => {
    const eth1 = { addresses: [], switch: "other" };
    lab = await Topology.open({
      nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] }, eth1 } } },
    });
    node = lab.node("node1");
    wire = await lab.capture();
    node.files.write("keepalived.conf", configuration);
    await node.namespace.configure(others);
    daemon = await node.startDaemon({ program: holdfast.daemon });
    // Somebody else is faster with an address, but slower than the look at what a killed run has left.
    await daemon.awaitLog(/Entering BACKUP STATE/u);
    await node.namespace.configure(["address add 198.51.100.2/24 dev eth0"]);
    await wire.awaitAnnouncement({ address: "198.51.100.1" }, instant(0));
  });
  after(async () => lab.close());

  const shown = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await node.run(["ip", ...words])).split("\n").map((line) => line.trim());

  test("ours stands beside what was there", async () => {
    const routes = await shown("route", "show");
    assert.equal(routes.filter((line) => line.startsWith("203.0.114.0/24")).length, 2);
    assert.equal(routes.filter((line) => line.startsWith("198.18.0.0/24")).length, 2);
    assert.ok(routes.includes("203.0.115.0/24 dev eth1 proto keepalived scope link"), routes.join("\n"));
    const rules = await shown("rule", "show");
    assert.equal(rules.filter((line) => line.startsWith("500:")).length, 2);
    await daemon.awaitLog(/198\.51\.100\.2\/24 was there already, made by somebody else/u);
  });

  test("what somebody removes is put back, and told: routes, rules, and what is static", async () => {
    for (const [command, log] of [
      ["route delete 203.0.114.0/24 proto keepalived", /\(VI_1\) route .*203\.0\.114\.0\/24 .* restored/u],
      ["rule delete from 192.0.2.0/24 table 101 protocol 18", /\(VI_1\) rule from 192\.0\.2\.0\/24 .* restored/u],
      ["route delete 198.18.0.0/24 proto keepalived", /Restoring deleted static route .*198\.18\.0\.0\/24/u],
      ["rule delete from 10.50.0.0/16 protocol 18", /Restoring deleted static rule from 10\.50\.0\.0\/16/u],
      ["address delete 203.0.113.10/24 dev eth0", /Restoring deleted static address 203\.0\.113\.10\/24/u],
    ] as const) {
      const { mark } = daemon;
      await node.namespace.configure([command]);
      await daemon.awaitLog(log, mark);
    }
    const addresses = (await node.namespace.addresses()).map(({ address }) => address);
    assert.ok(addresses.includes("203.0.113.10"));
    assert.equal((await shown("rule", "show")).filter((line) => line.endsWith("proto keepalived")).length, 2);
    // It stayed master all the time.
    assert.ok(!daemon.log.some(({ text }) => text.includes("Entering FAULT")));
  });

  test("an instance goes with the interface of its track_group; what was on it comes back with it", async () => {
    const { mark } = daemon;
    const since = wallClock();
    await node.cutLink("eth1");
    await daemon.awaitLog(/\(VI_1\) Entering FAULT STATE/u, mark);
    await node.namespace.configure(["link set dev eth1 down"]);
    await node.restoreLink("eth1");
    await node.namespace.configure(["link set dev eth1 up"]);
    const farewell = await wire.awaitAdvert({ priority: 0 }, since);
    await wire.awaitAnnouncement({ address: "198.51.100.1" }, farewell.time);
    const routes = await shown("route", "show", "dev", "eth1");
    assert.ok(routes.includes("203.0.115.0/24 proto keepalived scope link"), routes.join("\n"));
    assert.ok(routes.some((line) => line.startsWith("198.18.1.0/24")));
  });

  test("a reload takes away and adds what is static", async () => {
    const { mark } = daemon;
    node.files.write(
      "keepalived.conf",
      configuration.replace("198.18.0.0/24", "198.18.2.0/24").replace("203.0.113.10", "203.0.113.11"),
    );
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, mark);
    const addresses = (await node.namespace.addresses()).map(({ address }) => address);
    assert.deepEqual(
      addresses.filter((address) => address.startsWith("203.0.113.")),
      ["203.0.113.12", "203.0.113.11"],
    );
    const routes = (await shown("route", "show")).filter((line) => line.startsWith("198.18."));
    assert.deepEqual(
      routes.filter((line) => line.includes("proto keepalived")),
      ["198.18.2.0/24 via 192.0.2.9 dev eth0 proto keepalived"],
    );
  });

  test("at the end all of ours goes, and nothing else", async () => {
    await daemon.stop();
    const addresses = (await node.namespace.addresses()).map(({ address }) => address);
    assert.deepEqual(addresses, ["192.0.2.1", "203.0.113.12", "198.51.100.2"]);
    const everything = [...(await shown("route", "show", "table", "all")), ...(await shown("rule", "show"))];
    assert.deepEqual(
      everything.filter((line) => line.includes("keepalived")),
      [],
    );
    const left = (start: string): number => everything.filter((line) => line.startsWith(start)).length;
    assert.deepEqual(["203.0.114.0/24", "198.18.0.0/24", "500:", "1500:"].map(left), [1, 1, 1, 1]);
  });
});
