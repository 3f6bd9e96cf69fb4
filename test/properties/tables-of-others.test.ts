import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { IpAddress } from "../../src/base/ip-address.ts";
import { type Duration, instant, later, milliseconds, seconds } from "../../src/base/time.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import { VrrpEngine } from "../../src/vrrp/engine.ts";
import { peerLimit } from "../../src/vrrp/peer-table.ts";
import { tellings } from "../../src/vrrp/repetition.ts";
import { strangerLimit } from "../../src/vrrp/strangers.ts";
import { othersPerKind } from "../../src/vrrp/warnings.ts";
import { encodeAdvert } from "../../src/wire/vrrp.ts";

// Whoever sends what under however many names: what is remembered of others stays within its bounds, what is told stays
// within the rate of any other nuisance, and a router that was there before is still known.

const group = IpAddress.of("224.0.0.18");
const friend = IpAddress.of("10.255.0.1");
const kinds = 6;

type Attack = {
  readonly first: number;
  readonly count: number;
  readonly vrid: number;
  readonly priority: number;
  readonly address: string;
  readonly ttl: number;
  readonly checksum: boolean;
  readonly carp: boolean;
  readonly wait: Duration;
};

const attack: fc.Arbitrary<Attack> = fc.record({
  first: fc.integer({ min: 0, max: 60_000 }),
  count: fc.integer({ min: 1, max: 300 }),
  vrid: fc.constantFrom(51, 51, 51, 52),
  priority: fc.constantFrom(0, 50, 99, 150, 255),
  address: fc.constantFrom("192.0.2.100", "192.0.2.77"),
  ttl: fc.constantFrom(255, 255, 254),
  checksum: fc.boolean(),
  carp: fc.constantFrom(false, false, false, true),
  wait: fc.integer({ min: 0, max: 3_000 }).map(milliseconds),
});

function bytesOf({ vrid, priority, address, checksum, carp }: Attack, source: IpAddress): Uint8Array {
  if (carp) {
    const bytes = new Uint8Array(36);
    bytes.set([0x21, vrid, 0, 7, 0, 1]);
    return bytes;
  }
  const addresses = [IpAddress.of(address)];
  const advert = { version: 3, vrid, priority, interval: seconds(1), addresses, authentication: undefined } as const;
  const bytes = encodeAdvert(advert, { source, destination: group }, "message");
  if (!checksum) bytes[6] = (bytes[6] ?? 0) ^ 0xff;
  return bytes;
}

class Segment {
  readonly engine = new VrrpEngine();
  now = instant(0);
  warnings = 0;
  strangers = 0;

  constructor(line: string) {
    const link = { name: "eth0", usable: true, loopback: false, multicast: true };
    const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
    const address = { kind: "address-added", interface: "eth0", prefix, usable: true } as const;
    this.engine.handle(this.now, { kind: "network", changes: [{ kind: "link", link }, address] });
    const instances = [parseInstance(new Words(line))];
    const config = { instances, syncGroups: [], scripts: [], startupDelay: seconds(0) };
    this.engine.handle(this.now, { kind: "configure", config });
  }

  send(source: IpAddress, payload: Uint8Array, ttl: number): void {
    const packet = { source, destination: group, ttl, payload };
    const effects = this.engine.handle(this.now, {
      kind: "packet",
      interface: "eth0",
      family: "ipv4",
      mode: "multicast",
      packet,
    });
    for (const effect of effects) {
      if (effect.kind !== "event") continue;
      if (effect.event.kind === "warning") this.warnings += 1;
      if (effect.event.kind === "stranger") this.strangers += 1;
    }
  }

  pass(by: Duration): void {
    const end = later(this.now, by);
    for (let due = this.engine.deadline; due !== undefined && due <= end; due = this.engine.deadline) {
      this.now = due > this.now ? due : this.now;
      this.engine.handle(this.now, { kind: "tick" });
    }
    this.now = end;
  }
}

test("hostile senders fill no table and no log", () => {
  const lines = ["instance VI_1", "instance VI_1 priority=255", "instance VI_1 version=2 pass=sesame"];
  let fullest = 0;
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.array(attack, { minLength: 1, maxLength: 20 }), (line, attacks) => {
      const segment = new Segment(line);
      for (const each of attacks) {
        for (let number = each.first; number < each.first + each.count; number += 1) {
          const source = IpAddress.of(`10.0.${number >> 8}.${number & 255}`);
          segment.send(source, bytesOf(each, source), each.ttl);
        }
        segment.pass(each.wait);
        const { instances, strangers } = segment.engine.status(segment.now);
        const [instance] = instances;
        assert.ok(instance !== undefined);
        fullest = Math.max(fullest, instance.peers.length);
        assert.ok(instance.peers.length <= peerLimit);
        assert.ok(strangers.length <= strangerLimit);
        for (const { warning } of instance.warnings) {
          assert.ok(instance.warnings.filter((other) => other.warning.kind === warning.kind).length <= othersPerKind);
        }
      }
      const periods = 1 + Math.floor(segment.now / seconds(10));
      assert.ok(segment.warnings <= kinds * tellings * periods, `${segment.warnings} warnings`);
      assert.ok(segment.strangers <= tellings * periods, `${segment.strangers} strangers`);
      segment.pass(seconds(30));
      assert.deepEqual(segment.engine.instances[0]?.warnings, [], "all are over when nothing comes any more");
    }),
    { numRuns: 100 },
  );
  assert.equal(fullest, peerLimit, "the limit was tried");
});

test("who was believed stays known while forgers come whose adverts are not", () => {
  const segment = new Segment("instance VI_1 version=2 pass=sesame");
  const password = Uint8Array.from("sesame\0\0", (letter) => letter.charCodeAt(0));
  const advert = {
    version: 2,
    vrid: 51,
    priority: 200,
    interval: seconds(1),
    addresses: [IpAddress.of("192.0.2.100")],
    authentication: { type: 1, data: password },
  } as const;
  segment.send(friend, encodeAdvert(advert, { source: friend, destination: group }, "message"), 255);
  for (let number = 0; number < 5_000; number += 1) {
    const source = IpAddress.of(`10.0.${number >> 8}.${number & 255}`);
    const forged = { ...advert, authentication: { type: 1, data: new Uint8Array(8) } };
    segment.send(source, encodeAdvert(forged, { source, destination: group }, "message"), 255);
  }
  const [instance] = segment.engine.status(segment.now).instances;
  assert.ok(instance?.peers.some(({ source, adverts }) => source.equals(friend) && adverts === 1));
});
