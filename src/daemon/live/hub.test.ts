import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { test, type TestContext } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { instant } from "../../base/time.ts";
import type { EventRecord, Reported } from "../../status/live/event-record.ts";
import { Hub, keptRecords } from "./hub.ts";
import { JournalFile } from "./journal-file.ts";
import { readJournal } from "./read-journal.ts";
import { collect, range, stateDirectory } from "./samples.ts";

type Ids = readonly number[];

/** A hub on a journal, and what it has said to the log. */
function open(
  context: TestContext,
  { directory = stateDirectory(context), journal = new JournalFile({ directory }) }: Partial<Place> = {},
): { readonly hub: Hub; readonly directory: string; readonly log: readonly string[] } {
  const log: string[] = [];
  const trouble = (message: string): void => void log.push(message);
  return { hub: new Hub({ journal, directory, now: () => instant(0), trouble }), directory, log };
}

type Place = { readonly directory: string; readonly journal: Pick<JournalFile, "open" | "append" | "close"> };

/** As many events of the vrrp process. */
function news(count: number, lost = 0): Parameters<Hub["hear"]>[1] {
  const reported: Reported = { process: "vrrp", event: { kind: "addresses-set", instance: "VI_1" } };
  const event = { wall: 1, monotonic: 1, pid: 1, ...reported };
  return { kind: "events", events: Array.from({ length: count }, () => event), lost };
}

async function ids(records: AsyncIterable<EventRecord>): Promise<Ids> {
  return (await collect(records)).map(({ id }) => id);
}

/** The first so many numbers of those who follow. */
async function take(records: AsyncIterable<EventRecord>, count: number): Promise<Ids> {
  const taken: number[] = [];
  for await (const { id } of records) {
    taken.push(id);
    if (taken.length === count) break;
  }
  return taken;
}

test("events get numbers, come into the journal and to those who follow, and a later hub goes on", async (context) => {
  const { hub, directory } = open(context);
  const followed = take(hub.records({ follow: true }), 5);
  hub.hear("vrrp", news(2));
  hub.tell({ kind: "stopping" });
  hub.hear("checkers", news(2));
  assert.deepEqual(await followed, range(1, 5));
  await hub.close();
  assert.deepEqual(await ids(readJournal(directory)), range(1, 5));
  const { hub: second } = open(context, { directory });
  assert.deepEqual(await ids(second.records()), range(1, 5));
  second.hear("vrrp", news(1));
  await second.close();
  assert.deepEqual(await ids(readJournal(directory)), range(1, 6));
});

test("who follows from a number on gets all there is, from the journal and from memory, and then what comes", async (context) => {
  const { hub } = open(context);
  const total = keptRecords * 2 + 300;
  hub.hear("vrrp", news(total));
  await take(hub.records({ follow: true }), total);
  const followers = [0, 1, 500, keptRecords + 299, keptRecords + 300, keptRecords + 301, total - 1, total].map(
    async (after) => [after, await take(hub.records({ after, follow: true }), total + 100 - after)] as const,
  );
  for (let sent = 0; sent < 100; sent += 1) {
    hub.hear("vrrp", news(1));
    await turn();
  }
  for (const [after, taken] of await Promise.all(followers)) {
    assert.deepEqual(taken, range(after + 1, total + 100), `after ${after}`);
  }
  await hub.close();
});

test("a number that is still to come, as of a journal that is gone, stands for the last one", async (context) => {
  const { hub } = open(context);
  hub.hear("vrrp", news(3));
  await take(hub.records({ follow: true }), 3);
  const followed = take(hub.records({ after: 5000, follow: true }), 1);
  await turn();
  hub.hear("vrrp", news(1));
  assert.deepEqual(await followed, [4]);
  await hub.close();
});

test("a reader that is slow finds in the journal what memory has forgotten", async (context) => {
  const { hub } = open(context);
  const taken: number[] = [];
  hub.hear("vrrp", news(10));
  for await (const { id } of hub.records({ follow: true })) {
    taken.push(id);
    if (id === 10 || id === 2000) {
      hub.hear("vrrp", news(keptRecords * 2));
      while (hub.lastId < id + keptRecords * 2) await turn();
    }
    if (id === 4000) break;
  }
  assert.deepEqual(taken, range(1, 4000));
  await hub.close();
});

test("the past is asked for by limit and time, from memory or from the journal", async (context) => {
  const { hub } = open(context);
  hub.hear("vrrp", news(keptRecords + 500));
  await take(hub.records({ follow: true }), keptRecords + 500);
  const last = hub.lastId;
  assert.deepEqual(await ids(hub.records({ limit: 3 })), range(last - 2, last));
  assert.deepEqual(await ids(hub.records({ limit: keptRecords + 100 })), range(last - keptRecords - 99, last));
  assert.deepEqual(await ids(hub.records({ limit: 0 })), []);
  assert.deepEqual(await ids(hub.records({ after: last - 5, limit: 3 })), range(last - 2, last));
  assert.deepEqual(await ids(hub.records({ since: 2 })), []);
  hub.tell({ kind: "stopping" });
  await take(hub.records({ after: last, follow: true }), 1);
  assert.deepEqual(await ids(hub.records({ since: 2 })), [last + 1]);
  await hub.close();
});

test("who follows is told when there is nothing more, by the hub or by its own signal", async (context) => {
  const { hub } = open(context);
  const control = new AbortController();
  const first = ids(hub.records({ follow: true }, control.signal));
  const second = ids(hub.records({ follow: true }));
  hub.hear("vrrp", news(3));
  await take(hub.records({ follow: true }), 3);
  control.abort();
  assert.deepEqual(await first, range(1, 3));
  await hub.close();
  assert.deepEqual(await second, range(1, 3));
});

test("what was lost on the way is said before what came after it", async (context) => {
  const { hub } = open(context);
  hub.hear("vrrp", news(1, 7));
  const [lost] = await collect(follow(hub, 2));
  assert.deepEqual(lost?.event, { kind: "records-lost", of: "vrrp", count: 7 });
  await hub.close();
});

test("a torn end of the journal is said", async (context) => {
  const directory = stateDirectory(context);
  mkdirSync(directory);
  writeFileSync(`${directory}/events.jsonl`, '{"crc":"00000000","id"');
  const { hub } = open(context, { directory });
  hub.hear("vrrp", news(1));
  const told = await collect(follow(hub, 2));
  assert.deepEqual(
    told.map(({ event }) => event.kind),
    ["addresses-set", "records-lost"],
  );
  await hub.close();
});

test("a journal that cannot be had costs one line in the log, and records go on", async (context) => {
  const directory = stateDirectory(context);
  writeFileSync(directory, "not a directory");
  const { hub, log } = open(context, { directory });
  hub.hear("vrrp", news(2));
  hub.hear("vrrp", news(2));
  assert.deepEqual(await take(hub.records({ follow: true }), 4), range(1, 4));
  assert.equal(log.length, 1);
  assert.match(log[0] ?? "", /Cannot keep events in .* \(EEXIST\): .* --state-dir/u);
  await hub.close();
});

test("a full disk costs one line in the log; what the journal lacks is counted, and said in it later", async (context) => {
  const directory = stateDirectory(context);
  const file = new JournalFile({ directory });
  let isFull = false;
  const journal = {
    open: async () => file.open(),
    close: async () => file.close(),
    append: async (records: readonly EventRecord[]) => {
      if (isFull) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      await file.append(records);
    },
  };
  const { hub, log } = open(context, { directory, journal });
  const all = take(hub.records({ follow: true }), 7);
  hub.hear("vrrp", news(2));
  await take(hub.records({ follow: true }), 2);
  isFull = true;
  hub.hear("vrrp", news(1));
  await take(hub.records({ after: 2, follow: true }), 1);
  hub.hear("vrrp", news(2));
  await take(hub.records({ after: 3, follow: true }), 2);
  isFull = false;
  hub.hear("vrrp", news(1));
  assert.deepEqual(await all, range(1, 7), "records go on to who follows");
  assert.deepEqual(log, [
    "Cannot write to the journal of events (ENOSPC): it lacks what comes",
    "The journal of events is written again: it lacks 3",
  ]);
  await hub.close();
  const written = await collect(readJournal(directory));
  assert.deepEqual(
    written.map(({ id }) => id),
    [1, 2, 6, 7],
  );
  assert.deepEqual(written.at(-1)?.event, { kind: "records-lost", of: "supervisor", count: 3 });
  assert.deepEqual(await ids(open(context, { directory }).hub.records({ after: 2 })), [6, 7]);
});

test("a disk that is stuck does not keep records from those who follow", async (context) => {
  const directory = stateDirectory(context);
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const stuck: (() => void)[] = [];
  const journal = {
    open: async () => ({ lastId: 0, torn: 0 }),
    close: async () => undefined,
    append: async () =>
      new Promise<void>((resolve) => {
        stuck.push(resolve);
      }),
  };
  const { hub, log } = open(context, { directory, journal });
  const followed = take(hub.records({ follow: true }), 3);
  hub.hear("vrrp", news(1));
  for (let turns = 0; turns < 10; turns += 1) await turn();
  assert.equal(hub.lastId, 0);
  context.mock.timers.tick(1000);
  for (let turns = 0; turns < 10; turns += 1) await turn();
  hub.hear("vrrp", news(2));
  assert.deepEqual(await followed, range(1, 3));
  for (const release of stuck.splice(0)) release();
  for (let turns = 0; turns < 10; turns += 1) await turn();
  assert.deepEqual(log, ["The journal of events is written again: it lacks 2"]);
  for (const release of stuck.splice(0)) release();
});

test("the last transition of an instance is known, with what caused it", async (context) => {
  const { hub } = open(context);
  const events = [transition("backup"), transition("master")].map((each) => ({
    wall: 1,
    monotonic: 1,
    pid: 1,
    ...each,
  }));
  hub.hear("vrrp", { kind: "events", events, lost: 0 });
  await collect(follow(hub, 2));
  assert.equal(hub.lastChange("VI_1")?.id, 2);
  assert.deepEqual(hub.causesOf("VI_1"), [
    { kind: "master-resigned", text: "192.0.2.2 resigned", details: { master: "192.0.2.2" } },
  ]);
  assert.deepEqual(hub.causesOf("VI_2"), []);
  await hub.close();
});

async function* follow(hub: Hub, count: number): AsyncGenerator<EventRecord> {
  let left = count;
  for await (const record of hub.records({ follow: true })) {
    yield record;
    left -= 1;
    if (left === 0) return;
  }
}

function transition(to: "backup" | "master"): Reported {
  return {
    process: "vrrp",
    event: {
      kind: "instance-state",
      instance: "VI_1",
      from: to === "master" ? "backup" : "init",
      to,
      cause: to === "master" ? { kind: "master-resigned", master: "192.0.2.2" } : { kind: "started" },
      priority: 100,
      master: undefined,
    },
  };
}
