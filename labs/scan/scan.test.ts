import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { printHex } from "../../src/base/hex.ts";
import { centiseconds, seconds } from "../../src/base/time.ts";
import { Owners, sourceProgram, Topology } from "../../src/lab/index.ts";
import type { ScanReport } from "../../src/status/scan/report.ts";
import { advertFrame, carpFrame, hsrpFrame } from "../../src/status/scan/sample-frames.ts";
import { holdfast, reasonToSkip, reference } from "../programs.ts";

// One wire with everything on it: C Keepalived and Holdfast, which are kept from hearing each other, and routers of
// other protocols made by hand. A fourth machine listens.

const scanCommand = [process.execPath, fileURLToPath(new URL("../../bin/holdfast", import.meta.url)), "scan"];

const [quick, slow] = ["version 3; advert_int 0.2", "version 2; advert_int 1"];

function instance(vrid: number, keywords: string, ...addresses: readonly string[]): string {
  return `vrrp_instance V${vrid} {\n interface eth0\n virtual_router_id ${vrid}\n ${keywords.replaceAll("; ", "\n ")}
 virtual_ipaddress {\n ${addresses.join("\n ")}\n }\n}\n`;
}

function password(type: "PASS" | "AH"): string {
  return `authentication {; auth_type ${type}; auth_pass s3cret; }`;
}

const configurations = {
  node1:
    instance(51, `${quick}; priority 100`, "192.0.2.100") +
    instance(10, `${slow}; priority 110; ${password("PASS")}`, "192.0.2.110") +
    instance(12, `${quick}; priority 120`, "fe80::112", "2001:db8::112"),
  node2:
    instance(51, `${quick}; priority 90`, "192.0.2.100") + instance(11, `${slow}; ${password("AH")}`, "192.0.2.111"),
};

/** Another cluster that has taken a number in use, one in a VLAN, one from too far away, CARP and HSRP. */
function framesByHand(): readonly Uint8Array[] {
  const hello = { source: "192.0.2.3", priority: 110, state: "active" } as const;
  const interval = centiseconds(10);
  const inVlan = advertFrame({ source: "192.0.2.3", vrid: 13, addresses: ["192.0.2.113"], interval });
  return [
    Uint8Array.of(...inVlan.subarray(0, 12), 0x81, 0, 0, 12, ...inVlan.subarray(12)),
    advertFrame({ source: "192.0.2.3", vrid: 14, addresses: ["192.0.2.114"], interval, hops: 64 }),
    advertFrame({ source: "fe80::3", vrid: 12, addresses: ["fe80::212"], interval }),
    carpFrame({ source: "192.0.2.3", vhid: 10, advskew: 20 }),
    hsrpFrame({ ...hello, version: 1, group: 5, address: "192.0.2.205" }),
    hsrpFrame({ ...hello, version: 2, group: 300, address: "192.0.2.206" }),
  ];
}

const expectedSpeakers = [
  "vrrp 3 ipv4 14 from 192.0.2.3: 100 every 0.1s, none, 192.0.2.114",
  "vrrp 2 ipv4 10 from 192.0.2.1: 110 every 1s, password, 192.0.2.110",
  "vrrp 2 ipv4 11 from 192.0.2.2: 100 every 1s, header, 192.0.2.111",
  "vrrp 3 ipv4 51 from 192.0.2.1: 100 every 0.2s, none, 192.0.2.100",
  "vrrp 3 ipv4 51 from 192.0.2.2: 90 every 0.2s, none, 192.0.2.100",
  "vrrp 3 ipv6 12 from fe80::1: 120 every 0.2s, none, fe80::112, 2001:db8::112",
  "vrrp 3 ipv6 12 from fe80::3: 100 every 0.1s, none, fe80::212",
  "carp 2 ipv4 10 from 192.0.2.3: 20 every 1.078125s, digest, ",
  "hsrp 1 ipv4 5 from 192.0.2.3: 110 every 3s, password, 192.0.2.205",
  "hsrp 2 ipv4 300 from 192.0.2.3: 110 every 3s, none, 192.0.2.206",
  "vrrp 3 ipv4 13 from 192.0.2.3: 100 every 0.1s, none, 192.0.2.113 in VLAN 12",
];

const expectedFindings = [
  "conflict: VRID 51, IPv4: split-brain of 192.0.2.1, 192.0.2.2",
  "conflict: VRID 12, IPv6: vrid-conflict of fe80::1, fe80::3",
  "conflict: VRID 10, IPv4: carp-conflict of 192.0.2.3, 192.0.2.1",
  "warning: VRID 10, IPv4: password of 192.0.2.1",
  "warning: VRID 14, IPv4: far of 192.0.2.3",
  "warning: HSRP group 5, IPv4: password of 192.0.2.3",
  "note: VRID 51, IPv4: tutorial-vrid of 192.0.2.1, 192.0.2.2",
];

describe("scan", { skip: await reasonToSkip() }, () => {
  let lab: Topology;

  before(async () => {
    lab = await Topology.open({
      nodes: Object.fromEntries(
        [1, 2, 3, 4].map((number) => [
          `node${number}`,
          { interfaces: { eth0: { addresses: [`192.0.2.${number}/24`, `fe80::${number}/64`] } } },
        ]),
      ),
    });
    const owners = await Owners.watch(lab.nodes);
    for (const [name, text] of Object.entries(configurations)) {
      const node = lab.node(name);
      node.files.write("keepalived.conf", text);
      await node.run(
        ["nft", "-f", "-"],
        "table inet deaf { chain in { type filter hook input priority 0; meta l4proto 112 drop; }; }",
      );
      await node.startDaemon({ program: name === "node1" ? reference.daemon : holdfast.daemon });
    }
    const speaker = lab.node("node3").spawn(sourceProgram(new URL("./speaker-main.ts", import.meta.url)));
    await speaker.awaitLine(/^ready$/u);
    speaker.input.write(`eth0 ${framesByHand().map(printHex).join(" ")}\n`);
    await speaker.awaitLine(/^speaking$/u);
    await owners.awaitHolders("192.0.2.100", ["node1", "node2"]);
    await owners.awaitOwner("192.0.2.110", "node1");
    await owners.awaitOwner("192.0.2.111", "node2");
    await owners.awaitOwner("2001:db8::112", "node1");
  });
  after(async () => lab.close());

  /** Everything that it has printed, and its exit status; `words` begin with the command. */
  async function run(node: string, words: readonly string[]): Promise<{ output: string; status: number }> {
    const program = lab.node(node).spawn(["sh", "-c", '"$@" 2>&1; echo "status $?"', "sh", ...words]);
    const end = await program.awaitLine(/^status \d+$/u, 0, seconds(20));
    const lines = program.lines.map(({ text }) => text);
    return { output: lines.slice(0, -1).join("\n").trimEnd(), status: Number(end.text.slice("status ".length)) };
  }

  async function scan(node: string, ...words: readonly string[]): ReturnType<typeof run> {
    return run(node, [...scanCommand, ...words]);
  }

  test("R32: a machine that listens knows who speaks, who is in whose way, and which numbers are free", async () => {
    const { output, status } = await scan("node4", "eth0", "--json", "--for", "4s");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by ourselves
    const report = JSON.parse(output) as ScanReport;
    const speakers = report.speakers.map(
      (each) =>
        `${each.protocol} ${each.protocolVersion} ${each.family} ${each.group} from ${each.source}: ${each.priority} every ${(each.interval ?? 0) / 1e6}s, ${each.authentication}, ${each.addresses.join(", ")}${each.vlan === undefined ? "" : ` in VLAN ${each.vlan}`}`,
    );
    assert.deepEqual(new Set(speakers), new Set(expectedSpeakers));
    assert.deepEqual(
      report.findings.map((each) => `${each.severity}: ${each.subject}: ${each.kind} of ${each.speakers.join(", ")}`),
      expectedFindings,
    );
    assert.deepEqual(report.free, [{ vrids: "1-9, 13, 15-50, 52-255" }, { vlan: 12, vrids: "1-12, 14-255" }]);
    assert.ok(report.speakers.every(({ leads, here }) => leads && !here));
    assert.equal(report.speakers.find(({ source }) => source === "192.0.2.1")?.mac, lab.node("node1").mac("eth0"));
    assert.deepEqual([report.nobodys, report.beyond, report.troubles], [0, 0, []]);
    assert.ok(!output.includes("s3cret"));
    assert.equal(status, 1);
  });

  test("on a node of the cluster it hears its own adverts, too, also while it drops those of others", async () => {
    const { output, status } = await scan("node1", "eth0", "--for", "1.5s");
    assert.match(output, /^- +51 +VRRPv3 +192\.0\.2\.1 \(here\) .* master +100 +0\.2s +none .* 192\.0\.2\.100$/mu);
    assert.match(output, /^- +51 +VRRPv3 +192\.0\.2\.2 .* master +90 +0\.2s +none .* 192\.0\.2\.100$/mu);
    assert.match(
      output,
      /^conflict: VRID 51, IPv4: 192\.0\.2\.1 \(this machine\) with priority 100 and .*\[split-brain\]$/mu,
    );
    assert.match(
      output,
      /^ {2}= they do not hear each other, or do not believe each other: let protocol 112 through/mu,
    );
    assert.equal(status, 1);
  });

  test("in a terminal it draws until Ctrl-C, also when the interface goes down meanwhile", async () => {
    const node = lab.node("node4");
    // A shell that stays between would end with Ctrl-C itself.
    const program = node.spawn(["script", "-qec", `exec ${scanCommand.join(" ")} eth0`, "/dev/null"]);
    await program.awaitLine(/eth0: 11 speakers/u);
    await node.namespace.configure(["link set eth0 down", "link set eth0 up"]);
    await program.awaitLine(/^The interface was down or gone meanwhile \(ENETDOWN\)/u);
    program.input.write("\u0003");
    await program.awaitLine(/^Free VRIDs in VLAN 12/u, program.mark);
    const { status } = await program.ended;
    assert.equal(status, 1, program.lines.map(({ text }) => text).join("\n"));
  });

  test("what cannot be listened to is said with its cure, and status 2", async () => {
    const wrong = await scan("node4", "eht0");
    assert.deepEqual(wrong, {
      output: "holdfast scan: eht0: there is no such interface: did you mean eth0?",
      status: 2,
    });
    await lab.node("node4").namespace.configure(["link add down0 type bridge"]);
    assert.deepEqual(await scan("node4", "down0"), {
      output: 'holdfast scan: down0: the interface is down: "ip link set down0 up" first',
      status: 2,
    });
    assert.deepEqual(await run("node4", ["setpriv", "--bounding-set=-net_raw", "--", ...scanCommand, "eth0"]), {
      output: "holdfast scan: eth0: not permitted: run as root, or with CAP_NET_RAW",
      status: 2,
    });
    assert.equal((await scan("node4", "eth0", "--for", "soon")).status, 2);
  });
});
