import assert from "node:assert/strict";
import { after, before, describe, test, type TestContext } from "node:test";

import { milliseconds, toMilliseconds, type Duration } from "../../src/base/time.ts";
import { holdfast, programs, reasonToSkip, reference } from "../programs.ts";
import { forms, type Form } from "./forms.ts";
import { Siege, targets, type Outcome } from "./siege.ts";

// A master and its backup under every form of hostile packets, few and many. What C Keepalived does under the worst of
// them is printed for comparison.

/** Packets a second: three in each interval of the adverts, and as many as a host can send. */
const rates = [30, 50_000] as const;

const attackTime = milliseconds(600);

/** How late an advert may be. */
const lateness = milliseconds(10);

/** Lines that both daemons may log in an attack: a few of each topic, once. */
const lineLimit = 40;

/** Lower-priority adverts are answered twice an interval at most, and announced against once a second. */
const answersPerInterval = 2;

/**
 * kB, of both daemons. What is thrown away makes a daemon larger once, by what it takes to throw away in one go;
 * another flood of the same packets, hundreds of thousands of them, adds no more, be it the second or the fourth.
 */
const growthLimit = { first: 96_000, again: 16_000 } as const;
const mostFurtherFloods = 3;

/** These are heard to the end, and leave most behind. */
const dearest: readonly Form[] = ["wrong password", "lower priority", "between"];

describe("hostile packets", { skip: await reasonToSkip() }, () => {
  let siege: Siege;
  let memoryAtFirst = 0;
  /** Built at the same time, as building waits for timers; its daemons rest while ours are under attack. */
  let comparison: Siege | undefined;
  before(async () => {
    const others = programs.filter((program) => program === reference);
    const opened = await Promise.all([holdfast, ...others].map(async (program) => Siege.open(program)));
    [siege = assert.fail(), comparison] = opened;
    memoryAtFirst = siege.memory;
  });
  after(async () => Promise.all([siege.close(), comparison?.close()]));

  for (const rate of rates) {
    for (const form of forms) {
      test(`R23 R24 R33: ${form}, ${rate} a second: adverts in time, no change of state, few words`, async (context) => {
        const outcome = await siege.attack(form, targetOf(form), rate, attackTime);
        context.diagnostic(describeOutcome("holdfast", rate, form, outcome));
        assert.ok(outcome.sent >= (rate * toMilliseconds(attackTime)) / 4000, "the generator did not keep up");
        assert.deepEqual(outcome.transitions, []);
        assert.equal(outcome.usurpations, 0);
        const latest = Math.max(...outcome.late.v3, ...outcome.late.v2);
        assert.ok(latest <= lateness, `an advert ${latest / 1000} ms late`);
        assert.ok(outcome.logLines.length <= lineLimit, outcome.logLines.slice(0, 100).join("\n"));
        assert.ok(outcome.answers <= answersPerInterval * outcome.late.v3.length);
        const bursts = 2 + toMilliseconds(outcome.duration) / 1000;
        assert.ok(outcome.announcements <= bursts * announcementsPerBurst);
      });
    }
  }

  test("memory is flat", async (context) => {
    const memory = [siege.memory];
    let growth = Infinity;
    while (growth >= growthLimit.again && memory.length <= mostFurtherFloods) {
      const until = siege.memory;
      for (const form of dearest) await siege.attack(form, targetOf(form), rates[1], attackTime);
      memory.push(siege.memory);
      growth = siege.memory - until;
    }
    const [once = 0, ...again] = memory;
    context.diagnostic(
      `memory of both: ${memoryAtFirst} kB before, ${once} kB after, ${again.join(", ")} kB after more of the same`,
    );
    assert.ok(once - memoryAtFirst < growthLimit.first);
    assert.ok(growth < growthLimit.again, "it grows with each flood");
  });

  test("for comparison: C Keepalived", { skip: !programs.includes(reference) }, async (context) => {
    if (comparison !== undefined) await compare(context, comparison);
  });
});

/** Of the one address of an instance (garp_master_repeat). */
const announcementsPerBurst = 5;

function targetOf(form: Form): (typeof targets)[keyof typeof targets] {
  return form === "wrong password" ? targets.v2 : targets.v3;
}

async function compare(context: TestContext, siege: Siege): Promise<void> {
  for (const [form, rate] of [
    ["bad checksum", rates[0]],
    ["bad checksum", rates[1]],
    ["lower priority", rates[1]],
  ] as const) {
    const outcome = await siege.attack(form, targets.v3, rate, attackTime);
    context.diagnostic(describeOutcome("keepalived", rate, form, outcome));
  }
}

function describeOutcome(name: string, rate: number, form: Form, outcome: Outcome): string {
  const [v3, v2] = [worst(outcome.late.v3), worst(outcome.late.v2)];
  return [
    `${name}, ${form} at ${rate}/s: latest advert ${v3} ms (v3), ${v2} ms (v2)`,
    `${outcome.answers} answers, ${outcome.announcements} announcements, ${outcome.usurpations} adverts of the backup`,
    `${outcome.logLines.length} log lines, ${Math.round(outcome.load * 100)} % of a core`,
  ].join("; ");
}

/** The latest, in milliseconds. */
function worst(values: readonly Duration[]): string {
  return (Math.max(0, ...values) / 1000).toFixed(1);
}
