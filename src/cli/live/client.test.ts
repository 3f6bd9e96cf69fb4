import assert from "node:assert/strict";
import { Duplex, PassThrough } from "node:stream";
import { test } from "node:test";
import { sampleDocument, sampleRecord } from "../../status/live/samples.ts";
import { ConnectionError, RefusedError, StatusClient } from "./client.ts";

type Bench = {
  readonly client: StatusClient;
  readonly asked: PassThrough;
  readonly say: (...values: readonly unknown[]) => void;
  readonly hangUp: () => void;
};

function bench(patience?: number): Bench {
  const asked = new PassThrough();
  const answers = new PassThrough();
  const client = new StatusClient(Duplex.from({ readable: answers, writable: asked }), patience);
  return {
    client,
    asked,
    say: (...values) => {
      for (const value of values) answers.write(`${typeof value === "string" ? value : JSON.stringify(value)}\n`);
    },
    hangUp: () => answers.destroy(),
  };
}

async function collect<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

test("answers find the questions they are for, in whatever order they come", async () => {
  const { client, say, asked } = bench();
  const status = client.status();
  const events = collect(client.events({ limit: 2 }));
  const reload = client.command({ command: "reload", plan: false }, "ada");
  say(
    { id: 2, event: sampleRecord(7) },
    { id: 3, done: ["reloaded"] },
    { id: 3, end: true },
    { id: 1, status: sampleDocument() },
    { id: 2, event: sampleRecord(8) },
    { id: 9, event: sampleRecord(1) },
    { id: 1, end: true },
    { id: 2, end: true },
  );
  assert.equal((await status).version, 1);
  assert.deepEqual(
    (await events).map(({ id }) => id),
    [7, 8],
  );
  assert.deepEqual(await reload, ["reloaded"]);
  assert.deepEqual(String(asked.read()).trim().split("\n"), [
    '{"id":1,"method":"status"}',
    '{"id":2,"method":"events","limit":2}',
    '{"id":3,"method":"command","user":"ada","command":"reload","plan":false}',
  ]);
});

test("a refusal is that of its question, or of the connection where it has none", async () => {
  const { client, say } = bench();
  const reload = client.command({ command: "reload", plan: false }, "ada");
  say({ id: 1, error: { code: "refused", message: "not now" } }, { id: 1, end: true });
  await assert.rejects(reload, new RefusedError({ code: "refused", message: "not now" }));
  const status = client.status();
  say({ id: 0, error: { code: "busy", message: "64 clients are connected" } });
  await assert.rejects(status, new ConnectionError("64 clients are connected"));
});

test("nonsense, an end and silence end every question", async () => {
  const nonsense = bench();
  const asking = nonsense.client.status();
  nonsense.say("<html>");
  await assert.rejects(asking, new ConnectionError("the daemon has said something that is no answer"));
  const ended = bench();
  const following = collect(ended.client.events({ follow: true }));
  ended.hangUp();
  await assert.rejects(following, ConnectionError);
  await assert.rejects(bench(10).client.status(), new ConnectionError("the daemon does not answer: see its log"));
});

test("what had come before the end is taken before the end is told", async () => {
  const { client, say, hangUp } = bench();
  const events = client.events({ follow: true });
  const first = events.next();
  say({ id: 1, event: sampleRecord(1) }, { id: 1, event: sampleRecord(2) });
  assert.equal((await first).value?.id, 1);
  hangUp();
  assert.equal((await events.next()).value?.id, 2);
  await assert.rejects(events.next(), ConnectionError);
});
