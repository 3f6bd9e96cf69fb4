import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace, paceLimit } from "./pace.ts";

test("one question at a time, and a rest of four times as long as the last one took", async () => {
  const trace: string[] = [];
  let now = 0;
  const pace = new Pace({
    now: () => now,
    pause: async (milliseconds) => {
      trace.push(`rest ${milliseconds}`);
      await Promise.resolve();
    },
  });
  const question = (name: string, takes: number) => async (): Promise<string> => {
    trace.push(`ask ${name}`);
    await Promise.resolve();
    now += takes;
    trace.push(`answer ${name}`);
    return name;
  };
  assert.deepEqual(await Promise.all([pace.ask(question("a", 10)), pace.ask(question("b", 3))]), ["a", "b"]);
  assert.deepEqual(trace.slice(0, 5), ["ask a", "answer a", "rest 40", "ask b", "answer b"]);
});

test("a failure is told, and the next is asked", async () => {
  const pace = new Pace({ now: () => 0, pause: async () => await Promise.resolve() });
  const failing = pace.ask(async () => await Promise.reject(new Error("no")));
  const next = pace.ask(async () => await Promise.resolve(7));
  await assert.rejects(failing, /no/u);
  assert.equal(await next, 7);
});

test("no more than eight wait", async () => {
  const pace = new Pace({ now: () => 0, pause: async () => await Promise.resolve() });
  let answer: (() => void) | undefined;
  const first = new Promise<void>((resolve) => (answer = resolve));
  const all = Array.from({ length: paceLimit }, async () => await pace.ask(async () => await first));
  assert.equal(await pace.ask(async () => await first), "busy");
  answer?.();
  await Promise.all(all);
  assert.equal(await pace.ask(async () => await Promise.resolve("again")), "again");
});
