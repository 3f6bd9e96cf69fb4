import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { admit, type Packet } from "./admission.ts";
import { PacketMemory } from "./packet-memory.ts";

const instance = parseInstance(new Words("instance VI_1 version=2 pass=secret"));
const ownSource = IpAddress.of("192.0.2.1");
const path = { source: IpAddress.of("192.0.2.2"), destination: IpAddress.of("224.0.0.18") };

function message(changes: { readonly priority?: number; readonly password?: string } = {}): Uint8Array {
  const { vrid, advertInterval, addresses } = instance;
  const data = new Uint8Array(8);
  data.set(new TextEncoder().encode(changes.password ?? "secret"));
  const advert = {
    version: 2,
    vrid,
    priority: changes.priority ?? 200,
    interval: advertInterval,
    addresses: addresses.map(({ prefix }) => prefix.address),
    authentication: { type: 1, data },
  } as const;
  return encodeAdvert(advert, path, "message");
}

function verdict(packet: Packet, memory: PacketMemory, others: Parameters<typeof admit>[2] = ownSource): string {
  const result = admit(packet, instance, others, memory);
  return result.ok ? `priority ${result.value.advert.priority}` : result.error.kind;
}

test("a packet that repeats the one believed last is not decoded again", () => {
  const memory = new PacketMemory();
  const first = admit({ ...path, ttl: 255, payload: message() }, instance, ownSource, memory);
  const second = admit({ ...path, ttl: 255, payload: message() }, instance, ownSource, memory);
  assert.ok(first.ok && second.ok);
  assert.equal(second.value, first.value);
});

test("whatever is different about a packet is looked at as if there had been none", () => {
  const good: Packet = { ...path, ttl: 255, payload: message() };
  const spoilt = good.payload.map((byte, index) => (index === 6 ? byte ^ 1 : byte));
  const others: readonly Packet[] = [
    { ...good, ttl: 254 },
    { ...good, payload: spoilt },
    { ...good, payload: good.payload.subarray(0, 8) },
    { ...good, payload: message({ password: "secreT" }) },
    { ...good, payload: message({ priority: 0 }) },
    { ...good, source: ownSource },
    { ...good, header: new Uint8Array(20) },
  ];
  for (const other of others) {
    const memory = new PacketMemory();
    assert.equal(verdict(good, memory), "priority 200");
    assert.equal(verdict(other, memory), verdict(other, new PacketMemory()));
    assert.equal(verdict(good, memory), "priority 200");
  }
});

test("what is remembered is a copy: the socket uses its buffers again", () => {
  const memory = new PacketMemory();
  const payload = message();
  assert.equal(verdict({ ...path, ttl: 255, payload }, memory), "priority 200");
  payload.set(message({ priority: 150 }));
  assert.equal(verdict({ ...path, ttl: 255, payload }, memory), "priority 150");
});

test("another own address or configuration makes it a matter of looking again", () => {
  const memory = new PacketMemory();
  const good: Packet = { ...path, ttl: 255, payload: message() };
  assert.equal(verdict(good, memory), "priority 200");
  assert.equal(verdict(good, memory, path.source), "own-address");
  const changed = admit(good, parseInstance(new Words("instance VI_1 version=2 pass=other")), ownSource, memory);
  assert.ok(!changed.ok && changed.error.kind === "password");
});
