import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventRecord } from "../status/live/event-record.ts";
import { EventRing, ringLimits } from "./event-ring.ts";
import { EventStreams, pastBytes, streamLimit, type StreamStart } from "./event-streams.ts";
import { sampleRecord, sampleTime } from "./samples.ts";

type Stage = {
  readonly streams: EventStreams;
  /** What the supervisor was asked for. */
  readonly asked: unknown[];
  readonly dropped: () => number;
  readonly open: (start?: StreamStart) => Promise<Reading>;
};

type Reading = { readonly next: () => Promise<string>; readonly cancel: () => Promise<void> };

/** `past` is what the supervisor has kept. */
function stage(past: readonly EventRecord[] = []): Stage {
  const asked: unknown[] = [];
  let dropped = 0;
  const streams = new EventStreams(async (question) => {
    asked.push(question);
    const { after = 0, since = 0, limit = 0 } = question;
    return await Promise.resolve(past.filter(({ id, wall }) => id > after && wall >= since).slice(-limit));
  });
  return {
    streams,
    asked,
    dropped: () => dropped,
    open: async (start = {}) => {
      const stream = await streams.open(start, () => (dropped += 1));
      assert(typeof stream !== "string");
      const reader = stream.getReader();
      const next = async (): Promise<string> => {
        const { value } = await reader.read();
        return value === undefined ? "(end)" : Buffer.from(value).toString();
      };
      assert.equal(await next(), "retry: 1000\n\n");
      return { next, cancel: async () => await reader.cancel() };
    },
  };
}

function ids(text: string): readonly number[] {
  return [...text.matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id));
}

test("a stream begins now, and gets what comes", async () => {
  const { streams, open } = stage();
  streams.add(sampleRecord(1));
  const reading = await open();
  streams.add(sampleRecord(2));
  const text = await reading.next();
  assert.equal(text, `id: 2\ndata: ${JSON.stringify(sampleRecord(2))}\n\n`);
  const waiting = reading.next();
  streams.add(sampleRecord(3));
  assert.deepEqual(ids(await waiting), [3]);
});

test("who comes back with the id it had come to gets the rest, from what is kept here", async () => {
  const { streams, open, asked } = stage();
  for (let id = 10; id <= 15; id += 1) streams.add(sampleRecord(id));
  assert.deepEqual(ids(await (await open({ after: 12 })).next()), [13, 14, 15]);
  assert.deepEqual(ids(await (await open({ after: 9 })).next()), [10, 11, 12, 13, 14, 15]);
  assert.deepEqual(ids(await (await open({ since: sampleTime + 14_000 })).next()), [14, 15]);
  assert.deepEqual(ids(await (await open({ after: 9, limit: 2 })).next()), [14, 15]);
  assert.deepEqual(asked, []);
});

test("what is older is asked for, and joined to what is here without a gap or a double", async () => {
  const past = [5, 6, 7, 8, 9, 10, 11].map((id) => sampleRecord(id));
  const { streams, open, asked } = stage(past);
  for (const id of [10, 11, 12]) streams.add(sampleRecord(id));
  const reading = await open({ after: 6 });
  assert.deepEqual(asked, [{ after: 6, since: undefined, limit: 2_000 }]);
  let text = "";
  while (!text.includes("id: 12")) text += await reading.next();
  assert.deepEqual(ids(text), [7, 8, 9, 10, 11, 12]);
  assert.doesNotMatch(text, /event: gap/u);
});

test("where there is a gap it is said", async () => {
  const { streams, open } = stage([sampleRecord(7), sampleRecord(8)]);
  streams.add(sampleRecord(10));
  const reading = await open({ after: 3 });
  let text = "";
  while (!text.includes("id: 10")) text += await reading.next();
  assert.deepEqual(ids(text), [7, 8, 10]);
  assert.deepEqual(text.match(/event: gap\ndata: .*$/gmu), [
    'event: gap\ndata: {"after":3,"next":7}',
    'event: gap\ndata: {"after":8,"next":10}',
  ]);
});

test("whoever waits is told now and then that the line is alive", async () => {
  const { streams, open } = stage();
  const reading = await open();
  const waiting = reading.next();
  streams.beat(7);
  assert.equal(await waiting, 'event: heartbeat\ndata: {"at":7}\n\n');
});

test("one that does not read costs nothing, and is closed when what is kept has gone over it", async () => {
  const { streams, open, dropped } = stage();
  streams.add(sampleRecord(1));
  const slow = await open({ after: 0 });
  const quick = await open();
  for (let id = 2; id <= ringLimits.records; id += 1) streams.add(sampleRecord(id));
  assert.equal(dropped(), 0);
  let last = 1;
  while (last < ringLimits.records) last = ids(await quick.next()).at(-1) ?? 0;
  streams.add(sampleRecord(ringLimits.records + 1));
  assert.equal(dropped(), 1);
  assert.equal(streams.count, 1);
  assert.equal(await slow.next(), "(end)");
  assert.deepEqual(ids(await quick.next()), [ringLimits.records + 1]);
});

test("one that has something to read and does not, is closed after three beats", async () => {
  const { streams, open, dropped } = stage();
  await open();
  streams.add(sampleRecord(1));
  for (const beat of [1, 2]) streams.beat(beat);
  assert.equal(dropped(), 0);
  streams.beat(3);
  assert.equal(dropped(), 1);
  assert.equal(streams.count, 0);
});

test("there are a thousand at most, and one that leaves makes room", async () => {
  const { streams, open } = stage();
  const all = await Promise.all(Array.from({ length: streamLimit }, async () => await open()));
  assert.equal(await streams.open({}, () => undefined), "too-many-streams");
  await all[0]?.cancel();
  assert.equal(streams.count, streamLimit - 1);
  await open();
});

test("those who ask for the past and do not read it hold a bounded part of it", async () => {
  const large = sampleRecord(2, "x".repeat(pastBytes / 8));
  const { streams, open } = stage([large]);
  const all = await Promise.all(Array.from({ length: 8 }, async () => await open({ after: 1 })));
  assert.equal(await streams.open({ after: 1 }, () => undefined), "busy");
  assert(typeof (await streams.open({}, () => undefined)) !== "string", "what comes is for everybody");
  assert.match(await (all[0] ?? (await open())).next(), /^id: 2/u);
  await open({ after: 1 });
  assert.equal(await streams.open({ after: 1 }, () => undefined), "busy");
  await all[1]?.cancel();
  await open({ after: 1 });
});

test("when too many ask for the past, the next is told so", async () => {
  const streams = new EventStreams(async () => await Promise.resolve("busy"));
  assert.equal(await streams.open({ after: 1 }, () => undefined), "busy");
  assert.equal(streams.count, 0);
});

test("the ring is bounded by bytes as well", () => {
  const ring = new EventRing();
  const large = "x".repeat(1024 * 1024);
  for (let id = 1; id <= 10; id += 1) ring.add(sampleRecord(id, large));
  assert.equal(ring.end - ring.first, 3);
  assert.equal(ring.placeAfter(7), ring.first);
  assert.equal(ring.placeAfter(6), undefined);
  assert.equal(ring.read(ring.first)?.next, ring.first + 1);
});
