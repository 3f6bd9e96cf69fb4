import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { instant } from "../../base/time.ts";
import type { Reported } from "../../status/live/event-record.ts";
import { type EventsNews, Outbox, waitingLimit } from "./outbox.ts";

/** An outbox of numbers: what it sends is the name of an instance. */
class Stage {
  readonly sent: EventsNews[] = [];
  readonly taken: (() => void)[] = [];
  converted = 0;
  now = 0;
  busy = false;
  connected = true;
  untold = 0;
  readonly outbox: Outbox<number>;

  constructor() {
    this.outbox = new Outbox<number>({
      process: "vrrp",
      now: () => instant(this.now),
      plain: (number) => {
        this.converted += 1;
        return number < 0 ? undefined : { reported: reported(number), omitted: 0 };
      },
      isBusy: () => this.busy,
      send: (message, taken) => {
        if (!this.connected) return false;
        this.sent.push(message);
        this.taken.push(taken);
        return true;
      },
      untold: (count) => {
        this.untold = count;
      },
    });
  }

  add(first: number, count: number): void {
    for (let number = first; number < first + count; number += 1) this.outbox.add(number);
  }

  /** The channel takes what it has been given, and so on until there is nothing more. */
  async drain(): Promise<void> {
    do {
      for (const taken of this.taken.splice(0)) taken();
      for (let turns = 0; turns < 10; turns += 1) await turn();
    } while (this.taken.length > 0);
  }

  get numbers(): readonly number[] {
    return this.sent.flatMap(({ events }) =>
      events.map(({ event }) => ("instance" in event ? Number(event.instance) : -1)),
    );
  }
}

function reported(number: number): Reported {
  return { process: "vrrp", event: { kind: "addresses-set", instance: String(number) } };
}

function numbers(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

test("an event costs its place a stamp; everything else is done later", async () => {
  const stage = new Stage();
  stage.now = 17;
  stage.add(1, 1);
  stage.now = 99;
  assert.equal(stage.converted, 0);
  await stage.drain();
  const [event] = stage.sent[0]?.events ?? [];
  assert.deepEqual(event, { ...reported(1), wall: event?.wall, monotonic: 17, pid: process.pid });
});

test("events are sent in their order, a few at a time, and no more than the channel takes", async () => {
  const stage = new Stage();
  stage.add(0, 1000);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  assert.equal(stage.sent.length, 4);
  assert.ok(stage.sent.every(({ events }) => events.length <= 32));
  await stage.drain();
  assert.deepEqual(stage.numbers, numbers(0, 1000));
});

test("nothing is done while there is something more urgent", async () => {
  const stage = new Stage();
  stage.busy = true;
  stage.add(0, 3);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  assert.equal(stage.converted, 0);
  stage.busy = false;
  await stage.drain();
  assert.deepEqual(stage.numbers, numbers(0, 3));
});

test("at the bound the oldest make way, and the next message says how many", async () => {
  const stage = new Stage();
  stage.connected = false;
  stage.add(0, waitingLimit + 3);
  await stage.drain();
  assert.equal(stage.sent.length, 0);
  stage.connected = true;
  stage.add(waitingLimit + 3, 1);
  await stage.drain();
  assert.deepEqual(stage.numbers, numbers(4, waitingLimit));
  assert.deepEqual(
    stage.sent.map(({ lost }) => lost),
    stage.sent.map((_, index) => (index === 0 ? 4 : 0)),
  );
});

test("what has not been told is counted for whoever comes after, who says so", async () => {
  const stage = new Stage();
  stage.add(0, 40);
  stage.add(-1, 1);
  assert.equal(stage.untold, 41);
  for (let turns = 0; turns < 10; turns += 1) await turn();
  assert.equal(stage.untold, 40, "taken by nobody yet");
  await stage.drain();
  assert.equal(stage.untold, 0);
  stage.connected = false;
  stage.add(0, waitingLimit + 5);
  await stage.drain();
  assert.equal(stage.untold, waitingLimit + 5);
  const next = new Stage();
  next.outbox.lose(stage.untold);
  next.add(7, 1);
  await next.drain();
  assert.deepEqual(
    next.sent.map(({ lost }) => lost),
    [waitingLimit + 5],
  );
  assert.equal(next.untold, 0);
});

test("what nobody wants to know is left out", async () => {
  const stage = new Stage();
  stage.add(-50, 51);
  await stage.drain();
  assert.deepEqual(stage.numbers, [0]);
});

test("an orderly end sends everything at once, and waits until the channel has taken it", async () => {
  const stage = new Stage();
  stage.busy = true;
  stage.add(0, 500);
  let isDone = false;
  const finished = stage.outbox.finish().then(() => {
    isDone = true;
  });
  assert.deepEqual(stage.numbers, numbers(0, 500));
  await turn();
  assert.equal(isDone, false);
  for (const taken of stage.taken.splice(0)) taken();
  await finished;
});

test("an end does not wait for a supervisor that is stuck", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const stage = new Stage();
  stage.add(0, 1);
  const finished = stage.outbox.finish();
  context.mock.timers.tick(500);
  await finished;
});
