import assert from "node:assert/strict";
import { PassThrough, Duplex } from "node:stream";
import { test } from "node:test";
import { array, assert as check, asyncProperty, constantFrom, json, oneof, string, uint8Array } from "fast-check";
import { requestLimit } from "../../status/live/control-protocol.ts";
import { sampleDocument, sampleRecord } from "../../status/live/samples.ts";
import { serveClient } from "./serve-client.ts";
import type { StatusServices } from "./services.ts";

const services: StatusServices = {
  document: async () => ({ document: sampleDocument(), text: "{}" }),
  events: {
    async *records() {
      yield sampleRecord(1);
    },
  },
  commands: { take: async () => ["done"] },
};

/** What a client that sends these pieces and reads everything is told, as lines. */
async function converse(pieces: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serveClient(Duplex.from({ readable: toServer, writable: toClient }), services, { stalled: 1_000, parting: 1_000 });
  for (const piece of pieces) toServer.write(piece);
  toServer.end();
  let text = "";
  for await (const chunk of toClient) text += String(chunk);
  return text.split("\n").slice(0, -1);
}

const question = constantFrom(
  '{"id":1,"method":"status"}\n',
  '{"id":2,"method":"events","after":0}\n',
  '{"id":3,"method":"events","follow":true}\n',
  '{"id":4,"method":"command","user":"a","command":"reload"}\n',
);
const nonsense = oneof(
  string(),
  uint8Array({ maxLength: 100 }),
  json().map((text) => `${text}\n`),
);

test("whatever a client sends, it is told in whole lines of JSON, each with an id, and the conversation ends", async () => {
  await check(
    asyncProperty(array(oneof(question, nonsense), { maxLength: 12 }), async (pieces) => {
      for (const line of await converse(pieces)) {
        assert.equal(typeof Reflect.get(Object(JSON.parse(line)), "id"), "number", line);
      }
    }),
    { numRuns: 200 },
  );
});

test("questions and nonsense side by side: each gets what it deserves", async () => {
  const lines = await converse([
    '{"id":1,"method":"status"}\n',
    "x\n",
    '{"id":4,"method":"command","user":"a","command":"reload"}\n',
  ]);
  assert.deepEqual(
    lines.map((line) => Number(Reflect.get(Object(JSON.parse(line)), "id"))).toSorted((a, b) => a - b),
    [0, 0, 1, 1, 4, 4],
  );
});

test("a flood of one line without an end is not kept", async () => {
  const piece = "x".repeat(requestLimit / 2);
  const [line = "", ...others] = await converse([piece, piece, piece, piece]);
  assert.equal(Reflect.get(Object(JSON.parse(line)), "error")?.code, "too-long");
  assert.deepEqual(others, []);
});
