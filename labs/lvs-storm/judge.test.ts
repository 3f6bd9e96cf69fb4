import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, milliseconds, type Instant } from "../../src/base/time.ts";
import { delaysOf, findUnfair, judge } from "./judge.ts";

const at = (time: number): Instant => instant(time * 1000);

/** Milliseconds: it dies at 1000, that is known at 1100, and it lives again from 1500 on, which is known at 1600. */
const fate = {
  deaths: [{ server: "a", died: at(1000), reopened: at(1500) }],
  beliefs: [
    { server: "a", time: at(1100), isAlive: false },
    { server: "a", time: at(1600), isAlive: true },
  ],
};

test("requests to the dead: nobody could know, a little late, too late, and none of it", () => {
  const arrivals = [900, 1050, 1120, 1200, 1510].map((time) => ({ server: "a", time: at(time) }));
  const others = arrivals.map(({ time }) => ({ server: "b", time }));
  const { unlucky, misled } = judge([...arrivals, ...others], fate);
  assert.deepEqual([unlucky, misled], [1, [{ server: "a", known: milliseconds(100) }]]);
  assert.deepEqual(delaysOf(fate), [milliseconds(100)]);
});

test("a death is known at once where the server was believed to be dead before", () => {
  const early = { ...fate, beliefs: [{ server: "a", time: at(950), isAlive: false }] };
  const { unlucky, misled } = judge([{ server: "a", time: at(1051) }], early);
  assert.deepEqual([unlucky, misled], [0, [{ server: "a", known: milliseconds(51) }]]);
});

test("connections break with their server, or unfairly", () => {
  const fair = { server: "a", since: 990, at: 1001, why: "ECONNRESET" };
  const unfair = [
    { server: "a", since: 900, at: 950, why: "ECONNRESET" },
    { server: "b", since: 990, at: 1001, why: "ECONNRESET" },
    { server: "a", since: 1700, at: 1701, why: "ECONNRESET" },
  ];
  const found = findUnfair([fair, ...unfair], fate);
  assert.deepEqual(
    found.map(({ server, since, at: seen, why }) => ({ server, since, at: seen, why })),
    unfair,
  );
  assert.deepEqual([found[2]?.returned, found[2]?.before.at(-1)], ["0.202s before", "a believed alive 0.102s before"]);
});
