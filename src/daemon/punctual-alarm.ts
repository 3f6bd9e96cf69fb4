import { type Duration, elapsed, type Instant } from "../base/time.ts";
import type { Clock, OpenAlarm } from "../platform/ports.ts";

/** An alarm that tells how late each ring is that was waited for, before it is heard. */
export function tellingLateness(openAlarm: OpenAlarm, clock: Clock, late: (by: Duration) => void): OpenAlarm {
  return (ring) => {
    let due: Instant | undefined;
    const alarm = openAlarm(() => {
      if (due !== undefined) late(elapsed(due, clock.now()));
      due = undefined;
      ring();
    });
    return {
      set(at) {
        due = at;
        alarm.set(at);
      },
      close: () => alarm.close(),
    };
  };
}
