import assert from "node:assert/strict";
import { test } from "node:test";

import { readSequence } from "./sequence.ts";

const expand = (text: string): string => text.replace("$TWO", "2").replace("$PAIR", "1,2");

for (const [line, values] of [
  ["~SEQ(A, 0, 3)", "0 1 2 3"],
  ["~SEQ(A,3)", "1 2 3"],
  ["~SEQ(A,0)", "1 0"],
  ["~SEQ(A,-3)", "-1 -2 -3"],
  ["~SEQ(A,3,1)", "3 2 1"],
  ["~SEQ(A,5,5)", "5"],
  ["~SEQ(A,1,2,6)", "1 3 5"],
  ["~SEQ(A,6,-2,1)", "6 4 2"],
  ["~SEQ(A,0x10,0x11)", "16 17"],
  ["~SEQ(A,010,+9)", "8 9"],
  ["~SEQx(A,8,12)", "8 9 a b c"],
  ["~SEQx (A,0x90,0x10,0xc0)", "90 a0 b0 c0"],
  ["~SEQ(A,$TWO,4)", "2 3 4"],
  ["~SEQ(A,$PAIR)", "1 2"],
] as const) {
  void test(`${line} counts ${values}`, () => {
    const reading = readSequence(`${line} rest`, expand);
    assert(reading?.kind === "repetition", JSON.stringify(reading));
    assert.deepEqual([...reading.repetition.rows].flat().join(" "), values);
    assert.deepEqual([reading.repetition.names, reading.repetition.end], [["A"], line.length]);
  });
}

for (const [line, message] of [
  ["~SEQ(A,1", "Invalid ~SEQ specification: there is no )"],
  ["~SEQ()", "Invalid ~SEQ definition '~SEQ()'"],
  ["~SEQ(A)", "Invalid ~SEQ definition '~SEQ(A)'"],
  ["~SEQ(,1)", "Invalid ~SEQ definition '~SEQ(,1)'"],
  ["~SEQ(A,b)", "Invalid ~SEQ definition '~SEQ(A,b)'"],
  ["~SEQ(A,1.5)", "Invalid ~SEQ definition '~SEQ(A,1.5)'"],
  ["~SEQ(A,1,2,3,4)", "Invalid ~SEQ definition '~SEQ(A,1,2,3,4)'"],
  ["~SEQ(A,1,0,3)", "Invalid ~SEQ values '~SEQ(A,1,0,3)'"],
  ["~SEQ(A,6,2,1)", "Invalid ~SEQ values '~SEQ(A,6,2,1)'"],
  ["~SEQ(A,1,,3)", "Invalid ~SEQ values '~SEQ(A,1,,3)'"],
  ["~SEQ(A,99999999999999999999)", "Invalid ~SEQ values '~SEQ(A,99999999999999999999)'"],
  ["~SEQx(A,-2,2)", "~SEQx is only valid for positive numbers '~SEQx(A,-2,2)'"],
] as const) {
  void test(`${line} is refused`, () => assert.deepEqual(readSequence(line, expand), { kind: "invalid", message }));
}

void test("other lines begin with no sequence", () => {
  for (const line of ["~seq(A,1)", "~SEQX(A,1)", "~LST(A,1)", "x ~SEQ(A,1)"]) {
    assert.equal(readSequence(line, expand), undefined);
  }
});
