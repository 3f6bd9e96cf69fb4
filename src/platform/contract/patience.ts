/**
 * Lets the world of a subject go on until the condition holds: real time passes, or a virtual clock is moved. Rejects
 * when it does not come about in a time that is long for both.
 */
export type Until = (condition: () => boolean) => Promise<void>;

/** For subjects in real time; milliseconds. */
const patience = 5000;

/** Looks after every turn of the event loop, so that nothing depends on how long a sleep is. */
export async function untilReal(condition: () => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it did not come about within ${patience} ms`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** Repeats an action without letting the event loop turn, for what must work without it. */
export function spinUntil(condition: () => boolean, action: () => void): void {
  const end = performance.now() + patience;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it did not come about within ${patience} ms`);
    action();
  }
}
