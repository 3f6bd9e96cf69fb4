import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { instant, later, seconds } from "../base/time.ts";
import type { Input } from "./inputs.ts";
import { tellings } from "./repetition.ts";
import { strangerLimit, Strangers } from "./strangers.ts";

const now = instant(0);

function from(number: number, payload: Uint8Array): Input & { readonly kind: "packet" } {
  const source = IpAddress.of(`10.0.${number >> 8}.${number & 255}`);
  const packet = { source, destination: IpAddress.of("224.0.0.18"), ttl: 255, payload };
  return { kind: "packet", interface: "eth0", family: "ipv4", mode: "multicast", packet };
}

const vrrp = Uint8Array.of(0x31, 7, 100, 0, 0, 100, 0, 0);
const carp = new Uint8Array(36);
carp.set([0x21, 7, 0, 7, 0, 1]);

describe("strangers", () => {
  test("those heard least recently are forgotten", () => {
    const strangers = new Strangers();
    for (let number = 0; number < 1000; number += 1) {
      strangers.hear(later(now, seconds(number)), from(0, vrrp));
      strangers.hear(later(now, seconds(number)), from(number, vrrp));
    }
    const known = strangers.copy();
    assert.equal(known.length, strangerLimit);
    assert.equal(known[1]?.source.toString(), "10.0.0.0");
    assert.equal(known[1].count, 1001);
  });

  test("a flood of forged senders is not told of each", () => {
    const strangers = new Strangers();
    let told = 0;
    for (let number = 0; number < 60_000; number += 1) {
      if (strangers.hear(instant(number * 1_000), from(number, carp)) !== undefined) told += 1;
    }
    assert.ok(told >= tellings && told <= 3 * tellings, `${told} in a minute`);
  });

  test("CARP and VRRP of one number are two", () => {
    const strangers = new Strangers();
    assert.equal(strangers.hear(now, from(1, vrrp))?.kind, "stranger");
    assert.equal(strangers.hear(now, from(1, carp))?.kind, "stranger");
    assert.equal(strangers.hear(now, from(1, carp)), undefined);
    assert.deepEqual(
      strangers.copy().map(({ protocol, count }) => [protocol, count]),
      [
        ["carp", 2],
        ["vrrp", 1],
      ],
    );
  });

  test("what is neither is nobody", () => {
    const strangers = new Strangers();
    for (const bytes of [
      [],
      [0x31],
      [0x31, 0, 1, 1, 0, 1, 0, 0],
      [0x51, 7, 1, 1, 0, 1, 0, 0],
      [0x32, 7, 1, 1, 0, 1, 0, 0],
    ]) {
      assert.equal(strangers.hear(now, from(1, Uint8Array.from(bytes))), undefined);
    }
    assert.deepEqual(strangers.copy(), []);
  });
});
