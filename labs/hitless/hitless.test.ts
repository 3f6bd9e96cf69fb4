import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { milliseconds, printDuration, seconds, type Duration } from "../../src/base/time.ts";
import { summarise } from "../failover-time/statistics.ts";
import { holdfast, type LabProgram, programs, reasonToSkip } from "../programs.ts";
import { isGone, kill, Stage } from "./stage.ts";

// One process after another is killed without a word, and nobody outside must notice. Adverts are 0.1 s apart: a
// backup takes over after 361 ms of silence, and up to 100 ms of them have passed when a process is killed. No more
// than two at a time, since the time that is left is short.

/** The original as the backup sees the same adverts as Holdfast does: some rounds show that it counts as long. */
const rounds = (backup: LabProgram): number => (backup === holdfast ? 20 : 2);

/** On as many networks at once. */
const stages = 2;

/** A process that dies before it was at work for a second is not replaced at once. */
const steadyAfter = seconds(1.05);

/**
 * How soon a replacement may be expected to advertise, in the median: a standby is there, and has rehearsed its part.
 * Of two rounds, what else the machine does may meet both.
 */
const replacement = (backup: LabProgram): Duration => milliseconds(backup === holdfast ? 50 : 100);

describe("the vrrp process dies", { skip: await reasonToSkip() }, () => {
  for (const backup of programs) {
    test(`the vrrp process is killed ${rounds(backup)} times, ${backup.name} as the backup`, async (context) => {
      const silences: Duration[] = [];
      await onStages(context, backup, async (stage) => {
        let mark = 0;
        for (let round = 0; round < rounds(backup) / stages; round += 1) {
          await stage.daemon.awaitLog(/VRRP standby process is ready/u, mark);
          await stage.steady(steadyAfter);
          await stage.answers(round);
          ({ mark } = stage.daemon);
          silences.push(await stage.killVrrp());
        }
      });
      const { median } = report(context, "from SIGKILL to the first advert of the replacement", silences);
      assert.ok(median < replacement(backup), printDuration(median));
    });
  }
});

describe("the supervisor dies", { skip: await reasonToSkip() }, () => {
  for (const backup of programs) {
    test(`the supervisor is killed ${rounds(backup)} times and started again, ${backup.name} as the backup`, async (context) => {
      await onStages(context, backup, async (stage) => {
        for (let round = 0; round < rounds(backup) / stages; round += 1) {
          const { daemon } = stage;
          const { mark } = daemon;
          const [supervisor, orphan] = daemon.processes;
          kill(supervisor);
          await daemon.awaitLog(/The parent process has died: VRRP goes on without reloads/u, mark);
          const next = await stage.restart();
          assert.ok(next.log.some(({ text }) => /Taken over from process \d+, which had lost its parent/u.test(text)));
          await stage.until(() => isGone(orphan ?? 0), "the orphan is still there");
        }
        const pids = await Promise.all(
          ["/run/keepalived.pid", "/run/vrrp.pid"].map(async (path) => stage.node.run(["cat", path])),
        );
        const names = await Promise.all(pids.map(async (pid) => stage.node.run(["cat", `/proc/${pid.trim()}/comm`])));
        assert.deepEqual(names, ["keepalived\n", "keepalived\n"]);
      });
    });
  }
});

/** What is done on one stage is done on the others at the same time; on none of them anybody may notice. */
async function onStages(context: TestContext, backup: LabProgram, act: (stage: Stage) => Promise<void>): Promise<void> {
  const opened = await Promise.all(Array.from({ length: stages }, async () => Stage.open(context, backup)));
  await Promise.all(opened.map(act));
  for (const stage of opened) {
    context.diagnostic(`longest silence: ${printDuration(stage.longestSilence)}`);
    await stage.assertUnnoticed();
  }
}

function report(context: TestContext, title: string, values: readonly Duration[]): { readonly median: Duration } {
  const { median, max } = summarise(values);
  context.diagnostic(`${title}: median ${printDuration(median)}, longest ${printDuration(max)}`);
  return { median };
}
