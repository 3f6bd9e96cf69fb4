import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { instant, milliseconds, seconds } from "../base/time.ts";
import {
  Client,
  ensurePackages,
  labObstacle,
  Owners,
  PageServer,
  referenceDaemon,
  Topology,
  type WireCapture,
} from "./index.ts";

const obstacle = labObstacle() ?? (await ensurePackages(["keepalived", "tcpdump", "iproute2", "util-linux"]));
const address = "192.0.2.100";

/** Version 3, 0.1 s: a master after 0.36 s of silence. */
function configuration(priority: number): string {
  return `
vrrp_instance VI_1 {
  version 3
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.1
  virtual_ipaddress {
    ${address}/24
  }
}
`;
}

describe("a lab with two daemons and a client", { skip: obstacle ?? false }, () => {
  let lab: Topology;
  let owners: Owners;
  let wire: WireCapture;
  let client: Client;

  before(async () => {
    lab = await Topology.open({
      nodes: {
        node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24", "fe80::1/64"] } } },
        node2: { interfaces: { eth0: { addresses: ["192.0.2.2/24", "fe80::2/64"] } } },
        client: { interfaces: { eth0: { addresses: ["192.0.2.9/24"] } } },
      },
    });
    owners = await Owners.watch(lab.nodes);
    wire = await lab.capture();
    const [, , asking] = await Promise.all([
      PageServer.start(lab.node("node1")),
      PageServer.start(lab.node("node2")),
      Client.start(lab.node("client"), { addresses: [address], patience: milliseconds(100) }),
    ]);
    client = asking;
    for (const [name, priority] of [
      ["node1", 200],
      ["node2", 100],
    ] as const) {
      const node = lab.node(name);
      node.files.write("keepalived.conf", configuration(priority));
      const daemon = await node.startDaemon({ program: referenceDaemon });
      await daemon.awaitLog(/Entering BACKUP STATE/u);
    }
  });
  after(async () => {
    await lab.close();
  });

  test("the owner is known, and its adverts and announcements", async () => {
    const since = await owners.awaitOwner(address, "node1");
    const advert = await wire.awaitAdvert({ vrid: 51 }, instant(0));
    const { source, destination, ttl, version, priority, interval, addresses, checksum } = advert;
    assert.deepEqual(
      { source, destination, ttl, version, priority, interval, addresses, checksum },
      {
        source: "192.0.2.1",
        destination: "224.0.0.18",
        ttl: 255,
        version: 3,
        priority: 200,
        interval: milliseconds(100),
        addresses: [address],
        checksum: "good",
      },
    );
    const announcement = await wire.awaitAnnouncement({ address }, instant(0));
    assert.equal(announcement.kind, "gratuitous-arp");
    assert.equal(announcement.mac, lab.node("node1").mac("eth0"));
    assert.ok(Math.abs(announcement.time - since) < seconds(1), "both clocks are the same");
    await client.awaitAnswer(address, "node1", since);
  });

  test("a power cut takes the node off the wire at once, with its address", async () => {
    const node = lab.node("node1");
    const earlier = client.outages(address).length;
    const processes = node.daemon.processes;
    assert.equal(processes.length, 2, "parent and VRRP child");
    await node.cutPower();
    assert.deepEqual(node.daemon.processes, []);
    assert.deepEqual(await node.namespace.addresses(), [
      { interface: "eth0", address: "192.0.2.1", length: 24 },
      { interface: "eth0", address: "fe80::1", length: 64 },
    ]);
    const since = await owners.awaitOwner(address, "node2");
    assert.equal(wire.adverts({ priority: 0 }).length, 0, "nobody said goodbye");
    const answer = await client.awaitAnswer(address, "node2", since);
    const outages = client.outages(address);
    assert.equal(outages.length, earlier + 1);
    assert.ok((outages.at(-1)?.end ?? 0) <= answer.asked);
  });

  test("restored and started again it comes back, and goes when stopped", async () => {
    const node = lab.node("node1");
    await node.restoreLink("eth0");
    await node.startDaemon({ program: referenceDaemon });
    const back = await owners.awaitOwner(address, "node1");
    assert.deepEqual(await node.daemon.stop(), { status: 0, signal: undefined });
    await wire.awaitAdvert({ priority: 0, source: "192.0.2.1" }, back);
    await owners.awaitOwner(address, "node2");
    const story = (name: string): readonly boolean[] =>
      owners
        .timeline(address)
        .filter((change) => change.node === name)
        .map((change) => change.held);
    assert.deepEqual(story("node1"), [true, false, true, false]);
    assert.deepEqual(story("node2"), [true, false, true]);
  });

  test("a cut link is a lost carrier to the node and nothing more", async () => {
    const node = lab.node("node2");
    const mark = node.daemon.mark;
    await node.cutLink("eth0");
    await node.daemon.awaitLog(/Entering FAULT STATE/u, mark);
    await owners.awaitHolders(address, []);
    await node.restoreLink("eth0");
    await owners.awaitOwner(address, "node2");
  });
});
