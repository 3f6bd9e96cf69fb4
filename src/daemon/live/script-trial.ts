import type { Command } from "../../base/command.ts";
import { type Duration, toMilliseconds } from "../../base/time.ts";
import type { ProcessExit, ProcessRunner } from "../../platform/ports.ts";
import type { Trial, TrialEnd } from "../../status/live/trial-text.ts";

const sigkill = 9;

/** Runs a script once, with all it has started ended at the time-out, as a check of the daemon is. */
export async function tryScript(
  processes: ProcessRunner,
  command: Command,
  timeout: Duration,
  environment: Readonly<Record<string, string>> = {},
): Promise<Trial> {
  return await new Promise((resolve) => {
    let isOverdue = false;
    const running = processes.start(command, environment, (exit) => {
      clearTimeout(timer);
      const end: TrialEnd = isOverdue ? { kind: "timed-out", after: timeout } : endOf(exit);
      resolve({ end, duration: exit.duration, output: exit.output });
    });
    const timer = setTimeout(() => {
      isOverdue = true;
      running.killGroupAtEnd();
      running.signalGroup(sigkill);
    }, toMilliseconds(timeout));
  });
}

function endOf({ how }: ProcessExit): TrialEnd {
  if (how.kind === "exited") return how;
  if (how.kind === "signalled") return { kind: "signalled", signal: how.name };
  return { kind: "not-started", why: how.error.code };
}
