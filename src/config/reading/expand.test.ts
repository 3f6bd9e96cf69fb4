import assert from "node:assert/strict";
import { test } from "node:test";

import { BuiltIns } from "./built-in.ts";
import { expandLine, lookupIn } from "./expand.ts";
import { makeDefinition, setParameter } from "./parameters.ts";

const builtIns = new BuiltIns({
  configId: "node1",
  variable: (name) => (name === "HOME" ? "/root" : undefined),
  randomSeed: 1,
});
builtIns.directory = "/etc/keepalived";
const block = { path: "a.conf", text: "one\ntwo" };
const lookup = lookupIn(
  new Map([
    ["A", setParameter("A", "1", undefined)],
    ["B", setParameter("B", "${A}", undefined)],
    ["EMPTY", setParameter("EMPTY", "", undefined)],
    [
      "BLOCK",
      makeDefinition(
        "BLOCK",
        [0, 4].map((start) => ({ source: block, start, end: start + 3 })),
        true,
      ),
    ],
    ["_INSTANCE", setParameter("_INSTANCE", "mine", undefined)],
  ]),
  builtIns,
);

function expand(text: string): string | undefined {
  return expandLine({ source: { path: "a.conf", text }, start: 0, end: text.length }, lookup)?.text;
}

for (const [line, expected] of [
  ["x $A y", "x 1 y"],
  ["x$A", "x1"],
  ["x$A\ty", "x1\ty"],
  ["x${A}y${A}", "x1y1"],
  ['"$A ${A}"', '"1 1"'],
  ["$A$A", "$A1"],
  ["x${B}", "x${A}"],
  ["a${EMPTY}b", "ab"],
  ["x${${A}}", "x${1}"],
  ["${_PWD}/x", "/etc/keepalived/x"],
  ["${_INSTANCE}", "mine"],
  ["${_ENV HOME}", "/root"],
  ["a${_HASH}b${_BANG}", "a#b!"],
  ["${_RANDOM 7 7}", "7"],
  ["x ${BLOCK}", "x one"],
] as const) {
  void test(`${line} becomes ${expected}`, () => assert.equal(expand(line), expected));
}

for (const line of [
  "no parameter",
  "$",
  "$$ ${} ${",
  "$A.b",
  '"$A"',
  "$A=2",
  "${A }",
  "${ A}",
  "${A",
  "$a",
  "$1A",
  "${UNDEFINED}",
  "${_ENV NOTHING}",
  "${_ENV}",
  "${_ENV HOME x}",
  "${_PWD x}",
  "${_RANDOM a}",
  "${_RANDOM -5 3}",
  "$BLOCK x",
  "${BLOCK}.",
]) {
  void test(`${line} stays`, () => assert.equal(expand(line), undefined));
}

function draw(): string | undefined {
  return expand("${_RANDOM 10 12}${_RANDOM}");
}

void test("random numbers are in their range and come again with their seed", () => {
  builtIns.seed(5);
  const first = [draw(), draw(), draw()];
  builtIns.seed(5);
  assert.deepEqual([draw(), draw(), draw()], first);
  for (let count = 0; count < 100; count++) {
    assert.match(expand("${_RANDOM 12 10}") ?? "", /^1[012]$/u);
    assert(Number(expand("${_RANDOM 40000}")) === 40_000);
  }
});

void test("the stretches say what each part was made of", () => {
  const text = "ab $A c${EMPTY}";
  const expanded = expandLine(
    { source: { path: "a.conf", text: `--${text}` }, start: 2, end: 2 + text.length },
    lookup,
  );
  assert.deepEqual(
    expanded?.stretches.map(({ start, from, to, parameter }) => [start, from, to, parameter?.name]),
    [
      [0, 2, 5, undefined],
      [3, 5, 7, "A"],
      [4, 7, 9, undefined],
      [6, 9, 17, "EMPTY"],
    ],
  );
});

void test("the further lines of a parameter come with the place of its use", () => {
  const source = { path: "a.conf", text: "x $BLOCK" };
  const { following } = expandLine({ source, start: 0, end: 8 }, lookup) ?? {};
  assert.deepEqual(
    following?.lines.map(({ text }) => text),
    ["two"],
  );
  assert.deepEqual(following?.use, { source, start: 2, end: 8 });
});
