import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { noClock, readClock } from "./clock.ts";
import { mergeNodes } from "./cluster.ts";
import { EventStreamParser, eventLimit } from "./event-stream.ts";
import { matches, splitWords } from "./filter.ts";
import { quantile } from "./measures.ts";
import { hearDocument, hearing, hearRecords, hearSign, keptRecords, newNode } from "./node-view.ts";
import { delayAfter } from "./patience.ts";
import { listRows, rowOffsets, visibleRows } from "./rows.ts";
import { sampleDocument, sampleInstance, sampleNode, sampleTransition } from "./samples.ts";
import { edges, pan, show, ticks, zoom } from "./time-window.ts";
import { printAge, printCount, printList, printPriority, printSpan } from "./words.ts";

void describe("a stream of server-sent events", () => {
  void test("comes in pieces of any size", () => {
    const text = ': hello\n\nid: 7\nevent: record\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: x\n\n';
    const expected = [
      { id: "7", name: "record", data: '{"a":\n1}' },
      { id: "7", name: "message", data: "x" },
    ];
    for (const size of [1, 2, 3, 1_000]) {
      const parser = new EventStreamParser();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "gu")) ?? [];
      assert.deepEqual(
        pieces.flatMap((piece) => parser.take(piece)),
        expected,
        `pieces of ${size}`,
      );
    }
  });

  void test("an event without an end is refused", () => {
    const parser = new EventStreamParser();
    assert.throws(() => parser.take("data: ".padEnd(eventLimit + 10, "x")), RangeError);
  });
});

function document(startedAt: number): StatusDocument {
  const made = sampleDocument("a", []);
  return { ...made, daemon: { ...made.daemon, startedAt } };
}

function record(id: number, at: number): EventRecord {
  return sampleTransition(id, at, ["backup", "master"]);
}

void describe("what is known of a node", () => {
  void test("doubles are passed over, and the oldest go", () => {
    const records = Array.from({ length: keptRecords + 2 }, (_, id) => sampleTransition(id, id, ["backup", "master"]));
    const node = hearRecords(hearRecords(newNode(""), records.slice(0, 3), 0), records, 0);
    assert.equal(node.records.length, keptRecords);
    assert.equal(node.records[0]?.id, 2);
  });

  void test("a daemon that was started anew may count on or anew: what is known is not told twice", () => {
    const before = hearDocument(hearRecords(newNode(""), [record(7, 7), record(8, 8)], 0), document(1), 0, 0);
    assert.equal(hearDocument(before, document(1), 0, 0).lastId, 8);
    const after = hearDocument(before, document(record(1, 9).wall), 0, 0);
    assert.deepEqual([after.lastId, after.epoch], [undefined, 1]);
    const known = (records: readonly EventRecord[]): readonly number[] =>
      hearRecords(after, records, 0).records.map(({ id }) => id);
    assert.deepEqual(known([record(1, 9), record(2, 10)]), [7, 8, 1, 2]);
    assert.deepEqual(known([record(8, 8), record(9, 9)]), [7, 8, 9]);
  });

  void test("a daemon whose numbers begin anew is heard from its beginning, also when its events came before its document", () => {
    const told = Array.from({ length: 9 }, (_, index) => record(index + 1, index + 9));
    const before = hearDocument(hearRecords(newNode(""), [record(7, 7), record(8, 8)], 0), document(1), 0, 0);
    const after = hearDocument(hearRecords(before, told.slice(8), 0), document(record(1, 9).wall), 0, 0);
    assert.deepEqual(
      hearRecords(after, told, 0).records.map(({ id }) => id),
      [7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  });

  void test("is live, then stale; the silence is remembered when it ends", () => {
    const node = { ...hearSign(newNode(""), 1e6), isStreaming: true };
    assert.deepEqual(hearing(newNode(""), 0), { kind: "never" });
    assert.deepEqual(hearing(node, 4e6), { kind: "live" });
    assert.deepEqual(hearing({ ...node, isStreaming: false }, 2e6), { kind: "reconnecting" });
    assert.deepEqual(hearing(node, 9e6), { kind: "stale", since: 8e6 });
    assert.deepEqual(hearSign(node, 9e6).silences, [{ from: 1e6, to: 9e6 }]);
    assert.equal(hearDocument({ ...node, problem: "lost" }, sampleDocument("a", []), 0, 2e6).problem, undefined);
  });

  void test("a clock is judged by the freshest document, and a small difference is none", () => {
    assert.equal(readClock(noClock, 900_000, 0, 0).ahead, 0);
    const off = readClock(readClock(noClock, 60e6, 0, 0), 59e6, 0, 0);
    assert.equal(off.ahead, 60e6);
  });
});

void describe("the list", () => {
  const grouped = sampleInstance({ name: "VI_2", vrid: 52, group: "VG", addresses: [] });
  const nodes = [sampleNode("a", sampleDocument("a", [sampleInstance({ state: "fault" }), grouped]))];
  const cluster = mergeNodes(nodes, 0);

  void test("groups come first, with their members", () => {
    assert.deepEqual(
      listRows(cluster, [], "all").map((row) => (row.kind === "group" ? row.name : row.router.name)),
      ["VG", "VI_2", "VI_1"],
    );
  });

  const found = (query: string, choice: "all" | "attention" = "all"): readonly string[] =>
    cluster.routers.filter((router) => matches(router, splitWords(query), choice)).map(({ name }) => name);

  void test("every word is to be found", () => {
    assert.deepEqual(found("192.0.2.100"), ["VI_1"]);
    assert.deepEqual(found("vrid:5"), []);
    assert.deepEqual(found(" ETH0  vrid:52 "), ["VI_2"]);
    assert.deepEqual(found("vg fault"), []);
    assert.deepEqual(found("", "attention"), ["VI_1"]);
  });

  void test("only what is in sight is made", () => {
    const rows = Array.from({ length: 1_000 }, () => listRows(cluster, [], "all")).flat();
    const offsets = rowOffsets(rows, { group: 36, router: 70 });
    assert.equal(offsets.at(-1), 1_000 * (36 + 140));
    assert.deepEqual(visibleRows(offsets, 0, 100), [0, 2]);
    assert.deepEqual(visibleRows(offsets, 176_000 - 60, 180_000), [2_999, 3_000]);
    assert.deepEqual(visibleRows(offsets, -500, -100), [0, 0]);
    assert.deepEqual(visibleRows([0], 0, 100), [0, 0]);
  });
});

void describe("the part of time that is shown", () => {
  const live = { span: 100e6, end: undefined };

  void test("goes with the present until it is moved away, and again when it gets there", () => {
    assert.deepEqual(edges(live, 98e6), [0, 100e6]);
    const past = pan(live, -0.5, 98e6);
    assert.deepEqual(past, { span: 100e6, end: 50e6 });
    assert.deepEqual(pan(past, 2, 98e6), live);
  });

  void test("what is under the pointer stays there", () => {
    assert.deepEqual(zoom({ span: 100e6, end: 100e6 }, 0.5, 0.5, 500e6), { span: 50e6, end: 75e6 });
    assert.deepEqual(zoom(live, 0.5, 0.1, 0), { span: 50e6, end: undefined });
    assert.equal(zoom(live, 1e-9, 0.5, 0).span, 2e6);
  });

  void test("a moment is brought into sight", () => {
    assert.equal(show(live, 500e6, 510e6), live);
    assert.deepEqual(show(live, 100e6, 510e6).end, 100e6 + 100e6 / 3);
  });

  void test("ticks are round, in local time", () => {
    assert.deepEqual(ticks(0, 60e6, 4, 0), [0, 15e6, 30e6, 45e6, 60e6]);
    assert.deepEqual(ticks(0, 7_200e6, 2, 1_800e6), [1_800e6, 5_400e6]);
  });
});

void test("the next attempt comes later each time, up to a bound", () => {
  assert.deepEqual(
    [0, 1, 4, 50].map((failures) => delayAfter(failures, 0.5)),
    [250, 500, 2_000, 2_000],
  );
});

void test("a quantile is the bound below which so many are", () => {
  const histogram = { bounds: [1, 2, 3], counts: [50, 49, 1, 0], sum: 0 };
  assert.equal(quantile(histogram, 0.99), 2);
  assert.equal(quantile({ ...histogram, counts: [0, 0, 0, 5] }, 0.5), 3);
  assert.equal(quantile({ ...histogram, counts: [0, 0, 0, 0] }, 0.5), undefined);
});

void test("words", () => {
  assert.deepEqual([0, 200, 412_000, 1e6, 3.609e6, 48e6, 192e6, 11_520e6, 90_000e6].map(printSpan), [
    "0 ms",
    "200 µs",
    "412 ms",
    "1 s",
    "3.6 s",
    "48 s",
    "3 min 12 s",
    "3 h 12 min",
    "1 day 1 h",
  ]);
  assert.equal(printAge(3_999_999), "3 s");
  assert.equal(printCount(1_234_567), "1,234,567");
  assert.deepEqual(
    [[], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]].map((names) => printList(names)),
    ["nobody", "a", "a and b", "a, b and c", "a, b and 2 more"],
  );
  const parts = [
    { label: "chk", amount: -20 },
    { label: "eth1", amount: 5 },
  ];
  assert.equal(printPriority({ priority: 85, basePriority: 100, parts }), "100 − 20 chk + 5 eth1 = 85");
});
