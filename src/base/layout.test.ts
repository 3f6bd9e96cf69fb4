import assert from "node:assert/strict";
import { test } from "node:test";

import { layout, readField, viewOf, writeField, writeLayout } from "./layout.ts";

const sample = layout(24, {
  kind: [0, "u8"],
  length: [2, "u16"],
  index: [4, "u32"],
  error: [8, "i32"],
  address: [16, "u64"],
});

test("every width is little-endian at its offset, and fields that are not given become zero", () => {
  const bytes = new Uint8Array(25).fill(0xee);
  writeLayout(viewOf(bytes), 1, sample, { length: 0x0102, error: -19, address: 0x7fff_1234_5678 });
  const expected = [0xee, 0, 0xee, 2, 1, 0, 0, 0, 0, 0xed, 0xff, 0xff, 0xff, 0xee, 0xee, 0xee, 0xee];
  assert.deepEqual(Array.from(bytes), [...expected, 0x78, 0x56, 0x34, 0x12, 0xff, 0x7f, 0, 0]);
});

test("what was written is read again", () => {
  const view = new DataView(new ArrayBuffer(24));
  for (const [field, value] of [
    [sample.fields.kind, 255],
    [sample.fields.length, 65_535],
    [sample.fields.index, 0xffff_ffff],
    [sample.fields.error, -2_147_483_648],
    [sample.fields.address, 2 ** 53 - 1],
  ] as const) {
    writeField(view, 0, field, value);
    assert.equal(readField(view, 0, field), value);
  }
});

test("a field outside of the bytes is a RangeError", () => {
  const view = new DataView(new ArrayBuffer(8));
  assert.throws(() => readField(view, 0, sample.fields.error), RangeError);
  assert.throws(() => writeField(view, 7, sample.fields.length, 1), RangeError);
});

test("the view of a part of a buffer starts where the part starts", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
  const view = viewOf(bytes);
  assert.equal(view.byteLength, 2);
  assert.equal(view.getUint8(0), 2);
});
