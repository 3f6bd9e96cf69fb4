import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { instant, later, seconds } from "../base/time.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { printEffect } from "../sim/print.ts";
import type { InstanceConfig } from "./config.ts";
import type { Input } from "./inputs.ts";
import { floodLimit } from "./flood-guard.ts";
import { Reception } from "./reception.ts";

const now = instant(0);
const one = parseInstance(new Words("instance VI_1 vrid=51"));
const two = parseInstance(new Words("instance VI_2 vrid=52"));

/** The first bytes decide; 16 more are those of an address and a password. */
function packet(vrid: number, mode: "multicast" | "unicast" = "multicast"): Input & { readonly kind: "packet" } {
  const [source, destination] = [IpAddress.of("192.0.2.66"), IpAddress.of("224.0.0.18")];
  const payload = Uint8Array.of(0x31, vrid, 100, 1, ...Array(16).fill(0));
  return {
    kind: "packet",
    interface: "eth0",
    family: "ipv4",
    mode,
    packet: { source, destination, ttl: 255, payload },
  };
}

function flood(reception: Reception, input = packet(99)): readonly string[] {
  return Array.from({ length: floodLimit }, () => reception.hear(now, input)).flatMap((effects) =>
    effects.map(printEffect),
  );
}

function configured(...instances: readonly InstanceConfig[]): Reception {
  const reception = new Reception();
  assert.deepEqual(reception.configure(instances), []);
  return reception;
}

describe("reception", () => {
  test("R10: a flood of foreign VRIDs is dropped by the kernel, but for a share, until it is over", () => {
    const reception = configured(one);
    assert.deepEqual(flood(reception), ["hear only what matters on eth0 ipv4 multicast", "flood on eth0 began"]);
    assert.equal(reception.deadline, seconds(10));
    const effects = reception.tick(later(now, seconds(10)));
    assert.deepEqual(effects.map(printEffect), ["hear everything on eth0 ipv4 multicast", "flood on eth0 over"]);
    assert.equal(reception.deadline, undefined);
  });

  test("the interface with a virtual MAC address has a flood of its own", () => {
    const reception = configured(parseInstance(new Words("instance VI_1 vrid=51 vmac=vrrp.51")));
    const effects = flood(reception, { ...packet(99), interface: "vrrp.51" });
    assert.deepEqual(effects, ["hear only what matters on vrrp.51 ipv4 multicast", "flood on vrrp.51 began"]);
    assert.deepEqual(flood(reception), []);
  });

  test("adverts for a VRID in use are no flood, however many", () => {
    const reception = configured(one);
    for (let count = 0; count < 3; count += 1) assert.deepEqual(flood(reception, packet(51)), []);
  });

  test("what nobody listens to is none either", () => {
    assert.deepEqual(flood(configured(one), packet(99, "unicast")), []);
  });

  test("a reload in a flood: new VRIDs are heard, and what is not listened to any more is let alone", () => {
    const reception = configured(one);
    flood(reception);
    const effects = reception.configure([one, two]);
    assert.equal(effects.length, 1);
    const [effect] = effects;
    assert.ok(effect?.kind === "select-packets");
    assert.deepEqual(effect.selection?.interest.vrids[3], new Set([51, 52]));
    assert.deepEqual(reception.configure([]).map(printEffect), ["hear everything on eth0 ipv4 multicast"]);
    assert.equal(reception.deadline, undefined);
  });
});
