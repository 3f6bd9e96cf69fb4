import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeSupervisor } from "./fake-supervisor.ts";
import { LineReader } from "./line-reader.ts";
import { sampleDocument, sampleRecord } from "./samples.ts";
import { LineError, SupervisorLine } from "./supervisor-line.ts";

function open(): { readonly supervisor: FakeSupervisor; readonly line: SupervisorLine; readonly ended: () => boolean } {
  const { supervisor, line } = FakeSupervisor.pair();
  let hasEnded = false;
  return { supervisor, line: new SupervisorLine(line, () => (hasEnded = true)), ended: () => hasEnded };
}

test("lines are complete, however they come; one that is too long ends it", () => {
  const reader = new LineReader(5);
  assert.deepEqual(reader.push(Buffer.from("ab")), []);
  assert.deepEqual(reader.push(Buffer.from("c\n\nde\nf")), ["abc", "", "de"]);
  assert.deepEqual(reader.push(Buffer.from("ghij\n")), ["fghij"]);
  assert.equal(reader.push(Buffer.from("123456")), undefined);
});

test("questions get their answers, also several at a time", async () => {
  const { supervisor, line } = open();
  supervisor.record(sampleRecord(1));
  supervisor.record(sampleRecord(2));
  const [status, events, done] = await Promise.all([
    line.status(),
    line.events({ after: 1 }),
    line.command({ command: "reload", plan: false }, "http 127.0.0.1"),
  ]);
  assert.deepEqual(status, JSON.parse(JSON.stringify(sampleDocument)));
  assert.deepEqual(
    events.map(({ id }) => id),
    [2],
  );
  assert.deepEqual(done, ["done"]);
  assert.deepEqual(supervisor.commands, [{ command: { command: "reload", plan: false }, user: "http 127.0.0.1" }]);
});

test("a refusal is an error that carries it", async () => {
  const { supervisor, line } = open();
  supervisor.answerToCommand = { error: { code: "refused", message: "no router took over" } };
  await assert.rejects(line.command({ command: "reload", plan: true }, "u"), (error) => {
    assert(error instanceof LineError);
    assert.deepEqual(error.refusal, { code: "refused", message: "no router took over" });
    return true;
  });
});

test("what is followed goes on until the supervisor has gone, which fails all questions", async () => {
  const { supervisor, line, ended } = open();
  const heard: number[] = [];
  supervisor.record(sampleRecord(1));
  const following = line.follow({ limit: 10 }, ({ id }) => heard.push(id));
  await line.status();
  supervisor.record(sampleRecord(2));
  await line.status();
  assert.deepEqual(heard, [1, 2]);
  supervisor.isSilent = true;
  const unanswered = line.status();
  supervisor.end();
  await assert.rejects(unanswered, /The supervisor has gone/u);
  await assert.rejects(following, /The supervisor has gone/u);
  await assert.rejects(line.status(), /The supervisor has gone/u);
  assert(ended());
});

test("a supervisor that does not answer is not waited for, and is asked no more than 64 things", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { supervisor, line } = open();
  supervisor.isSilent = true;
  const questions = Array.from({ length: 64 }, () => line.status());
  await assert.rejects(line.status(), /Too many questions/u);
  context.mock.timers.tick(5_000);
  for (const each of questions) await assert.rejects(each, /has not answered within 5 seconds/u);
});
