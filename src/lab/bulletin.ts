import { printDuration, toMilliseconds, type Duration } from "../base/time.ts";

/** What was awaited did not happen in time; the message says what it was and what was seen instead. */
export class OverdueError extends Error {
  override readonly name = "OverdueError";
}

/**
 * Where something growing (a log, a capture, a list of addresses) says that it has changed, and others wait until it
 * looks as they want. Nothing is polled: a watcher looks once at the start and then after each announcement.
 */
export class Bulletin {
  readonly #watchers = new Set<() => void>();

  /** Everyone who waits looks again. */
  announce(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /**
   * The first value of `look` that is not undefined. Rejects with OverdueError after `within`, which bounds a failure
   * and is never waited for otherwise; `describe` then says what was wanted and what there is.
   */
  async until<T>(look: () => T | undefined, within: Duration, describe: () => string): Promise<T> {
    const already = look();
    if (already !== undefined) return already;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(overdue);
        this.#watchers.delete(watcher);
      };
      const watcher = (): void => {
        const value = look();
        if (value === undefined) return;
        leave();
        resolve(value);
      };
      const overdue = setTimeout(() => {
        leave();
        reject(new OverdueError(`not within ${printDuration(within)}: ${describe()}`));
      }, toMilliseconds(within));
      this.#watchers.add(watcher);
    });
  }
}
