import { type Command, printCommand } from "../base/command.ts";
import { type Duration, later, seconds } from "../base/time.ts";
import type { MachinePorts } from "../platform/ports.ts";
import { describeFailure } from "./process-failure.ts";

/** A script that runs before everything else starts, or after everything else has ended. */
export type BoundaryScript = {
  readonly when: "startup" | "shutdown";
  /** As it is written, for the log. */
  readonly written: Command;
  readonly command: Command;
  readonly timeout: Duration;
};

/** Seconds that `startup_script` and `shutdown_script` have when nothing else is said (keepalived.conf(5)). */
export const usualTimeout: Duration = seconds(10);

/** From SIGTERM to SIGKILL. */
const grace: Duration = seconds(1);

const signals = { term: 15, kill: 9 } as const;

export type RunningBoundaryScript = {
  readonly ended: Promise<void>;
  /** The daemon cannot wait for it any longer. */
  readonly end: () => void;
};

/**
 * Runs it; `ended` resolves when it has ended, or was ended with all it started because its time was up. Whatever
 * becomes of it, the daemon goes on: `say` puts it into the log, in the words of the reference.
 */
export function runBoundaryScript(
  { when, written, command, timeout }: BoundaryScript,
  { clock, openAlarm, processes }: Pick<MachinePorts, "clock" | "openAlarm" | "processes">,
  say: (message: string) => void,
): RunningBoundaryScript {
  say(`Running ${when} script ${printCommand(written)}`);
  let resolveEnded: (() => void) | undefined;
  let isOverdue = false;
  const alarm = openAlarm(() => {
    if (!isOverdue) say(`${when} script timed out`);
    script.signalGroup(isOverdue ? signals.kill : signals.term);
    isOverdue = true;
    alarm.set(later(clock.now(), grace));
  });
  const script = processes.start(command, {}, (exit) => {
    alarm.close();
    const failure = describeFailure(exit);
    if (failure === undefined) say(`${when} script script succeeded`);
    else if (exit.how.kind === "exited") say(`${when} script script failed, ${failure.replace("exited with ", "")}`);
    else say(`${when} script script failed: it ${failure}`);
    resolveEnded?.();
  });
  alarm.set(later(clock.now(), timeout));
  return {
    ended: new Promise((resolve) => {
      resolveEnded = resolve;
    }),
    end: () => void script.signalGroup(signals.term),
  };
}
