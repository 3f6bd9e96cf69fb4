import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import { Rng } from "../../src/base/rng.ts";
import { instant, milliseconds, later, seconds } from "../../src/base/time.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import { VrrpEngine } from "../../src/vrrp/engine.ts";
import type { Input } from "../../src/vrrp/inputs.ts";
import { decodeAdvert, encodeAdvert } from "../../src/wire/vrrp.ts";

/** R32 R33: a million random and mutated packets change counters and nothing else. */
const total = 1_000_000;

const source4 = IpAddress.of("192.0.2.66");
const source6 = IpAddress.of("fe80::66");
const group4 = IpAddress.of("224.0.0.18");
const group6 = IpAddress.of("ff02::12");

const lines = [
  "instance V3 vrid=51 advert=1s priority=100",
  "instance V2 version=2 vrid=52 pass=secret addresses=192.0.2.102",
  "instance V6 vrid=51 addresses=fe80::100,2001:db8::100",
];

function startedEngine(): VrrpEngine {
  const engine = new VrrpEngine();
  const now = instant(0);
  engine.handle(now, {
    kind: "network",
    changes: [
      { kind: "link", link: { name: "eth0", usable: true, loopback: false, multicast: true } },
      ...["192.0.2.1/24", "fe80::1/64"].map((text) => {
        const [address = "", length = ""] = text.split("/");
        const prefix = { address: IpAddress.of(address), length: Number(length) };
        return { kind: "address-added", interface: "eth0", prefix, usable: true } as const;
      }),
    ],
  });
  const instances = lines.map((line) => parseInstance(new Words(line)));
  engine.handle(now, {
    kind: "configure",
    config: { instances, syncGroups: [], scripts: [], startupDelay: seconds(0) },
  });
  return engine;
}

/** Valid adverts of each kind, so that mutations get past the first checks. */
const valid = [
  { bytes: encode(3, 51, ["192.0.2.100"], source4, group4), ipv4: true },
  { bytes: encode(2, 52, ["192.0.2.102"], source4, group4), ipv4: true },
  { bytes: encode(3, 51, ["fe80::100", "2001:db8::100"], source6, group6), ipv4: false },
];

function encode(
  version: 2 | 3,
  vrid: number,
  addresses: string[],
  source: IpAddress,
  destination: IpAddress,
): Uint8Array {
  const authentication =
    version === 2 ? { type: 1, data: Uint8Array.from("secret\0\0", (c) => c.charCodeAt(0)) } : undefined;
  const list = addresses.map((text) => IpAddress.of(text));
  const advert = { version, vrid, priority: 200, interval: seconds(1), addresses: list, authentication };
  return encodeAdvert(advert, { source, destination }, "pseudo-header");
}

/** At least one byte or the length differs from a valid advert, or all of it is random. */
function hostile(rng: Rng): Input & { readonly kind: "packet" } {
  const { bytes, ipv4 } = rng.pick(valid);
  const path = ipv4 ? { source: source4, destination: group4 } : { source: source6, destination: group6 };
  const packet = { ...path, ttl: rng.chance(0.05) ? rng.below(255) : 255, payload: mutated(bytes, rng) };
  return { kind: "packet", interface: "eth0", family: ipv4 ? "ipv4" : "ipv6", mode: "multicast", packet };
}

function mutated(bytes: Uint8Array, rng: Rng): Uint8Array {
  const kind = rng.below(4);
  if (kind === 0) return Uint8Array.from({ length: rng.below(64) }, () => rng.below(256));
  if (kind === 1) return bytes.slice(0, rng.below(bytes.length));
  const copy = kind === 2 ? bytes.slice() : Uint8Array.from([...bytes, ...bytes.slice(0, 1 + rng.below(8))]);
  const flips = 1 + rng.below(4);
  for (let flip = 0; flip < flips; flip += 1) {
    const index = rng.below(copy.length);
    copy[index] = (copy[index] ?? 0) ^ (1 << rng.below(8));
  }
  return copy;
}

/** A mutation that is, by chance, a valid advert after all (two flips that cancel out) is not hostile. */
function isValid({ family, packet }: Input & { readonly kind: "packet" }): boolean {
  if (packet.ttl !== 255) return false;
  const versions = family === "ipv4" ? ([2, 3] as const) : ([3] as const);
  return versions.some((version) => decodeAdvert(packet.payload, version, packet).ok);
}

for (const state of ["backup", "master"] as const) {
  test(`R32 R33 C12: ${total / 2} hostile packets in ${state.toUpperCase()}: no throw, no change of state, the counters add up`, () => {
    const rng = new Rng(20261121);
    const engine = startedEngine();
    let now = instant(0);
    if (state === "master") {
      now = instant(3_700_000);
      // One take-over at a time.
      while ((engine.deadline ?? now) < now) engine.handle(now, { kind: "tick" });
    }
    const before = engine.instances.map((instance) => [instance.state.name, instance.deadline]);
    assert.deepEqual(
      before.map(([name]) => name),
      [state, state, state],
    );

    let fed = 0;
    for (let count = 0; count < total / 2; count += 1) {
      const input = hostile(rng);
      if (isValid(input)) continue;
      fed += 1;
      const effects = engine.handle(later(now, milliseconds(1)), input);
      for (const effect of effects) {
        assert.ok(effect.kind === "select-packets" || effect.kind === "event", effect.kind);
        assert.ok(effect.kind !== "event" || effect.event.kind !== "instance-state");
      }
    }

    assert.deepEqual(
      engine.instances.map((instance) => [instance.state.name, instance.deadline]),
      before,
    );
    let counted = engine.unclaimedPackets;
    for (const { counters } of engine.instances) {
      const rejected = Array.from(counters.rejected.values()).reduce((sum, count) => sum + count, 0);
      assert.equal(counters.received, counters.accepted + rejected);
      assert.equal(counters.accepted, 0);
      counted += counters.received;
    }
    assert.equal(counted, fed);
    assert.ok(fed > (total / 2) * 0.99);
  });
}
