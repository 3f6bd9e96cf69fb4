import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { isSameValue } from "./same-value.ts";

void test("values that say the same", () => {
  const pairs = [
    [1, 1],
    [undefined, undefined],
    [
      { a: 1, b: [1, { c: "x" }] },
      { b: [1, { c: "x" }], a: 1 },
    ],
    [{ a: undefined, b: 1 }, { b: 1 }],
    [{ b: 1 }, { b: 1, a: undefined }],
    [IpAddress.of("2001:db8::1"), IpAddress.of("2001:db8::1")],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
    [{ from: IpAddress.of("2001:db8::1") }, { from: IpAddress.of("2001:db8::1") }],
  ];
  for (const [a, b] of pairs) assert.ok(isSameValue(a, b) && isSameValue(b, a));
});

void test("values that do not", () => {
  const pairs = [
    [1, 2],
    [1, "1"],
    [null, undefined],
    [null, {}],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1 }, { b: 1 }],
    [[1, 2], [1]],
    [[], {}],
    [Uint8Array.of(1), Uint8Array.of(2)],
    [Uint8Array.of(1), [1]],
    [IpAddress.of("192.0.2.1"), IpAddress.of("192.0.2.2")],
    [IpAddress.of("192.0.2.1"), "192.0.2.1"],
    [IpAddress.of("192.0.2.1"), {}],
  ];
  for (const [a, b] of pairs) assert.ok(!isSameValue(a, b) && !isSameValue(b, a));
});
