import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { milliseconds } from "../../src/base/time.ts";
import { type Daemon, wallClock } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, reasonToSkip, reference } from "../programs.ts";
import { addressOf, Bench, type NodeName } from "./bench.ts";

// How adverts are made and judged beyond the RFCs, with C Keepalived on the other side.

/** What a daemon says of packets that it finds wrong. */
const complaint = /invalid|mismatch|expected|wrong|not a unicast peer|not in range|not new|IPSEC/iu;

/** Each once, without its time: what a state's change brings up again is told again. Warnings are about what lasts. */
function complaintsOf(daemon: Daemon): readonly string[] {
  const texts = daemon.log.filter(({ text }) => complaint.test(text) && !text.includes("WARNING"));
  return Array.from(new Set(texts.map(({ text }) => text.slice(text.indexOf("(")))));
}

const header = "version 2; advert_int 1; authentication {\n auth_type AH\n auth_pass secret\n};";
const fast = "version 3; advert_int 0.1;";
const unicast: Readonly<Record<NodeName, string>> = {
  node1: "unicast_src_ip 192.0.2.1; unicast_peer {\n 192.0.2.2\n};",
  node2: "unicast_src_ip 192.0.2.2; unicast_peer {\n 192.0.2.1\n};",
};

/** Waits for three more adverts of a router by a node. */
async function hear(bench: Bench, name: NodeName, vrid: number): Promise<void> {
  let since = wallClock();
  for (let count = 0; count < 3; count += 1) {
    since = (await bench.wire.awaitAdvert({ vrid, sourceMac: bench.mac(name) }, since)).time;
  }
}

/** What version 3 instances say on the two nodes. */
function pair(one: string, other: string): Readonly<Record<NodeName, string>> {
  return { node1: `${fast} ${one}`, node2: `${fast} ${other}` };
}

/** Unicast from node1, with limits for the TTL of node2's adverts. */
function limited(limits: string): string {
  return `unicast_src_ip 192.0.2.1; unicast_peer {\n 192.0.2.2 ${limits}\n};`;
}

describe("protocol", { concurrency: 4, skip: await reasonToSkip() }, () => {
  for (const [first, second] of [
    [holdfast, reference],
    [reference, holdfast],
  ] as const satisfies readonly (readonly [LabProgram, LabProgram])[]) {
    test(`H08 H10 H11 H12: authentication headers, ${first.name} takes over from ${second.name} and gives back`, async (context) => {
      const bench = await Bench.open(context, [
        { vrid: 1, keywords: { node1: `${header} priority 200`, node2: `${header} priority 100` } },
        {
          vrid: 2,
          keywords: {
            node1: `${header} ${unicast.node1} priority 200`,
            node2: `${header} ${unicast.node2} priority 100`,
          },
        },
      ]);
      const backup = await bench.start("node2", second);
      await bench.owners.awaitOwner(addressOf(1), "node2");
      await hear(bench, "node2", 2);
      // What it has counted is more than a newcomer's numbers.
      const master = await bench.start("node1", first);
      for (const vrid of [1, 2]) await bench.owners.awaitOwner(addressOf(vrid), "node1");
      await Promise.all([hear(bench, "node1", 1), hear(bench, "node1", 2)]);
      assert.deepEqual(bench.owners.holders(addressOf(1)), ["node1"]);
      assert.deepEqual(bench.owners.holders(addressOf(2)), ["node1"]);
      const stopped = wallClock();
      const ended = await master.stop();
      assert.equal(ended.status, 0);
      // The farewell is believed: long before the down interval is over.
      const farewell = await bench.wire.awaitAdvert({ vrid: 1, priority: 0 }, stopped);
      const since = await bench.owners.awaitOwner(addressOf(1), "node2");
      assert.ok(since - farewell.time < milliseconds(2500), `${since - farewell.time} us`);
      await bench.owners.awaitOwner(addressOf(2), "node2");
      assert.deepEqual([...complaintsOf(master), ...complaintsOf(backup)], []);
      for (const advert of bench.wire.adverts()) {
        assert.deepEqual(advert, { ...advert, authenticationType: 2, ttl: 255, checksum: "good" });
      }
    });
  }

  test("H04 H08: another password is not believed on either side", async (context) => {
    const other = header.replace("secret", "other");
    const bench = await Bench.open(context, [
      { vrid: 1, keywords: { node1: `${header} priority 200`, node2: `${other} priority 100` } },
    ]);
    const [ours, theirs] = [await bench.start("node1", holdfast), await bench.start("node2", reference)];
    await ours.awaitLog(/\(V1\) IPSEC-AH : invalid IPSEC HMAC-MD5 value from 192\.0\.2\.2/u);
    await theirs.awaitLog(/\(V1\) IPSEC-AH : invalid IPSEC HMAC-MD5 value/u);
    await bench.owners.awaitHolders(addressOf(1), ["node1", "node2"]);
  });

  test("C06 C08 R03 R26: checksum forms, TTL and sources, against C Keepalived", async (context) => {
    const bench = await Bench.open(context, [
      // A backup of the RFC's own form believes the usual one.
      { vrid: 1, keywords: pair("priority 100; v3_checksum_as_v2", "priority 200") },
      // The old unicast checksum: learned from a peer, and sent to one that knows nothing else.
      {
        vrid: 2,
        keywords: pair(`${unicast.node1} priority 200`, `${unicast.node2} priority 100; old_unicast_checksum`),
      },
      {
        vrid: 3,
        keywords: pair(`${unicast.node1} priority 200; old_unicast_checksum`, `${unicast.node2} priority 100`),
      },
      // Within the limits, and beyond them.
      {
        vrid: 4,
        keywords: pair(
          `${limited("min_ttl 17 max_ttl 17")} priority 100`,
          `${unicast.node2} priority 200; unicast_ttl 17`,
        ),
      },
      {
        vrid: 5,
        keywords: pair(`${limited("min_ttl 18")} priority 100`, `${unicast.node2} priority 200; unicast_ttl 17`),
      },
      // The reference checks what we send.
      {
        vrid: 6,
        keywords: pair(
          `${unicast.node1} priority 200; unicast_ttl 17`,
          `unicast_src_ip 192.0.2.2; unicast_peer {\n 192.0.2.1 min_ttl 17 max_ttl 17\n}; priority 100`,
        ),
      },
      // It sends from another address than the one that is a peer here.
      {
        vrid: 7,
        keywords: pair(
          `${unicast.node1} check_unicast_src; priority 100`,
          "unicast_src_ip 192.0.2.12; unicast_peer {\n 192.0.2.1\n}; priority 200",
        ),
      },
    ]);
    const [theirs, ours] = [await bench.start("node2", reference), await bench.start("node1", holdfast)];
    const since = wallClock();
    for (const vrid of [2, 3, 6]) await bench.owners.awaitOwner(addressOf(vrid), "node1");
    for (const vrid of [1, 4]) await bench.owners.awaitOwner(addressOf(vrid), "node2");
    for (const vrid of [5, 7]) await bench.owners.awaitHolders(addressOf(vrid), ["node1", "node2"]);
    await Promise.all([1, 4].map(async (vrid) => hear(bench, "node2", vrid)));
    await Promise.all([2, 3, 6].map(async (vrid) => hear(bench, "node1", vrid)));

    const expected = [
      /\(V5\) TTL\/HL 17 from 192\.0\.2\.2 not in range 18 - 255$/u,
      /\(V7\) unicast source address 192\.0\.2\.12 not a unicast peer$/u,
    ];
    for (const pattern of expected) await ours.awaitLog(pattern);
    const complaints = complaintsOf(ours);
    assert.equal(complaints.length, expected.length, complaints.join("\n"));
    for (const pattern of expected)
      assert.ok(
        complaints.some((line) => pattern.test(line)),
        String(pattern),
      );
    assert.deepEqual(complaintsOf(theirs), []);
    await ours.awaitLog(/\(V1\) checksums from 192\.0\.2\.2 are made with a pseudo-header, ours without/u);
    await ours.awaitLog(/\(V2\) .*Setting unicast VRRPv3 checksum to old version/u);
    await theirs.awaitLog(/\(V3\) Setting unicast VRRPv3 checksum to old version/u);

    const sent = (vrid: number, name: NodeName) =>
      bench.wire.adverts({ vrid, sourceMac: bench.mac(name) }, since).slice(-2);
    // The lab's own reading takes the real destination for the checksum: the old form is wrong to it.
    for (const vrid of [2, 3]) assert.ok(sent(vrid, "node1").every(({ checksum }) => checksum === "bad"));
    assert.ok(sent(6, "node1").every(({ ttl, checksum }) => ttl === 17 && checksum === "good"));
    for (const vrid of [2, 3, 6]) await bench.owners.awaitOwner(addressOf(vrid), "node1");
    for (const vrid of [1, 4]) await bench.owners.awaitOwner(addressOf(vrid), "node2");
  });
});
