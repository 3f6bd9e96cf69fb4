import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { assert as holds, property, uint8Array } from "fast-check";

import { IpAddress } from "../../base/ip-address.ts";
import { type Duration, instant, later, milliseconds, seconds, zeroDuration } from "../../base/time.ts";
import { encodeAuthenticated } from "../../wire/authentication-header.ts";
import { encodeEthernet, decodeEthernet } from "../../wire/ethernet.ts";
import type { Finding } from "./findings.ts";
import { printScan } from "./print.ts";
import { hasConflicts, type ScanReport, scanReport } from "./report.ts";
import { type AdvertSample, advertFrame, carpFrame, hsrpFrame } from "./sample-frames.ts";
import { maximumSpeakers, ScanTable } from "./table.ts";

const begin = instant(1_000_000);

/** When, and a frame that passes then, in a VLAN or not, from this machine or not. */
type Passing = {
  readonly at: Duration;
  readonly frame: Uint8Array;
  readonly vlan?: number;
  readonly isOwn?: boolean;
};

/** What is known after so long. */
function heard(frames: readonly Passing[], after: Duration = seconds(10)): ScanReport {
  const table = new ScanTable(begin);
  for (const { at, frame, vlan, isOwn = false } of [...frames].sort((a, b) => a.at - b.at)) {
    table.hear(later(begin, at), { frame, vlan, isOwn });
  }
  return scanReport(table, later(begin, after), { interface: "eth0", troubles: [] });
}

/** One a second, from then to then. */
function everySecond(frame: Uint8Array, from = 0, to = 9, rest: Pick<Passing, "vlan" | "isOwn"> = {}): Passing[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ at: seconds(from + index), frame, ...rest }));
}

const vip = ["192.0.2.100"];
const first: AdvertSample = { source: "192.0.2.1", addresses: vip, vrid: 7 };
const second: AdvertSample = { source: "192.0.2.2", addresses: vip, vrid: 7, priority: 90 };

function kinds({ findings }: ScanReport): readonly string[] {
  return findings.map(({ severity, kind }) => `${severity} ${kind}`);
}

function found(report: ScanReport, kind: Finding["kind"]): Finding {
  const finding = report.findings.find((each) => each.kind === kind);
  assert.ok(finding !== undefined, `no ${kind} in ${kinds(report).join(", ")}`);
  return finding;
}

/** What is found when another one joins after three seconds. */
function split(other: AdvertSample): Finding {
  return found(heard([...everySecond(advertFrame(first)), ...everySecond(advertFrame(other), 3)]), "split-brain");
}

test("a quiet wire with one master: a row, the free numbers, nothing to be done", () => {
  const report = heard(everySecond(advertFrame(first)));
  const [speaker] = report.speakers;
  assert.deepEqual(speaker, {
    protocol: "vrrp",
    protocolVersion: 3,
    vlan: undefined,
    family: "ipv4",
    group: 7,
    source: "192.0.2.1",
    mac: "02:00:c0:00:02:01",
    destination: "224.0.0.18",
    here: false,
    priority: 100,
    interval: seconds(1),
    authentication: "none",
    addresses: vip,
    checksumForm: "pseudo-header",
    state: undefined,
    leads: true,
    messages: 10,
    refused: {},
    firstHeard: seconds(10),
    lastHeard: seconds(1),
  });
  assert.deepEqual(kinds(report), []);
  assert.ok(!hasConflicts(report));
  assert.deepEqual(report.free, [{ vlan: undefined, vrids: "1-6, 8-255" }]);
});

describe("two speakers", () => {
  test("a hand-over is no conflict, also when both speak for a moment", () => {
    const report = heard([...everySecond(advertFrame(second), 0, 5), ...everySecond(advertFrame(first), 4)]);
    assert.deepEqual(kinds(report), ["note hand-over"]);
    assert.equal(found(report, "hand-over").text, "the addresses went from 192.0.2.2 to 192.0.2.1");
    assert.ok(!hasConflicts(report));
  });

  test("who gives up with priority 0 holds nothing any more", () => {
    const givesUp = { at: seconds(5), frame: advertFrame({ ...first, priority: 0 }) };
    const report = heard([...everySecond(advertFrame(first), 0, 4), givesUp, ...everySecond(advertFrame(second), 6)]);
    assert.deepEqual(
      report.speakers.map(({ leads }) => leads),
      [false, true],
    );
    assert.deepEqual(kinds(report), ["note hand-over"]);
  });

  test("three intervals together are a split brain, with what can be heard of its reason", () => {
    const { text, cure, speakers, severity } = split(second);
    assert.equal(severity, "conflict");
    assert.deepEqual(speakers, ["192.0.2.1", "192.0.2.2"]);
    assert.match(text, /192\.0\.2\.1 with priority 100 and .*\.2 with priority 90 have held the same addresses.* 6s/u);
    assert.match(cure, /let protocol 112 through on both/u);
    assert.match(split({ ...second, version: 2 }).cure, /differ in the version of the protocol \(3 and 2\)/u);
    assert.match(split({ ...second, interval: seconds(2) }).cure, /differ in the advert interval \(1s and 2s\)/u);
    assert.match(
      split({ ...second, checksumForm: "message" }).cure,
      /differ in the form of the checksum \(pseudo-header and message\)/u,
    );
    assert.match(
      split({ ...second, destination: "192.0.2.9" }).cure,
      /differ in whom they speak to \(224\.0\.0\.18 and unicast\)/u,
    );
    assert.match(split({ ...second, hops: 64 }).cure, /192\.0\.2\.2 must send with a TTL of 255/u);
  });

  test("a split brain that is over is still told", () => {
    const report = heard([...everySecond(advertFrame(first)), ...everySecond(advertFrame(second), 0, 4)], seconds(20));
    assert.match(found(report, "split-brain").text, / held the same addresses at the same time for 4s$/u);
  });

  test("adverts of 10 ms: three of them are enough", () => {
    const interval = milliseconds(10);
    const frames = [first, second].flatMap((sample) =>
      [0, 10, 20, 30].map((at) => ({ at: milliseconds(at), frame: advertFrame({ ...sample, interval }) })),
    );
    assert.deepEqual(kinds(heard(frames, milliseconds(40))), ["conflict split-brain"]);
  });

  test("addresses that have nothing in common: two clusters with one number, and another one to take", () => {
    const stranger = { ...second, addresses: ["192.0.2.200", "192.0.2.201"] };
    const report = heard([...everySecond(advertFrame(first)), ...everySecond(advertFrame(stranger))]);
    assert.deepEqual(kinds(report), ["conflict vrid-conflict"]);
    assert.deepEqual(
      [found(report, "vrid-conflict").text, found(report, "vrid-conflict").cure],
      [
        "two clusters have this number: 192.0.2.1 has 192.0.2.100 and 192.0.2.2 has 192.0.2.200, 192.0.2.201",
        "give one of them another number, such as 8",
      ],
    );
  });

  test("one that speaks to a single machine does not meet one that speaks to all", () => {
    const stranger = { ...second, addresses: ["192.0.2.200"], destination: "192.0.2.9" };
    assert.ok(!hasConflicts(heard([...everySecond(advertFrame(first)), ...everySecond(advertFrame(stranger))])));
  });

  test("lists that differ are a warning with the difference", () => {
    const other = { ...second, addresses: [...vip, "192.0.2.101"] };
    const report = heard([...everySecond(advertFrame(first), 0, 4), ...everySecond(advertFrame(other), 5)]);
    assert.deepEqual(kinds(report), ["warning address-list-differs", "note hand-over"]);
    assert.equal(found(report, "address-list-differs").text, "only 192.0.2.2 has 192.0.2.101");
  });

  test("one source with two MAC addresses", () => {
    const copy = advertFrame({ ...first, mac: "02:00:00:00:00:99" });
    const report = heard([...everySecond(advertFrame(first)), ...everySecond(copy)]);
    assert.deepEqual(kinds(report), ["conflict same-source"]);
    assert.match(found(report, "same-source").text, /two machines, 02:00:c0:00:02:01 and 02:00:00:00:00:99$/u);
  });

  test("another family, another VLAN or another number is another virtual router", () => {
    const ipv6 = advertFrame({ source: "fe80::2", addresses: ["fe80::100"], vrid: 7 });
    const report = heard([
      ...everySecond(advertFrame(first)),
      ...everySecond(ipv6),
      ...everySecond(advertFrame(second), 0, 9, { vlan: 12 }),
      ...everySecond(advertFrame({ ...second, vrid: 8, addresses: ["192.0.2.101"] })),
    ]);
    assert.deepEqual(kinds(report), []);
    assert.deepEqual(report.free, [
      { vlan: undefined, vrids: "1-6, 9-255" },
      { vlan: 12, vrids: "1-6, 8-255" },
    ]);
  });

  test("one address of two numbers", () => {
    const report = heard([...everySecond(advertFrame(first)), ...everySecond(advertFrame({ ...second, vrid: 8 }))]);
    assert.deepEqual(kinds(report), ["conflict address-conflict"]);
    const { subject, text } = found(report, "address-conflict");
    assert.deepEqual([subject, text], ["192.0.2.100", "belongs to VRID 7, IPv4 and VRID 8, IPv4"]);
  });
});

describe("other protocols", () => {
  test("R32: CARP is told apart, and has a number of its own", () => {
    const report = heard(everySecond(carpFrame({ source: "192.0.2.3", vhid: 9, advskew: 100 })));
    const [speaker] = report.speakers;
    assert.deepEqual(
      [speaker?.protocol, speaker?.group, speaker?.priority, speaker?.authentication, speaker?.leads],
      ["carp", 9, 100, "digest", true],
    );
    assert.deepEqual(report.free, [{ vlan: undefined, vrids: "1-8, 10-255" }]);
    assert.ok(!hasConflicts(report));
  });

  test("R32: CARP and VRRP with one number", () => {
    const carp = carpFrame({ source: "192.0.2.3", vhid: 7 });
    const report = heard([...everySecond(advertFrame(first)), ...everySecond(carp)]);
    assert.deepEqual(kinds(report), ["conflict carp-conflict"]);
    assert.match(found(report, "carp-conflict").text, /192\.0\.2\.3 speaks CARP and 192\.0\.2\.1 speaks VRRP/u);
  });

  test("HSRP: the active and the standby router speak, which is how it should be", () => {
    const hello = { version: 2, group: 300, address: "192.0.2.254" } as const;
    const active = hsrpFrame({ ...hello, source: "192.0.2.4", priority: 110, state: "active" });
    const standby = hsrpFrame({ ...hello, source: "192.0.2.5", priority: 100, state: "standby" });
    const report = heard([...everySecond(active), ...everySecond(standby)]);
    assert.deepEqual(
      report.speakers.map(({ protocolVersion, state, leads }) => [protocolVersion, state, leads]),
      [
        [2, "active", true],
        [2, "standby", false],
      ],
    );
    assert.deepEqual(kinds(report), []);
  });

  test("HSRP: two active routers, and a password in clear", () => {
    const hello = { version: 1, group: 5, address: "192.0.2.254", priority: 100, state: "active" } as const;
    const report = heard(
      ["192.0.2.4", "192.0.2.5"].flatMap((source) => everySecond(hsrpFrame({ ...hello, source }), 0, 12)),
      seconds(13),
    );
    assert.deepEqual(kinds(report), ["conflict split-brain", "warning password"]);
  });
});

describe("messages that nobody believes", () => {
  test("a wrong checksum: the speaker is there, what it says is not", () => {
    const broken = advertFrame(first);
    broken[14 + 20 + 2] = 200;
    const report = heard(everySecond(broken));
    assert.deepEqual(report.speakers[0]?.refused, { checksum: 10 });
    assert.equal(report.speakers[0]?.priority, undefined);
    assert.deepEqual(kinds(report), ["warning checksum"]);
  });

  test("another length, and a version that does not exist", () => {
    const long = advertFrame(first);
    long[14 + 20 + 3] = 4;
    const old = advertFrame(second);
    old[14 + 20] = 0x11;
    const report = heard([...everySecond(long, 0, 1), ...everySecond(old, 0, 0)]);
    assert.deepEqual(kinds(report), ["warning refused"]);
    assert.deepEqual(
      report.findings.map(({ text }) => text),
      ["nobody believes 2 messages (length) of 192.0.2.1 and 1 message (version) of 192.0.2.2"],
    );
  });

  test("a TTL that is not 255", () => {
    const report = heard(everySecond(advertFrame({ ...first, hops: 254 })));
    assert.deepEqual(kinds(report), ["warning far"]);
    assert.match(found(report, "far").text, /^10 messages of 192\.0\.2\.1 with a TTL of 254/u);
  });

  test("any bytes behind an Ethernet header are welcome", () => {
    holds(
      property(uint8Array({ maxLength: 90 }), (bytes) => {
        const good = advertFrame(first);
        good.set(bytes.subarray(0, good.length - 14), 14);
        assert.ok(
          heard([
            { at: zeroDuration, frame: bytes },
            { at: zeroDuration, frame: good },
          ]).messages <= 2,
        );
      }),
    );
  });
});

describe("authentication", () => {
  test("a password is told of, and not told", () => {
    const report = heard(everySecond(advertFrame({ ...first, version: 2, password: "s3cret" })));
    assert.equal(report.speakers[0]?.authentication, "password");
    assert.deepEqual(kinds(report), ["warning password"]);
    assert.ok(!JSON.stringify(report).includes("s3cret") && !printScan(report).join("\n").includes("s3cret"));
  });

  test("an authentication header", () => {
    const plain = decodeEthernet(advertFrame({ ...first, version: 2 }));
    assert.ok(plain.ok);
    const message = plain.value.payload.subarray(20);
    const path = { source: IpAddress.of("192.0.2.1"), destination: IpAddress.of("224.0.0.18") };
    const sealed = { path, identification: 1, timeToLive: 255, sequence: 1, message };
    const payload = encodeAuthenticated(sealed, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const report = heard(everySecond(encodeEthernet({ ...plain.value, payload })));
    assert.equal(report.speakers[0]?.authentication, "header");
    assert.deepEqual(kinds(report), []);
  });
});

test("VRID 51 is that of the tutorials", () => {
  assert.deepEqual(kinds(heard(everySecond(advertFrame({ ...first, vrid: 51 })))), ["note tutorial-vrid"]);
});

test("speakers are bounded, and what others say is counted", () => {
  const frames = Array.from({ length: maximumSpeakers + 3 }, (_, index) => ({
    at: milliseconds(index),
    frame: advertFrame({ ...first, source: `10.0.${index >> 8}.${index & 255}` }),
  }));
  const report = heard(frames);
  assert.equal(report.speakers.length, maximumSpeakers);
  assert.deepEqual([report.messages, report.beyond], [maximumSpeakers + 3, 3]);
});

test("findings are bounded, and the others counted", () => {
  const frames = Array.from({ length: 250 }, (_, index) => ({
    at: milliseconds(index),
    frame: advertFrame({ ...first, vrid: index + 1, version: 2, password: "x", addresses: [`10.0.0.${index}`] }),
  }));
  const report = heard(frames);
  assert.equal(report.findings.length, 200);
  assert.equal(report.moreFindings, 51);
});

test("the table for people", () => {
  const report = heard([
    ...everySecond(advertFrame({ ...first, vrid: 51, version: 2, password: "x" }), 0, 9, { isOwn: true }),
    ...everySecond(advertFrame({ ...second, vrid: 51, version: 2 })),
    ...everySecond(advertFrame({ source: "fe80::1", vrid: 52, addresses: ["fe80::100", "2001:db8::100"] })),
    ...everySecond(carpFrame({ source: "192.0.2.3", vhid: 9, advskew: 100 }), 0, 3),
    {
      at: seconds(9),
      frame: hsrpFrame({
        source: "192.0.2.4",
        version: 1,
        group: 5,
        priority: 110,
        state: "active",
        address: "192.0.2.254",
      }),
      vlan: 12,
    },
  ]);
  assert.deepEqual(printScan(report), [
    "eth0: 5 speakers, 35 messages in 10s",
    "",
    "VLAN  ID  PROTOCOL  SOURCE            MAC                STATE   PRIORITY  INTERVAL  AUTH      MESSAGES  HEARD   ADDRESSES",
    "-     51  VRRPv2    192.0.2.1 (here)  02:00:c0:00:02:01  master  100       1s        password  10        1s ago  192.0.2.100",
    "-     51  VRRPv2    192.0.2.2         02:00:c0:00:02:02  master  90        1s        none      10        1s ago  192.0.2.100",
    "-     52  VRRPv3    fe80::1           02:00:00:00:00:01  master  100       1s        none      10        1s ago  fe80::100, 2001:db8::100",
    "-     9   CARPv2    192.0.2.3         02:00:c0:00:02:03  silent  100       1.391s    digest    4         7s ago  -",
    "12    5   HSRPv1    192.0.2.4         02:00:c0:00:02:04  active  110       3s        password  1         1s ago  192.0.2.254",
    "",
    "conflict: VRID 51, IPv4: 192.0.2.1 (this machine) with priority 100 and 192.0.2.2 with priority 90 have held the same addresses at the same time for 9s [split-brain]",
    "  = they differ in authentication (password and none): make them agree",
    "warning: VRID 51, IPv4: 192.0.2.1 (this machine) sends a password in clear: everybody here can read it [password]",
    "  = a password keeps out mistakes, not attackers: use it nowhere else",
    "warning: HSRP group 5, IPv4, VLAN 12: 192.0.2.4 sends a password in clear: everybody here can read it [password]",
    "  = a password keeps out mistakes, not attackers: use it nowhere else",
    "note: VRID 51, IPv4: this is the number of most tutorials: the next cluster on this wire may have it, too [tutorial-vrid]",
    "  = take another one of the free",
    "",
    "Free VRIDs: 1-8, 10-50, 53-255",
    "Free VRIDs in VLAN 12: 1-255",
  ]);
});

test("a wire on which nobody speaks", () => {
  assert.deepEqual(printScan(heard([])), [
    "eth0: 0 speakers, 0 messages in 10s",
    "",
    "Nobody speaks VRRP, CARP or HSRP here, or something in between keeps it away",
    "",
    "Free VRIDs: 1-255",
  ]);
});
