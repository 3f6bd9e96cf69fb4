import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { wallClock } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, pairings } from "../programs.ts";
import {
  instanceText,
  links,
  obstacle,
  openBench,
  origin,
  ping,
  ruleset,
  settings,
  startDaemon,
  watchFrames,
} from "./bench.ts";

// RFC 9568 §7: one MAC address for each virtual router, whoever is master.

const mac4 = "00:00:5e:00:01:33";
const mac6 = "00:00:5e:00:02:34";
const address4 = "192.0.2.100";
const address6 = "2001:db8::100";

function routers(priority: number, body = "use_vmac"): string {
  const ipv4 = instanceText({ vrid: 51, priority, body, addresses: [`${address4}/24`] });
  return ipv4 + instanceText({ vrid: 52, priority, body, addresses: ["fe80::100", `${address6}/64`] });
}

describe("virtual MAC addresses", { concurrency: 3, skip: await obstacle() }, () => {
  for (const [first, second] of pairings) takeOver(first, second);

  test("vmac_xmit_base: adverts carry the interface's MAC address, the address has the virtual one", async (context) => {
    const { node1, client, owners, wire } = await openBench(context);
    await startDaemon(node1, holdfast, routers(200, "use_vmac\n vmac_xmit_base"));
    await owners.awaitOwner(address4, "node1");
    await owners.awaitOwner(address6, "node1");
    assert.equal((await wire.awaitAdvert({ vrid: 51 }, origin)).sourceMac, node1.mac("eth0"));
    assert.equal((await wire.awaitAdvert({ vrid: 52 }, origin)).sourceMac, node1.mac("eth0"));
    assert.deepEqual(await ping(client, address4), { answers: true, mac: mac4 });
    assert.deepEqual(await ping(client, address6), { answers: true, mac: mac6 });
  });

  test("a VMAC interface that somebody removes is back at once, and the master stays master", async (context) => {
    const { node1, client, owners, wire } = await openBench(context);
    const daemon = await startDaemon(node1, holdfast, routers(200));
    await owners.awaitOwner(address4, "node1");
    const mark = daemon.mark;
    await node1.run(["ip", "link", "del", "vrrp.51"]);
    await daemon.awaitLog(
      /\(VI_51\): VMAC interface vrrp\.51 was removed or taken down by somebody else - restored/u,
      mark,
    );
    await owners.awaitOwner(address4, "node1");
    const advert = await wire.awaitAdvert({ vrid: 51 }, wallClock());
    assert.deepEqual([advert.sourceMac, advert.priority], [mac4, 200]);
    assert.deepEqual(await ping(client, address4), { answers: true, mac: mac4 });
    const changes = daemon.log.filter(({ text }) => /\(VI_51\) Entering \S+ STATE/u.test(text));
    assert.equal(changes.length, 2, "backup, then master");
    assert.equal(wire.adverts({ vrid: 51, priority: 0 }).length, 0);
  });

  test("a run that was killed leaves its VMAC interfaces, settings and static addresses to the next one", async (context) => {
    const { node1, client, owners, wire } = await openBench(context);
    const before = await settings(node1);
    const statics = "static_ipaddress {\n 198.51.100.7/32 dev eth0\n}\n";
    const killed = await startDaemon(node1, holdfast, routers(200) + statics);
    await owners.awaitOwner(address4, "node1");
    assert.match(await node1.run(["ip", "addr", "show", "dev", "eth0"]), /198\.51\.100\.7/u);
    await killed.kill();
    assert.deepEqual(await links(node1), ["lo", "eth0", "vrrp.51", "vrrp.52"]);
    const begun = wallClock();
    const daemon = await startDaemon(node1, holdfast, routers(200));
    await daemon.awaitLog(/\(VI_51\) Found matching interface vrrp\.51/u);
    // Whether it has taken over as master or has waited for silence: that depends on how soon it was started.
    await wire.awaitAdvert({ vrid: 51, sourceMac: mac4 }, begun);
    await owners.awaitOwner(address4, "node1");
    assert.deepEqual(await ping(client, address4), { answers: true, mac: mac4 });
    assert.doesNotMatch(await node1.run(["ip", "addr", "show", "dev", "eth0"]), /198\.51\.100\.7/u);
    await daemon.stop();
    assert.deepEqual(await links(node1), ["lo", "eth0"]);
    assert.deepEqual(await settings(node1), before);
    assert.equal(await ruleset(node1), "");
  });

  test("a reload makes and removes VMAC interfaces", async (context) => {
    const { node1, client, owners, wire } = await openBench(context);
    const before = await settings(node1);
    const plain = instanceText({ vrid: 51, priority: 200, addresses: [address4] });
    const daemon = await startDaemon(node1, holdfast, plain);
    await owners.awaitOwner(address4, "node1");
    node1.files.write(
      "keepalived.conf",
      instanceText({ vrid: 51, priority: 200, body: "use_vmac one", addresses: [address4] }),
    );
    daemon.reload();
    await wire.awaitAdvert({ vrid: 51, sourceMac: mac4 }, origin);
    assert.deepEqual(await ping(client, address4), { answers: true, mac: mac4 });
    // The MAC address is in use until the first of them is gone.
    node1.files.write(
      "keepalived.conf",
      instanceText({ vrid: 51, priority: 200, body: "use_vmac two", addresses: [address4] }),
    );
    const mark = daemon.mark;
    daemon.reload();
    await daemon.awaitLog(/Success creating VMAC interface two/u, mark);
    await daemon.awaitLog(/Entering MASTER STATE/u, mark);
    await owners.awaitOwner(address4, "node1");
    assert.deepEqual(await links(node1), ["lo", "eth0", "two"]);
    assert.deepEqual(await ping(client, address4), { answers: true, mac: mac4 });
    node1.files.write("keepalived.conf", plain);
    daemon.reload();
    await daemon.awaitLog(/Success removing VMAC interface two/u, mark);
    await wire.awaitAdvert({ vrid: 51, sourceMac: node1.mac("eth0") }, wallClock());
    assert.deepEqual(await links(node1), ["lo", "eth0"]);
    assert.equal(await settings(node1), before);
  });
});

/** A08, A09, A10, A27, D01, D02, D04, D06, D08, N03, N07. */
function takeOver(first: LabProgram, second: LabProgram): void {
  test(`the virtual MAC address goes from ${first.name} to ${second.name}`, async (context) => {
    const { node1, node2, client, owners, wire } = await openBench(context);
    // The strictest that an interface can be asked for: adverts still come in.
    await node1.namespace.setParameters(["net/ipv4/conf/all/rp_filter=1"]);
    await node2.namespace.setParameters(["net/ipv4/conf/all/rp_filter=1"]);
    const before = await settings(node1);
    const memberships = await watchFrames(
      client,
      `(ether src ${mac4} or ether src ${mac6}) and (igmp or icmp6 or ip proto 112 or ip6 proto 112)`,
    );
    const one = await startDaemon(node1, first, routers(200));
    await owners.awaitOwner(address4, "node1");
    await owners.awaitOwner(address6, "node1");
    const two = await startDaemon(node2, second, routers(100));
    await two.awaitLog(/\(VI_51\) Entering BACKUP STATE/u);
    await two.awaitLog(/\(VI_52\) Entering BACKUP STATE/u);

    const assertReached = async (master: LabProgram): Promise<void> => {
      const { answers, mac } = await ping(client, address4);
      // C Keepalived's master asks for the client in the name of the virtual address, from the wrong MAC address.
      assert.deepEqual([answers, master === holdfast ? mac : mac4], [true, mac4]);
      assert.deepEqual(await ping(client, address6), { answers: true, mac: mac6 });
    };

    const advert4 = await wire.awaitAdvert({ vrid: 51 }, origin);
    assert.deepEqual([advert4.sourceMac, advert4.source], [mac4, "192.0.2.1"]);
    const advert6 = await wire.awaitAdvert({ vrid: 52 }, origin);
    assert.deepEqual([advert6.sourceMac, advert6.source], [mac6, "fe80::1"]);
    const answers = await watchFrames(client, "arp");
    await assertReached(first);
    // The routers' own addresses keep their own MAC addresses.
    assert.deepEqual(await ping(client, "192.0.2.1"), { answers: true, mac: node1.mac("eth0") });
    assert.deepEqual(await ping(client, "192.0.2.2"), { answers: true, mac: node2.mac("eth0") });
    assert.deepEqual(await ping(client, "2001:db8::1"), { answers: true, mac: node1.mac("eth0") });
    for (const address of ["192.0.2.1", "192.0.2.2"]) {
      await answers.awaitLine(new RegExp(`Reply ${address.replaceAll(".", "\\.")} is-at`, "u"));
    }
    const replies = answers.lines.filter(({ text }) => text.includes("Reply"));
    for (const { text } of replies) {
      const [, sender, address, mac] = /^\S+ (\S+) > .*Reply (\S+) is-at ([\da-f:]+)/u.exec(text) ?? [];
      const own = address === address4 ? mac4 : address === "192.0.2.1" ? node1.mac("eth0") : node2.mac("eth0");
      if (address !== "192.0.2.9") assert.deepEqual([sender, mac], [own, own], text);
    }
    assert.ok(replies.length >= 3);

    const handedOver = wallClock();
    await one.stop();
    await owners.awaitOwner(address4, "node2");
    await owners.awaitOwner(address6, "node2");
    const announcement4 = await wire.awaitAnnouncement({ address: address4 }, handedOver);
    assert.deepEqual([announcement4.sourceMac, announcement4.mac], [mac4, mac4]);
    const announcement6 = await wire.awaitAnnouncement({ address: address6 }, handedOver);
    assert.deepEqual([announcement6.sourceMac, announcement6.mac], [mac6, mac6]);
    await assertReached(second);
    const last = await wire.awaitAdvert({ vrid: 52 }, wallClock());
    assert.deepEqual([last.sourceMac, last.source], [mac6, "fe80::2"]);

    assert.deepEqual(await links(node1), ["lo", "eth0"]);
    assert.equal(await ruleset(node1), "");
    // C Keepalived leaves arp_ignore and arp_filter of the interface as it has set them.
    if (first === holdfast) assert.equal(await settings(node1), before);
    const told = memberships.lines
      .map(({ text }) => text)
      .filter((text) => /igmp|listener report|router sol/iu.test(text));
    assert.deepEqual(told, []);
    assert.ok(memberships.lines.some(({ text }) => /VRRP/u.test(text)));
    await two.stop();
  });
}
