import assert from "node:assert/strict";
import { test } from "node:test";

import type { Source, Span } from "../source.ts";
import { isWritten, placeOf, stepsTo } from "./place.ts";

const main: Source = { path: "main.conf", text: "include part.conf\n" };
const part: Source = {
  path: "part.conf",
  text: "$PRIO=300\n  priority $PRIO\n",
  origin: { kind: "include", place: { source: main, start: 0, end: 17 }, order: 1, depth: 1 },
};
/** "  priority 300", made of the second line of part.conf. */
const expanded: Source = {
  path: "part.conf",
  text: "  priority 300",
  origin: {
    kind: "expansion",
    place: { source: part, start: 10, end: 26 },
    order: 2,
    depth: 2,
    stretches: [
      { start: 0, from: 10, to: 21, parameter: undefined },
      {
        start: 11,
        from: 21,
        to: 26,
        parameter: { name: "PRIO", text: "300", place: { source: part, start: 0, end: 9 }, repeated: false },
      },
    ],
  },
};

const keyword: Span = { source: expanded, start: 2, end: 10 };
const value: Span = { source: expanded, start: 11, end: 14 };
const included = {
  kind: "include",
  place: { file: "main.conf", start: { line: 1, column: 1 }, end: { line: 1, column: 18 } },
};

void test("the place of an expanded text is what is written for it", () => {
  assert.deepEqual(placeOf(keyword), {
    file: "part.conf",
    start: { line: 2, column: 3 },
    end: { line: 2, column: 11 },
  });
  assert.deepEqual(placeOf(value), { file: "part.conf", start: { line: 2, column: 12 }, end: { line: 2, column: 17 } });
});

void test("the steps to a place: its parameters, then the lines that include its file", () => {
  assert.deepEqual(stepsTo({ source: main, start: 0, end: 7 }), []);
  assert.deepEqual(stepsTo({ source: part, start: 0, end: 9 }), [included]);
  assert.deepEqual(stepsTo(keyword), [included]);
  const parameter = {
    kind: "parameter",
    name: "PRIO",
    place: { file: "part.conf", start: { line: 1, column: 1 }, end: { line: 1, column: 10 } },
  };
  assert.deepEqual(stepsTo(value), [parameter, included]);
  // An empty span, as where something is missing, belongs to what is before it.
  assert.deepEqual(stepsTo({ source: expanded, start: 14, end: 14 }), [parameter, included]);
});

void test("only what is in a file as it is can be replaced there", () => {
  assert.equal(isWritten(value), false);
  assert.equal(isWritten(keyword), true);
  assert.equal(isWritten({ source: part, start: 12, end: 20 }), true);
});
