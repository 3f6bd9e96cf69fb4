import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, milliseconds, seconds } from "../base/time.ts";
import { readWireEvent } from "./wire-event.ts";

const time = instant(5);

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.replaceAll(/\s/gu, "").match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

// Captured from Keepalived 2.2.7: version 3, 0.1 s, with the pseudo-header in the checksum.
const third = bytes(`
  01005e000012 be3c97ab21c9 0800
  45c0002000010000ff70d090 0a090001 e0000012
  31076401000a75e7 0a090064`);

test("an advert of version 3", () => {
  assert.deepEqual(readWireEvent(time, third), {
    kind: "advert",
    time,
    sourceMac: "be:3c:97:ab:21:c9",
    source: "10.9.0.1",
    destination: "224.0.0.18",
    ttl: 255,
    version: 3,
    vrid: 7,
    priority: 100,
    interval: milliseconds(100),
    addresses: ["10.9.0.100"],
    authenticationType: 0,
    checksum: "good",
  });
});

test("an advert with a wrong checksum is told as such", () => {
  const wrong = Uint8Array.from(third);
  wrong[36] = 101;
  const event = readWireEvent(time, wrong);
  assert.ok(event?.kind === "advert");
  assert.equal(event.checksum, "bad");
});

test("an advert of version 2 with a password, and padding behind the packet", () => {
  // Captured from Keepalived 2.2.7: RFC 3768 §5.1, the checksum covers the password.
  const second = bytes(`
    01005e000012 020000000100 0800
    45c0002800010000ff701891 c0000201 e0000012
    2133c8010101f102 c0000264 3131313100000000
    000000000000`);
  const event = readWireEvent(time, second);
  assert.ok(event?.kind === "advert");
  assert.deepEqual(
    [event.version, event.vrid, event.interval, event.authenticationType, event.addresses, event.checksum],
    [2, 0x33, seconds(1), 1, ["192.0.2.100"], "good"],
  );
});

/** A request of 192.0.2.100 for `target`. */
function arp(target: string): Uint8Array {
  return bytes(`ffffffffffff 020000000100 0806 0001 0800 06 04 0001 020000000100 c0000264 ffffffffffff ${target}`);
}

/** For fe80::64, with a first byte of flags. */
function advertisement(flags: string): Uint8Array {
  return bytes(`
    333300000001 020000000100 86dd
    60000000 0020 3a ff fe800000000000000000000000000001 ff020000000000000000000000000001
    8800 0000 ${flags}000000 fe800000000000000000000000000064 0201 020000000199`);
}

test("gratuitous ARP is one that asks for its sender", () => {
  assert.deepEqual(readWireEvent(time, arp("c0000264")), {
    kind: "gratuitous-arp",
    time,
    sourceMac: "02:00:00:00:01:00",
    address: "192.0.2.100",
    mac: "02:00:00:00:01:00",
  });
  assert.equal(readWireEvent(time, arp("c0000265")), undefined);
});

test("an unsolicited neighbour advertisement, and a solicited one", () => {
  assert.deepEqual(readWireEvent(time, advertisement("20")), {
    kind: "neighbor-advertisement",
    time,
    sourceMac: "02:00:00:00:01:00",
    address: "fe80::64",
    mac: "02:00:00:00:01:99",
  });
  assert.equal(readWireEvent(time, advertisement("60")), undefined);
});
