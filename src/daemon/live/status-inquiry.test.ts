import assert from "node:assert/strict";
import { mock, test, type TestContext } from "node:test";
import { noon, sampleDaemon, sampleInstance, sampleService } from "../../status/live/samples.ts";
import type { WorkerName } from "../../supervisor/index.ts";
import { answerLifetime, answerPatience, StatusInquiry } from "./status-inquiry.ts";

type Bench = { readonly inquiry: StatusInquiry; readonly asked: (readonly [WorkerName, number])[] };

function bench(context: TestContext, children: readonly WorkerName[] = ["vrrp", "checkers"]): Bench {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const asked: (readonly [WorkerName, number])[] = [];
  const inquiry = new StatusInquiry({
    children: () => children,
    ask: (child, id) => asked.push([child, id]),
    facts: () => ({
      at: noon,
      daemon: sampleDaemon(),
      causes: (name) => (name === "VI_1" ? [{ kind: "started", text: "started", details: {} }] : []),
    }),
  });
  return { inquiry, asked };
}

test("one question serves all who ask meanwhile, and shortly after", async (context) => {
  const { inquiry, asked } = bench(context);
  const all = [inquiry.document(), inquiry.document(), inquiry.document()];
  assert.deepEqual(asked, [
    ["vrrp", 1],
    ["checkers", 1],
  ]);
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: { instances: [sampleInstance()] }, isLast: false });
  inquiry.hear("checkers", { kind: "answer", id: 1, part: { services: [sampleService()] }, isLast: true });
  inquiry.hear("vrrp", {
    kind: "answer",
    id: 1,
    part: { instances: [sampleInstance({ name: "VI_2" })] },
    isLast: true,
  });
  const [first, ...others] = await Promise.all(all);
  assert.ok(others.every((each) => each === first));
  assert.equal(await inquiry.document(), first);
  assert.equal(asked.length, 2);
  const { instances, services, silent } = first?.document ?? assert.fail();
  assert.deepEqual(
    instances.map(({ name, causes }) => [name, causes.length]),
    [
      ["VI_1", 1],
      ["VI_2", 0],
    ],
  );
  assert.equal(services.length, 1);
  assert.equal(silent, undefined);
  assert.equal(first?.text, JSON.stringify(first?.document));
});

test("an answer is good for a while only", async (context) => {
  const { inquiry, asked } = bench(context, ["vrrp"]);
  const before = inquiry.document();
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: {}, isLast: true });
  await before;
  const now = performance.now();
  context.mock.method(performance, "now", () => now + answerLifetime + 1);
  void inquiry.document();
  assert.deepEqual(asked.at(-1), ["vrrp", 2]);
});

test("who does not answer in time is named, and what the others said is there", async (context) => {
  const { inquiry } = bench(context);
  const asking = inquiry.document();
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: { instances: [sampleInstance()] }, isLast: true });
  mock.timers.tick(answerPatience);
  const { document } = await asking;
  assert.deepEqual([document.instances.length, document.silent], [1, ["checkers"]]);
});

test("a child that dies is not waited for", async (context) => {
  const { inquiry } = bench(context, ["vrrp"]);
  const asking = inquiry.document();
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: { instances: [sampleInstance()] }, isLast: false });
  inquiry.lost("vrrp");
  const { document } = await asking;
  assert.deepEqual([document.instances.length, document.silent], [1, ["vrrp"]]);
});

test("what comes late is about nobody", async (context) => {
  const { inquiry } = bench(context, ["vrrp"]);
  const asking = inquiry.document();
  mock.timers.tick(answerPatience);
  assert.deepEqual((await asking).document.silent, ["vrrp"]);
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: { instances: [sampleInstance()] }, isLast: true });
  const now = performance.now();
  context.mock.method(performance, "now", () => now + answerLifetime + 1);
  const again = inquiry.document();
  inquiry.hear("vrrp", { kind: "answer", id: 1, part: { instances: [sampleInstance()] }, isLast: true });
  inquiry.hear("vrrp", { kind: "answer", id: 2, part: {}, isLast: true });
  assert.deepEqual((await again).document.instances, []);
});

test("without children the answer is there at once", async (context) => {
  const { inquiry } = bench(context, []);
  assert.deepEqual((await inquiry.document()).document.instances, []);
});
