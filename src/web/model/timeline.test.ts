import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { EventRecord } from "../../status/live/event-record.ts";
import { mergeNodes } from "./cluster.ts";
import { findHandovers } from "./handovers.ts";
import { hearSign } from "./node-view.ts";
import { sampleDocument, sampleInstance, sampleNode, sampleSilence, sampleTransition } from "./samples.ts";
import { laneOf, type Lane } from "./timeline.ts";

const instance = sampleInstance({ state: "master" });

function daemonRecord(id: number, at: number, kind: "daemon-started" | "daemon-stopped"): EventRecord {
  const event = kind === "daemon-started" ? { kind, version: "", configuration: "" } : { kind, status: 0 };
  return { ...sampleTransition(id, at, ["init", "init"]), process: "supervisor", event, subject: undefined };
}

type TransitionEvent = Extract<EventRecord["event"], { readonly kind: "instance-state" }>;

function transitionOf({ event }: EventRecord): TransitionEvent {
  assert.ok(event.kind === "instance-state" && "cause" in event);
  return event;
}

/** "backup 0-9 master 9-20", in seconds. */
function print({ segments }: Lane): string {
  return segments.map(({ state, from, to }) => `${state} ${from / 1e6}-${to / 1e6}`).join(" ");
}

function lane(records: readonly EventRecord[], heardAt = 20): string {
  return print(laneOf(sampleNode("a", sampleDocument("a", [instance]), records, heardAt), instance, 0, 20e6));
}

void describe("the life of an instance", () => {
  void test("without any event it is in its state since the document says so", () => {
    const known = sampleInstance({ state: "master", since: 5e6 });
    const node = sampleNode("a", sampleDocument("a", [known]), [], 20);
    assert.equal(print(laneOf(node, known, 0, 20e6)), "master 5-20");
  });

  void test("before the first event it was in the state that it left", () => {
    assert.equal(lane([sampleTransition(1, 9, ["backup", "master"])]), "backup 0-9 master 9-20");
  });

  void test("a daemon that stops is gone until it starts", () => {
    const records = [
      sampleTransition(1, 2, ["backup", "master"]),
      daemonRecord(2, 5, "daemon-stopped"),
      daemonRecord(3, 8, "daemon-started"),
      sampleTransition(4, 9, ["init", "backup"]),
    ];
    assert.equal(lane(records), "backup 0-2 master 2-5 gone 5-8 init 8-9 backup 9-20");
  });

  void test("a daemon that was killed is gone since it was heard last", () => {
    const before = sampleNode("a", undefined, [sampleTransition(1, 2, ["backup", "master"])], 5);
    const node = hearSign(before, 12e6);
    const records = [
      ...node.records,
      daemonRecord(2, 11, "daemon-started"),
      sampleTransition(3, 12, ["init", "backup"]),
    ];
    const printed = print(laneOf({ ...node, records, heardAt: 20e6 }, instance, 0, 20e6));
    assert.equal(printed, "backup 0-2 master 2-5 gone 5-11 init 11-12 backup 12-20");
  });

  void test("who is kept out by an operator is not in fault, nor was it when it comes back; nor is its group", () => {
    const reasons = [{ kind: "maintenance", by: "anna", reason: "" }] as const;
    const own = { kind: "fault", reasons } as const;
    const group = { kind: "group", group: "VG_1", member: "VI_2", because: own } as const;
    const goes = (id: number, at: number, cause: typeof own | typeof group): EventRecord => {
      const record = sampleTransition(id, at, ["master", "fault"]);
      return { ...record, process: "vrrp", event: { ...transitionOf(record), cause } };
    };
    const comes = sampleTransition(2, 9, ["fault", "backup"]);
    const back: EventRecord = {
      ...comes,
      process: "vrrp",
      event: { ...transitionOf(comes), cause: { kind: "recovered", reasons } },
    };
    assert.equal(lane([goes(1, 4, own), back]), "master 0-4 maintenance 4-9 backup 9-20");
    assert.equal(lane([goes(1, 4, group)]), "master 0-4 maintenance 4-20");
    assert.equal(lane([back]), "maintenance 0-9 backup 9-20");
    assert.equal(lane([sampleTransition(1, 4, ["master", "fault"])]), "master 0-4 fault 4-20");
  });

  void test("what is not heard is not taken for the present", () => {
    assert.equal(lane([sampleTransition(1, 2, ["backup", "master"])], 15), "backup 0-2 master 2-15 unheard 15-20");
  });

  void test("other events about it are marks", () => {
    const record: EventRecord = { ...daemonRecord(1, 4, "daemon-started"), subject: "VI_1", severity: "warning" };
    const node = sampleNode("a", undefined, [record], 20);
    assert.deepEqual(
      laneOf(node, instance, 0, 20e6).marks.map(({ at }) => at),
      [4e6],
    );
  });
});

void describe("hand-overs", () => {
  const documents = ["a", "b"].map((name) => sampleDocument(name, [sampleInstance()]));
  const find = (ofA: readonly EventRecord[], ofB: readonly EventRecord[]): readonly string[] => {
    const nodes = [sampleNode("a", documents[0], ofA), sampleNode("b", documents[1], ofB)];
    return findHandovers(mergeNodes(nodes, 0)).map(
      ({ kind, from, to, at, gap }) =>
        `${at / 1e6} ${kind} ${from ?? "-"} ${to} ${gap === undefined ? "-" : gap / 1e6}`,
    );
  };

  void test("a master that falls silent: the gap is that of the adverts", () => {
    const first = sampleTransition(1, 1, ["backup", "master"], [{ kind: "timeout", text: "", details: {} }]);
    const second = sampleTransition(1, 9, ["backup", "master"], [sampleSilence("192.0.2.1", 0.3)]);
    assert.deepEqual(find([first], [second]), ["1 start - a -", "9 fail-over a b 0.3"]);
  });

  void test("a master that resigns: the gap is between what both say, also of a reign that began before", () => {
    const goes = sampleTransition(1, 5, ["master", "fault"]);
    const comes = sampleTransition(1, 5.02, ["backup", "master"], [{ kind: "master-resigned", text: "", details: {} }]);
    assert.deepEqual(find([goes], [comes]), ["5.02 hand-over a b 0.02"]);
  });

  void test("a better one comes back", () => {
    const goes = sampleTransition(2, 7.001, ["master", "backup"]);
    const first = sampleTransition(1, 1, ["backup", "master"]);
    const comes = sampleTransition(1, 7, ["backup", "master"], [{ kind: "preempted", text: "", details: {} }]);
    assert.deepEqual(find([comes], [first, goes]), ["1 start - b -", "7 take-over by priority b a -"]);
  });
});
