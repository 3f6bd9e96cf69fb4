import assert from "node:assert/strict";
import { test } from "node:test";

import { compareSpans, isBefore, lineAround, lineText, positionAt, spanBetween, writtenSpan } from "./source.ts";
import type { Source, Span } from "./source.ts";

const source: Source = { path: "a.conf", text: "one\r\n\ntwo three" };

void test("offsets become lines and columns that count from 1", () => {
  const positions = [0, 3, 5, 6, 10, 15].map((offset) => positionAt(source, offset));
  assert.deepEqual(
    positions.map(({ line, column }) => `${line}:${column}`),
    ["1:1", "1:4", "2:1", "3:1", "3:5", "3:10"],
  );
});

void test("a line is shown without its line end", () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((line) => lineText(source, line)),
    ["one", "", "two three", ""],
  );
});

void test("spans are joined and ordered by where they begin", () => {
  const first = { source, start: 6, end: 9 };
  const last = { source, start: 10, end: 15 };
  assert.deepEqual(spanBetween(first, last), { source, start: 6, end: 15 });
  assert.equal(isBefore(first, last), true);
  assert.equal(isBefore(last, first), false);
});

const file: Source = { path: "a.conf", text: "$A=x\none $A two" };
const parameter = { name: "A", text: "x y", place: { source: file, start: 3, end: 4 }, repeated: false };

/** The second line of the file, with its parameter replaced. */
const expanded: Source = {
  path: "a.conf",
  text: "one x y two",
  origin: {
    kind: "expansion",
    place: { source: file, start: 5, end: 15 },
    order: 1,
    depth: 1,
    stretches: [
      { start: 0, from: 5, to: 9, parameter: undefined },
      { start: 4, from: 9, to: 11, parameter },
      { start: 7, from: 11, to: 15, parameter: undefined },
    ],
  },
};

function included(place: Span, order: number, depth: number): Source {
  return { path: `${order}.conf`, text: "a\nb", origin: { kind: "include", place, order, depth } };
}

/** What is written for a part of the expanded line. */
function written(start: number, end: number): string {
  const span = writtenSpan({ source: expanded, start, end });
  return span.source.text.slice(span.start, span.end);
}

void test("a part of an expanded line is written as the same text, or as the use of a parameter", () => {
  assert.deepEqual(
    [written(0, 3), written(4, 7), written(6, 7), written(8, 11), written(0, 7), written(5, 9), written(0, 11)],
    ["one", "$A", "$A", "two", "one $A", "$A t", "one $A two"],
  );
  for (const [offset, column] of [
    [0, 1],
    [3, 4],
    [7, 7],
    [11, 11],
  ] as const) {
    assert.deepEqual(positionAt(expanded, offset), { line: 2, column });
  }
});

void test("the line around a place is the expanded one, where there is one", () => {
  assert.equal(lineAround({ source: expanded, start: 9, end: 10 }), "one x y two");
  assert.equal(lineAround({ source: file, start: 9, end: 10 }), "one $A two");
});

void test("places are in the order of reading, whatever file they are in", () => {
  const outer = included({ source: file, start: 9, end: 11 }, 2, 1);
  const places: readonly Span[] = [
    { source: file, start: 0, end: 1 },
    { source: expanded, start: 0, end: 1 },
    { source: expanded, start: 4, end: 5 },
    { source: outer, start: 0, end: 1 },
    { source: included({ source: outer, start: 0, end: 1 }, 3, 2), start: 2, end: 3 },
    { source: outer, start: 2, end: 3 },
    { source: included({ source: file, start: 9, end: 11 }, 4, 1), start: 0, end: 1 },
    { source: file, start: 12, end: 13 },
  ];
  for (const [index, place] of places.entries()) {
    for (const [other, otherPlace] of places.entries()) {
      assert.equal(Math.sign(compareSpans(place, otherPlace)), Math.sign(index - other), `${index} ${other}`);
    }
  }
});
