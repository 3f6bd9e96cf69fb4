import { setImmediate as nextTurn } from "node:timers/promises";

/** How long work that is not urgent may keep the process from other work at a time, milliseconds. */
const turnLimit = 0.5;

/**
 * Goes through work in turns of the event loop, so that what is urgent is not late; `between` is done between turns.
 */
export async function inTurns<T>(steps: Iterator<unknown, T>, between: () => Promise<unknown> = nextTurn): Promise<T> {
  let turnEnds = performance.now() + turnLimit;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < turnEnds) continue;
    await between();
    turnEnds = performance.now() + turnLimit;
  }
}
