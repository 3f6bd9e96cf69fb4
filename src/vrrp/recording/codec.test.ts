import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { type Instant, instant, seconds } from "../../base/time.ts";
import { parseInstance, Words } from "../../sim/script-language.ts";
import type { VrrpConfig } from "../config.ts";
import { advertInterface } from "../devices.ts";
import { held } from "../held.ts";
import type { Input } from "../inputs.ts";
import type { KnownPeer } from "../peer-table.ts";
import { RecordDecoder } from "./decode.ts";
import { allLines, packetLimit, RecordEncoder } from "./encode.ts";
import type { Recorded, SegmentHead, Standings } from "./record.ts";

const at = instant(46_983_417_000);
const instances = Array.from({ length: 20 }, (_, index) =>
  parseInstance(new Words(`instance VI_${index} vrid=${index + 1} addresses=192.0.2.${100 + index},fe80::1`)),
);
const config: VrrpConfig = { instances, syncGroups: [], scripts: [], startupDelay: seconds(2), trackFiles: [] };
const [first = assert.fail()] = instances;
const prefix = { address: IpAddress.of("2001:db8::1"), length: 64 };

const head: SegmentHead = {
  program: "0.1.0",
  run: "4711.90210",
  number: 3,
  begins: "start",
  at,
  wall: 1_795_262_584_417_000,
  releasesAtOnce: false,
};

function packet(last: number): Input {
  const payload = Uint8Array.of(0x31, 51, last & 0xff, 1, last >> 8, 10, 0, 0);
  const [source, destination] = [IpAddress.of("192.0.2.2"), IpAddress.of("224.0.0.18")];
  return {
    kind: "packet",
    interface: "eth0",
    family: "ipv4",
    mode: "multicast",
    packet: { source, destination, ttl: 255, payload, header: Uint8Array.of(0x45, 0) },
  };
}

const peer: KnownPeer = {
  source: IpAddress.of("192.0.2.2"),
  advertised: { priority: 100, version: 3, interval: seconds(1), checksumForm: "pseudo-header" },
  firstHeard: at,
  lastHeard: at,
  adverts: 7,
  gaps: 1,
  longestGap: seconds(2),
  missing: [IpAddress.of("192.0.2.100")],
  unexpected: [],
  rejected: 1,
  lastRejection: { at, reason: { kind: "password" } },
  believedAt: undefined,
  rejectedInRow: 1,
};

/** Each kind with everything it can have. */
const inputs: { readonly [Kind in Input["kind"]]: readonly (Input & { readonly kind: Kind })[] } = {
  configure: [
    { kind: "configure", config },
    {
      kind: "configure",
      config,
      changedScripts: new Set(["chk"]),
      files: new Map([
        ["flag", "1\n"],
        ["gone", undefined],
      ]),
      predecessor: {
        instances: [
          { ...first, advertInterface: advertInterface(first), state: "master", held: held(first), advertisedAt: at },
        ],
        verdicts: new Map([["chk", "up"]]),
      },
    },
  ],
  deaf: [{ kind: "deaf", instances: new Set(["VI_1"]) }],
  packet: [packet(100)].filter((input) => input.kind === "packet"),
  network: [
    {
      kind: "network",
      changes: [
        { kind: "link", link: { name: "eth0", usable: true, loopback: false, multicast: true } },
        { kind: "link-removed", interface: "eth1" },
        { kind: "address-added", interface: "eth0", prefix, usable: false },
        { kind: "address-removed", interface: "eth0", prefix, usable: true },
        { kind: "policy-removed", identity: "rule ipv4 500 from all to all" },
        { kind: "policies-unknown" },
      ],
    },
  ],
  "script-ended": [
    { kind: "script-ended", script: "chk", outcome: { kind: "exited", status: 1 }, output: "no “answer”\u2028\n" },
    { kind: "script-ended", script: "chk", outcome: { kind: "not-started", code: "ENOENT" }, output: "" },
  ],
  "file-changed": [
    { kind: "file-changed", file: "flag", content: "-12" },
    { kind: "file-changed", file: "flag", content: undefined },
  ],
  "processes-counted": [{ kind: "processes-counted", counts: new Map([["nginx", 4]]) }],
  statics: [
    { kind: "statics", statics: undefined, trackGroups: undefined },
    { kind: "statics", statics: { addresses: [], routes: [], rules: [] }, trackGroups: [] },
  ],
  restored: [{ kind: "restored", instance: undefined, ...held(first) }],
  maintenance: [
    {
      kind: "maintenance",
      orders: [{ target: undefined, by: "root", reason: "", since: 1, until: undefined, isTentative: true }],
    },
  ],
  recall: [
    { kind: "recall", peers: [], warnings: [] },
    {
      kind: "recall",
      peers: [{ instance: "VI_1", interface: "eth0", family: "ipv4", vrid: 51, peers: [peer] }],
      warnings: [
        {
          instance: "VI_1",
          other: peer.source,
          warning: { kind: "split-brain", priority: 100, ours: 150, rejection: undefined },
          since: at,
        },
      ],
    },
  ],
  tick: [{ kind: "tick" }, { kind: "tick", only: "masters" }],
  stop: [{ kind: "stop" }],
};

function decodeAll(lines: readonly string[], decoder = new RecordDecoder()): readonly Recorded[] {
  return lines.flatMap((line) => {
    assert.doesNotMatch(line, /[\n\r]/u);
    const result = decoder.take(line);
    assert.ok(result.ok, line);
    return result.value ?? [];
  });
}

for (const [kind, all] of Object.entries(inputs)) {
  test(`${kind}: decode(encode(x)) is x`, () => {
    const encoder = new RecordEncoder();
    for (const input of all) {
      assert.deepStrictEqual(decodeAll(allLines(encoder.input(at, input))), [{ kind: "input", at, input }]);
      assert.deepStrictEqual(decodeAll(allLines(encoder.known(at, input))), [{ kind: "known", at, input }]);
    }
  });
}

test("heads, transitions and standings come back as they were", () => {
  const encoder = new RecordEncoder();
  const event = {
    kind: "instance-state",
    instance: "VI_1",
    from: "master",
    to: "fault",
    cause: { kind: "fault", reasons: [{ kind: "script", script: "chk", verdict: "down" }] },
    priority: 100,
    master: undefined,
  } as const;
  const standings: Standings & { readonly lost: number } = {
    instances: [{ name: "VI_1", state: "master", timer: at, heardAt: undefined }],
    verdicts: new Map([["chk", "down"]]),
    isHandingOver: false,
    lost: 3,
  };
  const lines = [encoder.segment(head), encoder.transition(at, event), ...allLines(encoder.standings(at, standings))];
  const [begun, ...others] = decodeAll(lines);
  assert.deepStrictEqual(begun, { kind: "segment", head: { version: 1, ...head } });
  assert.deepStrictEqual(others, [
    { kind: "transition", at, event },
    { kind: "standings", at, ...standings },
  ]);
});

test("a packet that comes again is a number, in its segment and up to the bound", () => {
  const encoder = new RecordEncoder();
  const write = (last: number, when: Instant = at): readonly string[] => allLines(encoder.input(when, packet(last)));
  const [full = "", again = ""] = [...write(1), ...write(1, instant(46_984_417_000))];
  assert.match(full, /"as":0\}$/u);
  assert.equal(again, '{"at":46984417000,"again":0}');
  assert.deepStrictEqual(
    decodeAll([full, again]).map((each) => each.kind === "input" && each.input),
    [packet(1), packet(1)],
  );
  for (let last = 2; last <= packetLimit; last += 1) assert.match(write(last).join(""), /"as":/u);
  assert.doesNotMatch([...write(packetLimit + 1), ...write(packetLimit + 1)].join(""), /"as":|"again":/u);
  assert.match(write(packetLimit).join(""), /"again":4095/u);
  encoder.segment(head);
  assert.match(write(1).join(""), /"as":0/u);
});

function take(text: string): unknown {
  const result = new RecordDecoder().take(text);
  return result.ok ? result.value : result.error;
}

test("errors are a closed list", () => {
  assert.deepEqual(take('{"segment":{"version":2,"$":"new"}}'), { kind: "version", version: 2 });
  assert.deepEqual(take('{"segment":7}'), { kind: "version", version: undefined });
  assert.deepEqual(take('{"at":1,"again":7}'), { kind: "unknown-packet" });
  for (const text of ["", "7", "null", '{"at":1}', '{"at":1,"input":{"$":"?"}}', '{"at":1,']) {
    assert.deepEqual(take(text), { kind: "malformed" }, text);
  }
});
