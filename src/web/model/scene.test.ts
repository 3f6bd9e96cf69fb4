import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Entry, PictureEffect, RehearsalDocument } from "../../rehearse/picture/document.ts";
import type { Scene } from "../../rehearse/picture/scene.ts";
import { assessRehearsal, describeEffect, describeRehearsal, judge, tellEffects } from "./rehearsal-words.ts";
import { causesAt, courseOf, holderSpans, laneOfScene } from "./scene.ts";
import { printExactSpan, printMoment } from "./words.ts";

const scene: Scene = {
  from: -400_000,
  until: 4_000_000,
  acts: [{ at: 0, text: "node1 dies" }],
  rows: [
    {
      service: 0,
      holders: [
        { from: -400_000, owners: ["node1"] },
        { from: 0, owners: [] },
        { from: 3_641_000, owners: ["node2"] },
      ],
      lanes: [
        {
          node: "node1",
          instance: "VI_1",
          states: [
            { from: -400_000, state: "master", why: undefined },
            { from: 0, state: "gone", why: "node1 dies" },
          ],
        },
        {
          node: "node2",
          instance: "VI_1",
          states: [
            { from: -400_000, state: "backup", why: undefined },
            { from: 3_641_000, state: "master", why: "no advert" },
          ],
        },
      ],
    },
  ],
  omitted: 0,
};

const effect: PictureEffect = {
  service: 0,
  before: ["node1"],
  after: ["node2"],
  nobody: 3_641_000,
  expectedNobody: 3_133_000,
  several: 0,
  settledAfter: 3_641_000,
  why: "no advert",
};

function entry(change: Partial<Entry>): Entry {
  return { kind: "failure", text: "node1 dies", effects: [], findings: [], scene, expectations: [], ...change };
}

function rehearsal(change: Partial<RehearsalDocument>): RehearsalDocument {
  return {
    format: 1,
    kind: "rehearsal",
    nodes: ["node1", "node2"],
    services: [{ label: "192.0.2.1", addresses: ["192.0.2.1"], instances: {} }],
    segments: [],
    entries: [entry({ effects: [effect] })],
    interruptions: [
      { worst: { entry: 0, isLasting: false, nobody: 3_641_000, expected: 3_133_000 }, byTracking: undefined },
    ],
    findings: [],
    balancing: { virtualServers: [], failures: [] },
    pairs: { tried: 0, leftOut: 0 },
    ...change,
  };
}

void describe("a scene", () => {
  void test("is lanes like those of the live page", () => {
    const [, second] = scene.rows[0]?.lanes ?? [];
    assert.ok(second !== undefined);
    const { segments } = laneOfScene(second, scene);
    assert.deepEqual(
      segments.map(({ state, from, to }) => [state, from, to]),
      [
        ["backup", -400_000, 3_641_000],
        ["master", 3_641_000, 4_000_000],
      ],
    );
    assert.deepEqual(
      segments[1]?.record?.causes.map(({ text }) => text),
      ["no advert", "node1 dies, 3.641 s before"],
    );
  });

  void test("goes on from one holder to the next, without gaps", () => {
    const [row] = scene.rows;
    assert.ok(row !== undefined);
    assert.deepEqual(
      holderSpans(row, scene).map(({ from, to }) => [from, to]),
      [
        [-400_000, 0],
        [0, 3_641_000],
        [3_641_000, 4_000_000],
      ],
    );
  });

  void test("in words: what was done comes first, then the states, then who has what", () => {
    assert.deepEqual(
      courseOf(scene).map(({ at, kind }) => `${at} ${kind}`),
      ["0 act", "0 state", "0 owners", "3641000 state", "3641000 owners"],
    );
  });

  void test("a cause is not told twice, and what happens at once is not before", () => {
    assert.deepEqual(causesAt(0, "node1 dies", scene.acts), ["node1 dies"]);
    assert.deepEqual(causesAt(0, "started", scene.acts), ["started", "node1 dies"]);
    assert.deepEqual(causesAt(-1, "started", scene.acts), ["started"]);
  });
});

void describe("the words of a rehearsal", () => {
  void test("how bad it is: lost, two at once, a gap, a move, nothing", () => {
    const word = (change: Partial<PictureEffect>): string =>
      judge(entry({ effects: [{ ...effect, ...change }] }), 1).word;
    assert.equal(word({ after: [] }), "lost");
    assert.equal(word({ after: ["node1", "node2"] }), "several");
    assert.equal(word({}), "3.641 s");
    assert.equal(word({ nobody: 0 }), "moves");
    assert.equal(word({ before: [] }), "moves");
    assert.equal(judge(entry({}), 1).word, "nothing moves");
  });

  void test("what there is to say of an effect", () => {
    assert.equal(describeEffect(effect), "nobody for up to 3.641 s, 3.133 s on average");
    assert.equal(describeEffect({ ...effect, after: [] }), "nobody has it from then on");
    assert.equal(describeEffect({ ...effect, nobody: 0, settledAfter: 691_000, several: 50_000 }), "after 691 ms");
    assert.equal(describeEffect({ ...effect, nobody: 0, settledAfter: 0, several: 2e6 }), "two at once for 2 s");
  });

  void test("what happens alike is told once", () => {
    const other = { ...effect, service: 2, nobody: 1 };
    const tales = tellEffects([effect, { ...effect, service: 1 }, other]);
    assert.deepEqual(
      tales.map(({ services }) => services),
      [[0, 1], [2]],
    );
    assert.equal(tales[0]?.owners, "node1 → node2");
  });

  void test("the whole in a sentence: the worst first", () => {
    assert.deepEqual(assessRehearsal(rehearsal({})), {
      level: "good",
      sentence: "At worst nobody has 192.0.2.1 for 3.641 s: when node1 dies.",
    });
    const lasting = { worst: { entry: 0, isLasting: true, nobody: 9, expected: 9 }, byTracking: undefined };
    assert.deepEqual(assessRehearsal(rehearsal({ interruptions: [lasting] })), {
      level: "bad",
      sentence: "192.0.2.1 is lost when node1 dies.",
    });
    const findings = [{ severity: "warning", text: "", cure: undefined }] as const;
    assert.equal(assessRehearsal(rehearsal({ findings })).level, "attention");
    assert.equal(describeRehearsal(rehearsal({ findings })), "1 failure on 2 nodes: 1 warning.");
    const expectations = [{ line: 1, text: "", isMet: false, detail: "", at: undefined }];
    const story = rehearsal({ kind: "stories", entries: [entry({ kind: "story", expectations })] });
    assert.deepEqual(assessRehearsal(story), { level: "bad", sentence: "The story does not end as expected." });
  });

  void test("times to a millisecond", () => {
    assert.deepEqual([3_640_625, 50_200, 100, 0].map(printExactSpan), ["3.641 s", "50 ms", "100 µs", "0 µs"]);
    assert.deepEqual([0, 3_640_625, -500_000].map(printMoment), ["0 s", "+3.641 s", "−0.5 s"]);
  });
});
