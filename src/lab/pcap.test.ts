import assert from "node:assert/strict";
import { test } from "node:test";

import { PcapReader } from "./pcap.ts";

/** A capture file of two frames, with nanoseconds: 1.000002s "ab", 2.000000s "c". */
const header = [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
const first = [1, 0, 0, 0, 0xd0, 7, 0, 0, 2, 0, 0, 0, 60, 0, 0, 0, 0x61, 0x62];
const second = [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0x63];
const file = Uint8Array.from([header, first, second].flat());
const frames = [
  { time: 1_000_002, bytes: Uint8Array.of(0x61, 0x62) },
  { time: 2_000_000, bytes: Uint8Array.of(0x63) },
];

test("frames come out however the file is cut", () => {
  for (const size of [1, 7, 24, 25, file.length]) {
    const reader = new PcapReader();
    const read = [];
    for (let start = 0; start < file.length; start += size)
      read.push(...reader.push(file.subarray(start, start + size)));
    assert.deepEqual(read, frames, `chunks of ${size}`);
  }
});

test("the time stamps may be microseconds", () => {
  const coarse = Uint8Array.from(file);
  coarse.set([0xd4, 0xc3], 0);
  assert.equal(new PcapReader().push(coarse)[0]?.time, 1_002_000);
});

test("anything else is refused", () => {
  assert.throws(() => new PcapReader().push(new Uint8Array(24)), RangeError);
});
