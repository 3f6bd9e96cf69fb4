import assert from "node:assert/strict";
import { test } from "node:test";
import { LatestStatus } from "./latest-status.ts";
import { sampleDocument } from "./samples.ts";

function counting(): { asked: number; now: number; readonly latest: LatestStatus; fail: boolean } {
  const state = { asked: 0, now: 0, fail: false };
  const latest = new LatestStatus(
    async () => {
      state.asked += 1;
      if (state.fail) throw new Error("no");
      return await Promise.resolve({ ...sampleDocument, at: state.asked });
    },
    () => state.now,
  );
  return Object.assign(state, { latest });
}

test("a thousand who ask within 250 ms are one question", async () => {
  const state = counting();
  const [first] = await Promise.all(Array.from({ length: 1_000 }, async () => state.latest.get()));
  state.now = 249;
  assert.equal(await state.latest.get(), first);
  assert.equal(state.asked, 1);
  state.now = 250;
  assert.equal((await state.latest.get()).document.at, 2);
});

test("a question that takes long is not asked again meanwhile", async () => {
  let answer: (() => void) | undefined;
  let asked = 0;
  let now = 0;
  const latest = new LatestStatus(
    async () => {
      asked += 1;
      await new Promise<void>((resolve) => (answer = resolve));
      return sampleDocument;
    },
    () => now,
  );
  const first = latest.get();
  now = 10_000;
  const second = latest.get();
  answer?.();
  assert.equal(await second, await first);
  assert.equal(asked, 1);
});

test("a failure is told to those who asked, and asked again after 250 ms", async () => {
  const state = counting();
  state.fail = true;
  await assert.rejects(state.latest.get(), /no/u);
  state.fail = false;
  await assert.rejects(state.latest.get(), /no/u);
  state.now = 250;
  assert.equal((await state.latest.get()).document.at, 2);
});

test("the tag is that of the content: the time at which it was asked for does not change it", async () => {
  const state = counting();
  const first = await state.latest.get();
  state.now = 300;
  const second = await state.latest.get();
  assert.equal(second.etag, first.etag);
  assert.deepEqual(JSON.parse(Buffer.from(second.body).toString()), JSON.parse(JSON.stringify(second.document)));
  const other = new LatestStatus(
    async () => await Promise.resolve({ ...sampleDocument, instances: [] }),
    () => 0,
  );
  assert.notEqual((await other.get()).etag, first.etag);
});
