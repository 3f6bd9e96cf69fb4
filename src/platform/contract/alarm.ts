import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { elapsed, type Instant, instant, later, milliseconds, seconds } from "../../base/time.ts";
import type { Alarm, Clock, OpenAlarm } from "../ports.ts";
import type { Until } from "./patience.ts";

export type TimeSubject = { readonly clock: Clock; readonly openAlarm: OpenAlarm; readonly until: Until };

/** What every clock and alarm does. */
export function timeContract(name: string, makeSubject: () => TimeSubject): void {
  describe(`time of ${name}`, () => {
    test("the clock never goes back and has whole microseconds", () => {
      const { clock } = makeSubject();
      let before = clock.now();
      for (let round = 0; round < 1000; round += 1) {
        const now = clock.now();
        assert.ok(now >= before && Number.isSafeInteger(now));
        before = now;
      }
    });

    test("an alarm is never early", async () => {
      const subject = makeSubject();
      for (let round = 1; round <= 20; round += 1) {
        const due = later(subject.clock.now(), milliseconds(round / 7));
        const [rung] = await ring(subject, due);
        assert.ok(rung !== undefined && rung >= due, `rung at ${rung}, due at ${due}`);
      }
    });

    test("a time that is past rings, but not from inside of set", async () => {
      const subject = makeSubject();
      for (const due of [subject.clock.now(), instant(0), instant(-5), instant(1)]) {
        const rings = await ring(subject, due);
        assert.equal(rings.length, 1);
      }
    });

    test("alarms ring in the order of their times, not of their making", async () => {
      await withAlarms(["third", "first", "second"], async (alarms, order, { clock, until }) => {
        const now = clock.now();
        alarms.get("third")?.set(later(now, milliseconds(30)));
        alarms.get("first")?.set(later(now, milliseconds(10)));
        alarms.get("second")?.set(later(now, milliseconds(20)));
        await until(() => order.length === 3);
        assert.deepEqual(order, ["first", "second", "third"]);
      });
    });

    test("setting it again moves it, in both directions, and it rings once", async () => {
      await withAlarms(["moved", "end"], async (alarms, order, { clock, until }) => {
        const now = clock.now();
        const moved = alarms.get("moved");
        moved?.set(later(now, milliseconds(5)));
        moved?.set(later(now, seconds(60)));
        moved?.set(later(now, milliseconds(20)));
        alarms.get("end")?.set(later(now, milliseconds(40)));
        await until(() => order.includes("end"));
        assert.deepEqual(order, ["moved", "end"]);
        assert.ok(elapsed(now, clock.now()) >= milliseconds(40));
      });
    });

    test("one that is put off again and again rings at its last time only", async () => {
      const { clock, openAlarm, until } = makeSubject();
      const rings: Instant[] = [];
      const alarm = openAlarm(() => void rings.push(clock.now()));
      const due = later(clock.now(), milliseconds(20));
      for (let early = 15; early >= 0; early -= 5) alarm.set(later(due, milliseconds(-early)));
      await until(() => rings.length > 0);
      alarm.close();
      assert.equal(rings.length, 1);
      assert.ok((rings[0] ?? 0) >= due);
    });

    test("an alarm that is disarmed or closed does not ring", async () => {
      await withAlarms(["disarmed", "closed", "end"], async (alarms, order, { clock, until }) => {
        const now = clock.now();
        for (const alarm of alarms.values()) alarm.set(later(now, milliseconds(10)));
        alarms.get("disarmed")?.set(undefined);
        alarms.get("closed")?.close();
        alarms.get("closed")?.close();
        alarms.get("closed")?.set(later(now, milliseconds(11)));
        alarms.get("end")?.set(later(now, milliseconds(30)));
        await until(() => order.length > 0);
        assert.deepEqual(order, ["end"]);
      });
    });

    test("it can be set to the same time again after it has rung", async () => {
      const subject = makeSubject();
      const due = later(subject.clock.now(), milliseconds(2));
      let rings = 0;
      const alarm = subject.openAlarm(() => {
        rings += 1;
        if (rings === 1) alarm.set(due);
      });
      alarm.set(due);
      await subject.until(() => rings === 2);
      alarm.close();
    });
  });

  async function withAlarms(
    names: readonly string[],
    use: (alarms: ReadonlyMap<string, Alarm>, order: readonly string[], subject: TimeSubject) => Promise<void>,
  ): Promise<void> {
    const subject = makeSubject();
    const order: string[] = [];
    const alarms = new Map(names.map((each) => [each, subject.openAlarm(() => void order.push(each))]));
    try {
      await use(alarms, order, subject);
    } finally {
      for (const alarm of alarms.values()) alarm.close();
    }
  }
}

/** Sets an alarm and returns the times at which it rang up to the first. */
async function ring({ clock, openAlarm, until }: TimeSubject, due: Instant): Promise<readonly Instant[]> {
  const rings: Instant[] = [];
  const alarm = openAlarm(() => void rings.push(clock.now()));
  alarm.set(due);
  assert.equal(rings.length, 0);
  await until(() => rings.length > 0);
  alarm.close();
  return rings;
}
