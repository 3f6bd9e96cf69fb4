import assert from "node:assert/strict";
import { test } from "node:test";
import {
  noon,
  sampleDocument,
  sampleInstance,
  sampleRecord,
  sampleTracker,
  sampleServer,
  sampleService,
} from "../samples.ts";
import { clean } from "./clean.ts";
import { troubles } from "./health.ts";
import { parseLength, printLength } from "./lengths.ts";
import { printPriority } from "./priority.ts";
import { topScreen } from "./top-screen.ts";
import { afterKey, firstView, keptEvents, withDocument, withEvent } from "./top-view.ts";

const second = 1_000_000;

test("lengths of time have two units, and a tenth of a second below ten", () => {
  const lengths = [-1, 0, 0.04, 0.3, 9.94, 9.96, 59.9, 60, 754, 3_600, 11_520, 86_400, 183_600, 100 * 86_400];
  assert.deepEqual(
    lengths.map((length) => printLength(length * second)),
    [
      "0.0 s",
      "0.0 s",
      "0.0 s",
      "0.3 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min",
      "12 min 34 s",
      "1 h",
      "3 h 12 min",
      "1 d",
      "2 d 3 h",
      "100 d",
    ],
  );
});

test("lengths of time are read as people write them", () => {
  const texts = ["90s", "10m", "10min", "1h30m", "2d", "", "10", "m", "1.5h", "10 m", "-5m"];
  assert.deepEqual(
    texts.map((text) => {
      const length = parseLength(text);
      return length === undefined ? undefined : length / second;
    }),
    [90, 600, 600, 5_400, 172_800, undefined, undefined, undefined, undefined, undefined, undefined],
  );
});

function sum(priority: number, basePriority: number, ...amounts: readonly number[]): string {
  return printPriority({
    priority,
    basePriority,
    parts: amounts.map((amount, index) => ({ label: `t${index}`, amount })),
  });
}

test("a priority is a sum, and says when it was limited", () => {
  assert.equal(sum(100, 100), "100");
  assert.equal(sum(100, 100, 0), "100");
  assert.equal(sum(80, 100, -20), "100 -20 t0 = 80");
  assert.equal(sum(125, 100, 30, -5), "100 +30 t0 -5 t1 = 125");
  assert.equal(sum(254, 200, 100), "200 +100 t0 = 254 (300, which is out of range)");
});

test("all is well until something is wrong; what somebody wanted is not wrong", () => {
  const maintenance = { since: noon, until: undefined, by: "ada", reason: "" };
  const fine = sampleDocument({
    instances: [sampleInstance(), sampleInstance({ state: "fault", maintenance })],
    services: [sampleService({ servers: [sampleServer({ drained: true, weight: 0 })] })],
  });
  assert.deepEqual(troubles(fine), []);
  const bad = sampleDocument({
    instances: [sampleInstance({ state: "fault" })],
    services: [sampleService({ quorum: "down", servers: [sampleServer({ state: "down" })] })],
    trackers: [sampleTracker(), sampleTracker({ name: "chk", state: "down", isGood: false })],
    silent: ["vrrp"],
  });
  assert.deepEqual(troubles(bad), [
    "the vrrp process does not answer",
    "VI_1 is in FAULT",
    "script chk is down",
    "[192.0.2.100]:tcp:80 has no quorum",
    "1 of 1 servers of [192.0.2.100]:tcp:80 is down",
  ]);
});

test("nothing that came over the wire steers a terminal", () => {
  assert.deepEqual(clean({ a: ["x\u001B[2Jy\n"], b: { c: "\u009Bd" }, n: 1, u: undefined }), {
    a: ["x\u{FFFD}[2Jy\u{FFFD}"],
    b: { c: "\u{FFFD}d" },
    n: 1,
    u: undefined,
  });
});

const many = sampleDocument({
  instances: Array.from({ length: 1_000 }, (_, index) => sampleInstance({ name: `VI_${index}` })),
});
const clock = (): string => "12:00:00";

test("a screen has the size of the terminal, whatever that is", () => {
  for (const rows of [1, 2, 5, 10, 24, 60]) {
    for (const columns of [1, 20, 80, 200]) {
      for (const view of [
        firstView,
        withDocument(firstView, many),
        { ...withDocument(firstView, many), isDetail: true },
      ]) {
        const lines = topScreen(view, { rows, columns }, clock);
        assert.equal(lines.length, rows);
        assert.ok(lines.every(({ text }) => Array.from(text).length <= columns));
      }
    }
  }
});

test("the choice is in sight wherever it goes, and stays within the rows", () => {
  const size = { rows: 24, columns: 80 };
  let view = withDocument(firstView, many);
  for (const key of ["down", "page-down", "last", "down", "page-up", "up", "first", "up"] as const) {
    view = afterKey(view, key, 10);
    const chosen = topScreen(view, size, clock).filter(({ tone }) => tone === "selected");
    assert.equal(chosen.length, 1, key);
    assert.ok(chosen[0]?.text.startsWith(`VI_${view.selected} `), key);
  }
  assert.equal(view.selected, 0);
  view = withDocument(afterKey(view, "last", 10), sampleDocument({ instances: [sampleInstance()] }));
  assert.equal(view.selected, 0, "fewer rows than before");
});

test("details open, move and close; without rows there are none", () => {
  assert.equal(afterKey(firstView, "enter", 10).isDetail, false);
  const open = afterKey(withDocument(firstView, many), "enter", 10);
  assert.equal(open.isDetail, true);
  assert.equal(afterKey(open, "down", 10).scroll, 1);
  assert.equal(afterKey(open, "first", 10).scroll, 0);
  assert.equal(afterKey(afterKey(open, "down", 10), "back", 10).isDetail, false);
});

test("a display keeps the last events", () => {
  let view = firstView;
  for (let id = 1; id <= keptEvents + 5; id += 1) {
    view = withEvent(view, sampleRecord(id));
  }
  assert.equal(view.events.length, keptEvents);
  assert.equal(view.events[0]?.id, 6);
});
