import assert from "node:assert/strict";
import { test } from "node:test";
import { seconds } from "../../base/time.ts";
import type { MaintenanceNews, MaintenanceOrder } from "../../vrrp/maintenance.ts";
import { MaintenanceAnswers } from "./maintenance-answers.ts";

const order: MaintenanceOrder = {
  target: "VI_1",
  by: "alice",
  reason: "",
  since: 5,
  until: undefined,
  isTentative: true,
};
const firm: MaintenanceOrder = { ...order, target: "VI_2", isTentative: false };

function open(): {
  readonly answers: MaintenanceAnswers;
  readonly said: [number, string][];
  readonly event: (news: MaintenanceNews) => void;
} {
  const said: [number, string][] = [];
  const answers = new MaintenanceAnswers((id, result) => {
    said.push([id, "code" in result ? result.message : "done"]);
  });
  const { target, by, reason } = order;
  return { answers, said, event: (news) => answers.event({ kind: "maintenance", target, by, reason, ...news }) };
}

test("firm orders are done at once, tentative ones when it is known what has come of them", () => {
  const { answers, said, event } = open();
  answers.take(1, [firm], () => false);
  answers.take(2, [firm, order], () => true);
  assert.deepEqual(said, [[1, "done"]]);
  event({ change: "begun" });
  event({ change: "over" });
  assert.deepEqual(said.slice(1), [[2, "done"]]);
});

test("what is known before the engine returns is said once", () => {
  const { answers, said, event } = open();
  answers.take(1, [order], () => {
    event({ change: "begun" });
    return false;
  });
  answers.take(2, [order], () => false);
  assert.deepEqual(said, [
    [1, "done"],
    [2, "done"],
  ]);
});

test("others are answered while a successor is awaited", () => {
  const { answers, said, event } = open();
  answers.take(1, [order], () => true);
  answers.take(2, [firm, order], () => true);
  assert.deepEqual(said, [[2, "done"]]);
  event({ change: "abandoned" });
  assert.deepEqual(said.slice(1), [[1, "it was taken back before another router had taken over"]]);
});

test("an order that was refused is not tried again because it is said again; a later one is", () => {
  const { answers, event } = open();
  answers.take(1, [order], () => true);
  event({ change: "refused", instance: "VI_1", within: seconds(4) });
  const seen: (readonly MaintenanceOrder[])[] = [];
  const see = (orders: readonly MaintenanceOrder[]): boolean => seen.push(orders) < 0;
  answers.take(2, [firm, order], see);
  answers.take(3, [{ ...order, since: 6 }], see);
  assert.deepEqual(seen, [[firm], [{ ...order, since: 6 }]]);
});
