import assert from "node:assert/strict";
import { test } from "node:test";

import { readList } from "./list.ts";

for (const [line, names, rows, rest] of [
  ["~LST(A,a,b,c) x", "A", "a;b;c", " x"],
  ["~LST ( A , a , b )x", "A", "a;b", "x"],
  ["~LST({A, B},{1,2} , { 3 ,4 }) x", "A,B", "1,2;3,4", " x"],
  ["~LST({A,B},1,{2}) x", "A,B", "1,;2,", " x"],
  ["~LST(A,) x", "A", "", " x"],
  ["~LST(A,a,,b) x", "A", "a;;b", " x"],
  ["~LST(A,$B,c) x", "A", "$B;c", " x"],
  ["~LST(A,a(b),c) x", "A", "a(b", ",c) x"],
] as const) {
  void test(`${line} is read`, () => {
    const reading = readList(line);
    assert(reading?.kind === "repetition");
    const { repetition } = reading;
    assert.deepEqual(
      [
        repetition.names.join(","),
        [...repetition.rows].map((row) => row.join(",")).join(";"),
        line.slice(repetition.end),
      ],
      [names, rows, rest],
    );
  });
}

for (const line of [
  "~LST(",
  "~LST()",
  "~LST(A)",
  "~LST({A,B})",
  "~LST(A,a b)",
  '~LST(A,"a b",c)',
  "~LST(A,${B})",
  "~LST({A,B},{1,2},{3,4)",
  "~LST({A,B},{1,2,3})",
  "~LST(A,{1,2})",
  "~LST(A,b",
]) {
  void test(`${line} is refused, without quoting what might be a password`, () => {
    const reading = readList(line);
    assert(reading?.kind === "invalid");
    assert.match(reading.message, /^(?:Invalid ~LST specification|~LST specification has too many values)$/u);
  });
}

void test("other lines begin with no list", () => {
  for (const line of ["~LSTx(A,a)", "~SEQ(A,1)", "LST(A,a)", "~lst(A,a)"]) assert.equal(readList(line), undefined);
});
