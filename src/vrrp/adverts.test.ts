import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { type ChecksumForm, decodeAdvert } from "../wire/vrrp.ts";
import { AdvertTemplate, type OutgoingAdvert } from "./adverts.ts";
import { PacketMemory } from "./packet-memory.ts";

const ipv4 = IpAddress.of("192.0.2.1");
const ipv6 = IpAddress.of("fe80::1");
const everyForm: readonly ChecksumForm[] = ["pseudo-header", "message", "old-unicast"];

function adverts(line: string, source = ipv4, priority = 100, memory = new PacketMemory()): readonly OutgoingAdvert[] {
  return new AdvertTemplate(parseInstance(new Words(`VI_1 ${line}`)), memory).encode(source, priority);
}

/** Destination and form of the checksum of each. */
function formsOf(line: string, memory?: PacketMemory): readonly string[] {
  return adverts(line, ipv4, 100, memory).map(({ destination, payload }) => {
    const result = decodeAdvert(payload, 3, { source: ipv4, destination }, "strict", everyForm);
    return `${destination.toString()} ${result.ok ? result.value.checksumForm : result.error}`;
  });
}

test("A04 A11 A16 A17 A21 A23 A25: version 3 over IPv4, byte for byte", () => {
  const [advert] = adverts("addresses=192.0.2.101,192.0.2.100 advert=2s excluded=2001:db8::1");
  assert.equal(advert?.destination.toString(), "224.0.0.18");
  const bytes = Array.from(advert.payload);
  assert.deepEqual(bytes.slice(0, 6), [0x31, 51, 100, 2, 0, 200]);
  assert.deepEqual(bytes.slice(8), [192, 0, 2, 101, 192, 0, 2, 100]);
});

test("A11 A16 A20: version 2 has its authentication data in any case", () => {
  const [advert] = adverts("version=2 advert=3s");
  const bytes = Array.from(advert?.payload ?? []);
  assert.deepEqual(bytes.slice(0, 6), [0x21, 51, 100, 1, 0, 3]);
  assert.deepEqual(bytes.slice(8), [192, 0, 2, 100, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("A05 A22 A25: IPv6 goes to ff02::12, with the configured link-local address first", () => {
  const [advert] = adverts("addresses=fe80::100,2001:db8::100", ipv6);
  assert.equal(advert?.destination.toString(), "ff02::12");
  const result = decodeAdvert(advert.payload, 3, { source: ipv6, destination: advert.destination });
  assert.ok(result.ok);
  assert.deepEqual(result.value.advert.addresses.map(String), ["fe80::100", "2001:db8::100"]);
});

test("H05 H09: the password stands behind the addresses, and beside a header there is none", () => {
  const [plain] = adverts("version=2 pass=secret addresses=192.0.2.100,192.0.2.101");
  assert.equal(new TextDecoder().decode(plain?.payload.subarray(16, 22)), "secret");
  const [authenticated] = adverts("version=2 header=secret");
  assert.deepEqual(Array.from(authenticated?.payload.subarray(12) ?? []), [0, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(authenticated?.payload[4], 2);
});

test("C13 A15: priority 0 has a checksum of its own", () => {
  const template = new AdvertTemplate(parseInstance(new Words("VI_1")), new PacketMemory());
  for (const priority of [100, 0, 100]) {
    const [advert] = template.encode(ipv4, priority);
    assert.ok(advert !== undefined);
    const result = decodeAdvert(advert.payload, 3, { source: ipv4, destination: advert.destination });
    assert.equal(result.ok && result.value.advert.priority, priority);
  }
});

test("C03 C04 C05: with a pseudo-header unless it is to be without, and so in strict mode", () => {
  assert.deepEqual(formsOf(""), ["224.0.0.18 pseudo-header"]);
  assert.deepEqual(formsOf("checksum=message"), ["224.0.0.18 message"]);
  assert.deepEqual(formsOf("checksum=message strict=yes"), ["224.0.0.18 message"]);
});

test("A29 C07 C10: each peer has its own copy, with a checksum that is right for it", () => {
  const peers = "peers=192.0.2.2,192.0.2.3";
  assert.deepEqual(formsOf(peers), ["192.0.2.2 pseudo-header", "192.0.2.3 pseudo-header"]);
  assert.deepEqual(formsOf(`${peers} checksum=message`), ["192.0.2.2 message", "192.0.2.3 message"]);
});

test("C08: the old form goes to whom it is known to be spoken by, to all, or to none", () => {
  const peers = "peers=192.0.2.2,192.0.2.3";
  const memory = new PacketMemory();
  memory.forms.learn(IpAddress.of("192.0.2.3"), "old-unicast");
  assert.deepEqual(formsOf(peers, memory), ["192.0.2.2 pseudo-header", "192.0.2.3 old-unicast"]);
  assert.deepEqual(formsOf(`${peers} old-checksum=always`), ["192.0.2.2 old-unicast", "192.0.2.3 old-unicast"]);
  assert.deepEqual(formsOf(`${peers} old-checksum=never`, memory), [
    "192.0.2.2 pseudo-header",
    "192.0.2.3 pseudo-header",
  ]);
});

test("C08: a peer that is found to speak the old form, and one that no longer does", () => {
  const memory = new PacketMemory();
  const instance = parseInstance(new Words("VI_1 peers=192.0.2.2"));
  const template = new AdvertTemplate(instance, memory);
  const destination = IpAddress.of("192.0.2.2");
  const sent = (["pseudo-header", "old-unicast", "old-unicast", "pseudo-header"] as const).map((form) => {
    memory.forms.learn(destination, form);
    const [advert] = template.encode(ipv4, 100);
    const result = decodeAdvert(
      advert?.payload ?? new Uint8Array(0),
      3,
      { source: ipv4, destination },
      "strict",
      everyForm,
    );
    return result.ok && result.value.checksumForm;
  });
  assert.deepEqual(sent, ["pseudo-header", "old-unicast", "old-unicast", "pseudo-header"]);
});
