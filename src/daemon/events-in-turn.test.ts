import assert from "node:assert/strict";
import { test } from "node:test";

import { EventsInTurn, waitingLimit } from "./events-in-turn.ts";

function opened(): { readonly events: EventsInTurn<number>; readonly told: number[] } {
  const told: number[] = [];
  return { events: new EventsInTurn<number>((event) => told.push(event)), told };
}

test("an event waits for the changes before it, and for no other", () => {
  const { events, told } = opened();
  events.event(1);
  const first = events.change();
  events.event(2);
  const second = events.change();
  events.event(3);
  assert.deepEqual(told, [1]);
  second();
  assert.deepEqual(told, [1]);
  first();
  assert.deepEqual(told, [1, 2, 3]);
  events.event(4);
  assert.deepEqual(told, [1, 2, 3, 4]);
});

test("at the end what waits is told, and a table that never answers keeps nobody quiet", () => {
  const { events, told } = opened();
  const done = events.change();
  for (let event = 0; event < waitingLimit; event += 1) events.event(event);
  assert.equal(told.length, waitingLimit);
  done();
  events.change();
  events.event(-1);
  events.finish();
  assert.equal(told.at(-1), -1);
});
