import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { later, milliseconds } from "../../src/base/time.ts";
import { type Daemon, type LabNode, Owners, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// What becomes of a master when its interface or its source address goes away, and when that is to be tolerated.

const address = "192.0.2.100";

type Bench = {
  readonly node: LabNode;
  readonly owners: Owners;
  readonly wire: WireCapture;
  /** Starts the daemon and waits until it is master. */
  readonly start: (body: string, blocks?: string) => Promise<Daemon>;
};

async function open(context: TestContext): Promise<Bench> {
  const eth0 = { addresses: ["192.0.2.1/24"] };
  const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0 } } } });
  context.after(async () => lab.close());
  const node = lab.node("node1");
  const owners = await Owners.watch(lab.nodes);
  const wire = await lab.capture();
  const start = async (body: string, blocks = ""): Promise<Daemon> => {
    const keywords = "interface eth0\n virtual_router_id 51\n version 3\n priority 100\n advert_int 0.5";
    const configuration = `${blocks}\nvrrp_instance VI_1 {\n ${keywords}\n ${body}\n virtual_ipaddress { ${address} }\n}\n`;
    node.files.write("keepalived.conf", configuration);
    return node.startDaemon({ program: holdfast.daemon });
  };
  return { node, owners, wire, start };
}

async function setLink(node: LabNode, state: "up" | "down"): Promise<void> {
  await node.run(["ip", "link", "set", "eth0", state]);
}

describe("interfaces that go away", { concurrency: 4, skip: await reasonToSkip() }, () => {
  test("dont_track_primary: a master whose link goes down stays master and is heard again when it is up", async (context) => {
    const { node, owners, wire, start } = await open(context);
    const daemon = await start("dont_track_primary");
    await owners.awaitOwner(address, "node1");
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const mark = daemon.mark;
    await setLink(node, "down");
    await daemon.awaitLog(/Netlink reports eth0 down/u, mark);
    await daemon.awaitLog(/Cant send advert/u, mark);
    await setLink(node, "up");
    await daemon.awaitLog(/Netlink reports eth0 up/u, mark);
    const advert = await wire.awaitAdvert({ vrid: 51 }, wallClock());
    assert.equal(advert.priority, 100);
    assert.deepEqual(owners.holders(address), ["node1"]);
    assert.ok(!daemon.log.slice(mark).some(({ text }) => text.includes("STATE")));
  });

  test("interface_up_down_delays: a link that bounces is not noticed, one that stays down is", async (context) => {
    const { node, owners, wire, start } = await open(context);
    const daemon = await start("", "interface_up_down_delays {\n eth0 0.8 0.2\n}");
    await owners.awaitOwner(address, "node1");
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const mark = daemon.mark;
    const began = wallClock();
    await node.namespace.configure(["link set eth0 down", "link set eth0 up"]);
    await daemon.awaitLog(/Netlink reports eth0 down, which counts after 0\.8 seconds/u, mark);
    // Two adverts later the delay is over.
    const advert = await wire.awaitAdvert({ vrid: 51 }, began);
    await wire.awaitAdvert({ vrid: 51 }, later(advert.time, milliseconds(800)));
    assert.deepEqual(owners.timeline(address).length, 1);
    assert.ok(!daemon.log.slice(mark).some(({ text }) => text.includes("STATE")));

    await setLink(node, "down");
    await daemon.awaitLog(/\(VI_1\): entering FAULT state \(interface eth0 down\)/u, mark);
    await owners.awaitHolders(address, []);
    await setLink(node, "up");
    await daemon.awaitLog(/Entering BACKUP STATE/u, mark);
    await owners.awaitOwner(address, "node1");
  });

  test("track_src_ip: a source address that is taken away is a fault until it is back", async (context) => {
    const { node, owners, start } = await open(context);
    const daemon = await start("mcast_src_ip 192.0.2.9\n track_src_ip");
    await daemon.awaitLog(/\(VI_1\): entering FAULT state \(source address 192\.0\.2\.9 missing\)/u);
    await node.run(["ip", "address", "add", "192.0.2.9/24", "dev", "eth0"]);
    await owners.awaitOwner(address, "node1");
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const mark = daemon.mark;
    await node.run(["ip", "address", "del", "192.0.2.9/24", "dev", "eth0"]);
    await daemon.awaitLog(/\(VI_1\): entering FAULT state \(source address 192\.0\.2\.9 missing\)/u, mark);
    await owners.awaitHolders(address, []);
  });
});
