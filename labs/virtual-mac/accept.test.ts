import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { LabNode } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, programs } from "../programs.ts";
import { instanceText, obstacle, openBench, origin, ping, ruleset, startDaemon } from "./bench.ts";

// RFC 9568 §6.1, Accept_Mode: a master that does not own the address is a router for it, and no host.

const address4 = "192.0.2.100";
const address6 = "2001:db8::100";
const linkLocal = "fe80::100";

function routers(body: string, priority = 200): string {
  const ipv4 = instanceText({ vrid: 51, priority, body, addresses: [`${address4}/24`] });
  return ipv4 + instanceText({ vrid: 52, priority, body, addresses: [linkLocal, `${address6}/64`] });
}

async function answers(client: LabNode): Promise<readonly boolean[]> {
  const all = [address4, address6, `${linkLocal}%eth0`].map(async (each) => ping(client, each));
  return (await Promise.all(all)).map((each) => each.answers);
}

describe("no_accept", { concurrency: 3, skip: await obstacle() }, () => {
  for (const program of programs) shuts(program);

  test("strict mode shuts the addresses, accept lets packets in, and so does an owner", async (context) => {
    const { node1, client, owners } = await openBench(context);
    const daemon = await startDaemon(node1, holdfast, routers("strict_mode"));
    await owners.awaitOwner(address4, "node1");
    await owners.awaitOwner(address6, "node1");
    assert.deepEqual(await answers(client), [false, false, false]);
    const mark = daemon.mark;
    node1.files.write("keepalived.conf", routers("strict_mode\n accept"));
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, mark);
    assert.deepEqual(await answers(client), [true, true, true]);
    node1.files.write("keepalived.conf", routers("no_accept"));
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, daemon.mark);
    assert.deepEqual(await answers(client), [false, false, false]);
    node1.files.write("keepalived.conf", routers("no_accept", 255));
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, daemon.mark);
    assert.deepEqual(await answers(client), [true, true, true]);
    assert.equal(owners.timeline(address4).length, 1, "it was there all the time");
  });

  test("an address is shut before it is there: a stream of requests gets no answer", async (context) => {
    const { node1, client, owners } = await openBench(context);
    // The client need not ask where the address is: its packets wait at the door.
    const neighbour = [
      "ip",
      "neigh",
      "replace",
      address4,
      "lladdr",
      node1.mac("eth0"),
      "dev",
      "eth0",
      "nud",
      "permanent",
    ];
    await client.run(neighbour);
    const requests = 50;
    const stream = client.spawn(["ping", "-n", "-i", "0.002", "-O", address4]);
    await stream.awaitLine(/no answer yet/u);
    const daemon = await startDaemon(node1, holdfast, routers("no_accept"));
    await owners.awaitOwner(address4, "node1");
    await stream.awaitLine(/no answer yet/u, stream.mark + requests);
    await daemon.stop();
    await owners.awaitHolders(address4, []);
    await stream.awaitLine(/no answer yet/u, stream.mark + requests);
    const replies = stream.lines.filter(({ text }) => text.includes("bytes from"));
    assert.deepEqual(replies, []);
  });

  test("tables that somebody flushes are back at once", async (context) => {
    const { node1, client, owners } = await openBench(context);
    const daemon = await startDaemon(
      node1,
      holdfast,
      `global_defs {\n nftables mine\n nftables_counters\n nftables_priority -5\n}\n${routers("no_accept")}`,
    );
    await owners.awaitOwner(address4, "node1");
    await owners.awaitOwner(address6, "node1");
    assert.match(
      await ruleset(node1),
      /table ip mine \{[^]*priority filter - 5[^]*ip daddr @vips counter packets \d+/u,
    );
    const mark = daemon.mark;
    await node1.run(["nft", "flush", "ruleset"]);
    // One for each family.
    const restored = /nftables table mine was removed by somebody else - restored/u;
    const first = await daemon.awaitLog(restored, mark);
    await daemon.awaitLog(restored, daemon.log.indexOf(first) + 1);
    assert.deepEqual(await answers(client), [false, false, false]);
    await daemon.stop();
    assert.equal(await ruleset(node1), "");
  });
});

/** D11, D12, D13. */
function shuts(program: LabProgram): void {
  test(`${program.name}: packets to the addresses are dropped, neighbour discovery is not`, async (context) => {
    const { node1, client, owners, wire } = await openBench(context);
    const daemon = await startDaemon(node1, program, routers("no_accept"));
    await owners.awaitOwner(address4, "node1");
    await owners.awaitOwner(address6, "node1");
    const mac = node1.mac("eth0");
    assert.deepEqual(await ping(client, address4), { answers: false, mac });
    assert.deepEqual(await ping(client, address6), { answers: false, mac });
    assert.deepEqual((await ping(client, `${linkLocal}%eth0`)).answers, false);
    assert.equal((await ping(client, "192.0.2.1")).answers, true);
    assert.equal((await ping(client, "fe80::1%eth0")).answers, true);
    const tables = await ruleset(node1);
    assert.match(tables, /table ip keepalived \{[^]*elements = \{ 192\.0\.2\.100 \}[^]*ip daddr @vips drop/u);
    assert.match(tables, /table ip6 keepalived \{[^]*elements = \{ 2001:db8::100 \}/u);
    assert.match(tables, /elements = \{ fe80::100 \. "eth0" \}/u);

    // A backup has nothing to shut.
    await startDaemon(client, holdfast, routers("no_accept", 220));
    await wire.awaitAdvert({ vrid: 51, priority: 220 }, origin);
    await wire.awaitAdvert({ vrid: 52, priority: 220 }, origin);
    await owners.awaitHolders(address4, []);
    await owners.awaitHolders(address6, []);
    assert.doesNotMatch(await ruleset(node1), /elements = \{ (?:192\.0\.2\.100|2001:db8::100|fe80::100)/u);
    await daemon.stop();
    assert.equal(await ruleset(node1), "");
  });
}
