import assert from "node:assert/strict";
import { test } from "node:test";

import { parseAddressRange, printAddressRange, rangeSize } from "./address-range.ts";

/** First and last address, or what is wrong. */
function describe(text: string): string {
  const parsed = parseAddressRange(text);
  return "wrong" in parsed ? parsed.wrong : `${parsed.range.first.toString()} ${parsed.range.last.toString()}`;
}

void test("the forms of a range, with the least and the most that they can hold", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1 192.0.2.1"],
    ["192.0.2.1-2", "192.0.2.1 192.0.2.2"],
    ["192.0.2.0-255", "192.0.2.0 192.0.2.255"],
    ["192.0.2.250-192.0.3.10", "192.0.2.250 192.0.3.10"],
    ["192.0.2.1-192.0.2.1", "192.0.2.1 192.0.2.1"],
    ["192.0.2.8/29", "192.0.2.8 192.0.2.15"],
    ["192.0.2.1/32", "192.0.2.1 192.0.2.1"],
    ["128.0.0.0/1", "128.0.0.0 255.255.255.255"],
    ["2001:db8::9-a", "2001:db8::9 2001:db8::a"],
    ["2001:db8::-ffff", "2001:db8:: 2001:db8::ffff"],
    ["2001:db8::1-2001:db8::1:0", "2001:db8::1 2001:db8::1:0"],
    ["2001:db8::/121", "2001:db8:: 2001:db8::7f"],
  ] as const;
  for (const [text, expected] of cases) assert.equal(describe(text), expected, text);
});

void test("what is no range", () => {
  const cases = [
    ["www", /^Invalid virtual server group IP address www$/u],
    ["", /^Invalid virtual server group IP address/u],
    ["192.0.2.1-1", /^Address range end is not greater/u],
    ["192.0.2.1-", /^Address range end is not greater/u],
    ["192.0.2.1-256", /end '256' too large$/u],
    ["192.0.2.1-9x", /has extra characters at end 'x'$/u],
    ["192.0.2.1-192.0.2.0", /^Address range end is less/u],
    ["192.0.2.1-2001:db8::1", /^Invalid virtual server group IP address/u],
    ["192.0.2.0/0", /^Invalid netmask/u],
    ["192.0.2.0/33", /^Invalid netmask/u],
    ["192.0.2.0/", /^Invalid netmask/u],
    ["192.0.2.0/24x", /^Invalid netmask/u],
    ["192.0.2.9/29", /^Address mask bits not empty/u],
    ["2001:db8::1-10000", /end '10000' too large$/u],
    ["2001:db8::/129", /^Invalid netmask/u],
  ] as const;
  for (const [text, expected] of cases) assert.match(describe(text), expected, text);
});

void test("a printed range is read as the same range", () => {
  for (const text of ["192.0.2.1", "192.0.2.1-2", "192.0.2.8/29", "2001:db8::9-a", "2001:db8::/64"]) {
    const parsed = parseAddressRange(text);
    assert("range" in parsed);
    assert.equal(describe(printAddressRange(parsed.range)), describe(text));
  }
});

void test("the size of a range", () => {
  const sizes = ["192.0.2.1", "192.0.2.250-192.0.3.10", "10.0.0.0/8", "2001:db8::/64"].map((text) => {
    const parsed = parseAddressRange(text);
    return "wrong" in parsed ? parsed.wrong : rangeSize(parsed.range);
  });
  assert.deepEqual(sizes, [1, 17, 2 ** 24, 2 ** 64]);
});
