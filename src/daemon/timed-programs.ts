import type { Histogram } from "../base/histogram.ts";
import type { ProcessRunner } from "../platform/ports.ts";

/** Starts programs and notes how long they run; those that could not be started do not count. */
export function timed(processes: ProcessRunner, durations: Histogram): ProcessRunner {
  return {
    start(command, environment, done) {
      return processes.start(command, environment, (exit) => {
        if (exit.how.kind !== "not-started") durations.add(exit.duration);
        done(exit);
      });
    },
    close: () => processes.close(),
  };
}
