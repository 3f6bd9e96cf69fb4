import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { virtualMac } from "../virtual-mac.ts";
import { decodeLink } from "./link.ts";
import { encodeNewMacvlan, encodeRemoveLink, encodeSetUp } from "./link-request.ts";

function hex(text: string): string {
  return printHex(parseHex(text));
}

test("a macvlan in private mode with the MAC address of VRID 51", () => {
  const request = encodeNewMacvlan({ name: "vrrp.51", baseIndex: 3, mac: virtualMac("ipv4", 51), group: undefined });
  assert.equal(
    printHex(request),
    hex(`
      00000000 00000000 00000000 00000000
      0a00 0100 00005e000133 0000
      0c00 0300 767272702e353100
      0800 0500 03000000
      1c00 1280
        0c00 0100 6d6163766c616e00
        0c00 0280 0800 0100 01000000
    `),
  );
  // What the kernel tells of such an interface looks the same.
  const decoded = decodeLink(request);
  assert.ok(decoded.ok);
  assert.deepEqual(
    [
      decoded.value.name,
      decoded.value.base,
      decoded.value.kind,
      MacAddress.fromBytes(decoded.value.address).toString(),
    ],
    ["vrrp.51", 3, "macvlan", "00:00:5e:00:01:33"],
  );
});

test("an interface group", () => {
  const mac = virtualMac("ipv6", 1);
  const without = encodeNewMacvlan({ name: "v", baseIndex: 3, mac, group: undefined });
  const grouped = encodeNewMacvlan({ name: "v", baseIndex: 3, mac, group: 7 });
  assert.equal(grouped.length, without.length + 8);
  assert.ok(printHex(grouped).includes("08001b0007000000"));
});

test("taking up and removing name the interface by its index", () => {
  assert.equal(printHex(encodeSetUp(5)), hex("00000000 05000000 01000000 01000000"));
  assert.equal(printHex(encodeRemoveLink(5)), hex("00000000 05000000 00000000 00000000"));
});
