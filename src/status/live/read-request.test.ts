import assert from "node:assert/strict";
import { test } from "node:test";
import { readRequest } from "./read-request.ts";

test("questions are read with their fields", () => {
  assert.deepEqual(readRequest('{"id":7,"method":"status"}'), { request: { id: 7, method: "status" } });
  assert.deepEqual(readRequest('{"id":0,"method":"events","after":12,"limit":5,"follow":true,"since":null}'), {
    request: { id: 0, method: "events", after: 12, limit: 5, follow: true, since: undefined },
  });
});

const command = (fields: string): unknown => readRequest(`{"id":1,"method":"command","user":"ada",${fields}}`);

test("commands are read, and what may be left out is", () => {
  const request = { id: 1, method: "command", user: "ada" };
  assert.deepEqual(command('"command":"maintenance","on":true,"reason":"disk"'), {
    request: {
      ...request,
      command: "maintenance",
      on: true,
      target: undefined,
      during: undefined,
      reason: "disk",
      force: false,
    },
  });
  const names = { service: "192.0.2.1 80", server: "198.51.100.1 80" };
  assert.deepEqual(command(`"command":"drain",${JSON.stringify(names).slice(1, -1)}`), {
    request: { ...request, command: "drain", ...names },
  });
  assert.deepEqual(command(`"command":"weight","weight":0,${JSON.stringify(names).slice(1, -1)}`), {
    request: { ...request, command: "weight", ...names, weight: 0 },
  });
  assert.deepEqual(command('"command":"reload"'), { request: { ...request, command: "reload", plan: false } });
  assert.deepEqual(command('"command":"test-script","script":"chk"'), {
    request: { ...request, command: "test-script", script: "chk" },
  });
});

const refusals: readonly (readonly [string, number, string, RegExp])[] = [
  ["{", 0, "malformed", /^this is not JSON: one request a line, such as/u],
  ["[1]", 0, "malformed", /^a request is an object/u],
  ["null", 0, "malformed", /^a request is an object/u],
  ['{"method":"status"}', 0, "malformed", /^id is missing: it has to be a whole number/u],
  ['{"id":-1,"method":"status"}', 0, "malformed", /^id is -1/u],
  ['{"id":1.5,"method":"status"}', 0, "malformed", /^id is 1\.5/u],
  ['{"id":3,"method":"sing"}', 3, "unknown-method", /^no method "sing": there are status, events, command$/u],
  ['{"id":3}', 3, "unknown-method", /^no method missing/u],
  ['{"id":3,"method":"status","deep":1}', 3, "malformed", /^status has no field "deep" here$/u],
  ['{"id":3,"method":"events","after":"12"}', 3, "malformed", /^after is "12": it has to be a whole number/u],
  ['{"id":3,"method":"events","limit":-5}', 3, "malformed", /^limit is -5/u],
  ['{"id":3,"method":"events","follow":1}', 3, "malformed", /^follow is 1: it has to be true or false$/u],
  ['{"id":3,"method":"command","user":"a","command":"jump"}', 3, "malformed", /^no command "jump": there are/u],
  ['{"id":3,"method":"command","command":"reload"}', 3, "malformed", /^command needs user$/u],
  ['{"id":3,"method":"command","user":"a","command":"maintenance"}', 3, "malformed", /^command needs on$/u],
  ['{"id":3,"method":"command","user":"a","command":"reload","on":true}', 3, "malformed", /no field "on" here/u],
  ['{"id":3,"method":"command","user":"a\\nb","command":"reload"}', 3, "malformed", /^user is .* one line of text/u],
];

for (const [line, id, code, message] of refusals) {
  test(`refused: ${line}`, () => {
    const read = readRequest(line);
    assert("refusal" in read, JSON.stringify(read));
    assert.deepEqual([read.id, read.refusal.code], [id, code]);
    assert.match(read.refusal.message, message);
  });
}

test("a weight is what the table takes, and a complaint stays short", () => {
  const line = '{"id":3,"method":"command","user":"a","command":"weight","service":"s","server":"r","weight":65536}';
  const read = readRequest(line);
  assert("refusal" in read);
  assert.match(read.refusal.message, /^weight is 65536: it has to be a whole number from 0 to 65535$/u);
  const long = readRequest(`{"id":1,"method":"${"x".repeat(9_000)}"}`);
  assert("refusal" in long && long.refusal.message.length < 200);
});
