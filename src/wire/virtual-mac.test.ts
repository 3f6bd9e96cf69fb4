import assert from "node:assert/strict";
import { test } from "node:test";

import { InvariantError } from "../base/assert.ts";
import { virtualMac } from "./virtual-mac.ts";

test("A09: the virtual MAC for IPv4 ends in 01 and the VRID", () => {
  assert.equal(virtualMac("ipv4", 51).toString(), "00:00:5e:00:01:33");
  assert.equal(virtualMac("ipv4", 255).toString(), "00:00:5e:00:01:ff");
});

test("A10: the virtual MAC for IPv6 ends in 02 and the VRID", () => {
  assert.equal(virtualMac("ipv6", 1).toString(), "00:00:5e:00:02:01");
});

test("A12: no VRID but 1 to 255", () => {
  for (const vrid of [0, 256, -1, 1.5, Number.NaN]) assert.throws(() => virtualMac("ipv4", vrid), InvariantError);
});
