import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { instant, seconds } from "../base/time.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import type { DecodedAdvert } from "../wire/vrrp.ts";
import { differenceLimit, peerLimit, PeerTable } from "./peer-table.ts";

const plain = parseInstance(new Words("instance VI_1"));
const unicast = parseInstance(new Words("instance VI_1 peers=10.9.0.1,10.9.0.2"));
const advert: DecodedAdvert = {
  advert: { version: 3, vrid: 51, priority: 200, interval: seconds(1), addresses: [], authentication: undefined },
  checksumForm: "message",
};

const host = (number: number): IpAddress => IpAddress.of(`10.0.${number >> 8}.${number & 255}`);
const sources = (table: PeerTable): readonly string[] => table.copy().map(({ source }) => source.toString());

describe("peer table", () => {
  test("who is believed in nothing is forgotten before all others, however recently it was heard", () => {
    const table = new PeerTable();
    table.configure(plain);
    table.believe(instant(1), table.of(host(1)), advert, plain, undefined);
    for (let number = 2; number < 1000; number += 1)
      table.of(host(number)).reject(instant(number), { kind: "password" });
    assert.equal(table.size, peerLimit);
    assert.ok(sources(table).includes("10.0.0.1"));
    assert.ok(sources(table).includes("10.0.3.231"), "the latest");
  });

  test("among equals the one that was heard least recently is forgotten", () => {
    const table = new PeerTable();
    table.configure(plain);
    for (let number = 0; number < peerLimit; number += 1) {
      table.believe(instant(number), table.of(host(number)), advert, plain, undefined);
    }
    table.of(host(0)).believeAgain(instant(100));
    table.believe(instant(101), table.of(host(200)), advert, plain, undefined);
    assert.equal(table.size, peerLimit);
    assert.ok(sources(table).includes("10.0.0.0"));
    assert.ok(!sources(table).includes("10.0.0.1"));
  });

  test("a configured peer is never forgotten, and takes nobody's place", () => {
    const table = new PeerTable();
    table.configure(unicast);
    for (let number = 0; number < 1000; number += 1)
      table.of(host(number)).reject(instant(number), { kind: "checksum" });
    assert.equal(table.size, peerLimit + 2);
    assert.deepEqual(sources(table).slice(0, 2), ["10.9.0.1", "10.9.0.2"]);
    table.configure(plain);
    assert.equal(table.size, peerLimit, "never heard, and not configured any more");
  });

  test("peers that a reload no longer names count among the others", () => {
    const table = new PeerTable();
    table.configure(unicast);
    table.believe(instant(1), table.of(IpAddress.of("10.9.0.1")), advert, unicast, undefined);
    for (let number = 0; number < peerLimit; number += 1)
      table.of(host(number)).reject(instant(2), { kind: "checksum" });
    assert.equal(table.size, peerLimit + 2);
    table.configure(plain);
    assert.equal(table.size, peerLimit);
    assert.ok(sources(table).includes("10.9.0.1"));
  });

  test("IPv6 sources are told apart by all their bytes", () => {
    const table = new PeerTable();
    for (const text of ["fe80::1", "fe80::1:0", "fe80:0:0:1::", "fe80::1"]) {
      table.believe(instant(1), table.of(IpAddress.of(text)), advert, plain, undefined);
    }
    assert.deepEqual(
      table.copy().map(({ source, adverts }) => [source.toString(), adverts]),
      [
        ["fe80::1", 2],
        ["fe80::1:0", 1],
        ["fe80:0:0:1::", 1],
      ],
    );
  });

  test("of long lists of differences the beginning is remembered", () => {
    const table = new PeerTable();
    const addresses = Array.from({ length: 255 }, (_, number) => host(number));
    const difference = { missing: addresses, unexpected: addresses, expectedCount: 255, receivedCount: 255 };
    table.believe(instant(1), table.of(host(1)), advert, plain, difference);
    const [peer] = table.copy();
    assert.equal(peer?.missing.length, differenceLimit);
    assert.equal(peer.unexpected.length, differenceLimit);
  });

  test("a copy stays as it is", () => {
    const table = new PeerTable();
    table.believe(instant(1), table.of(host(1)), advert, plain, undefined);
    const before = JSON.stringify(table.copy());
    const copy = table.copy();
    table.of(host(1)).believeAgain(instant(9_000_000));
    table.of(host(1)).reject(instant(9_000_001), { kind: "type" });
    assert.equal(JSON.stringify(copy), before);
    assert.equal(table.copy()[0]?.gaps, 1);
  });
});
