import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { OpenProcessWatcher, ProcessPattern, ProcessWatcher } from "../ports.ts";
import type { Until } from "./patience.ts";

/** Somebody else who starts and ends processes. */
export type ProcessHand = {
  /** Starts one of two programs, which runs until it is ended. */
  readonly start: (program: "sleeper" | "waiter", parameters: readonly string[]) => Promise<StartedProcess>;
};
export type StartedProcess = {
  /** The process runs the other program from now on, with the same number (execve(2)). */
  readonly become: (program: "sleeper" | "waiter") => void;
  /** It has ended when this resolves. */
  readonly end: () => Promise<void>;
};

export type ProcessSubject = {
  readonly openProcessWatcher: OpenProcessWatcher;
  readonly hand: ProcessHand;
  /** What the two programs are called: by the kernel, and as the first word of their command lines. */
  readonly names: Readonly<Record<"sleeper" | "waiter", string>>;
  readonly until: Until;
  readonly close: () => void;
};

/** What every watcher of processes does. */
export function processWatcherContract(name: string, makeSubject: () => ProcessSubject): void {
  describe(`processes of ${name}`, () => {
    test("those that run are counted at once, each pattern by itself, and none is a count too", async () => {
      await withWatcher(async ({ hand, pattern, watch, until, last, end }) => {
        const one = await hand.start("sleeper", ["100"]);
        const two = await hand.start("sleeper", ["200"]);
        watch([
          pattern("sleeper", { name: "all" }),
          pattern("sleeper", { name: "two", parameters: ["200"] }),
          pattern("waiter"),
        ]);
        await until(() => last.size === 3);
        assert.deepEqual(
          [...last],
          [
            ["all", 2],
            ["two", 1],
            ["waiter", 0],
          ],
        );
        await end(one, two);
      });
    });

    test("one that begins and one that ends are told", async () => {
      await withWatcher(async ({ hand, pattern, watch, until, last, end }) => {
        watch([pattern("sleeper")]);
        await until(() => last.get("sleeper") === 0);
        const one = await hand.start("sleeper", ["600"]);
        await until(() => last.get("sleeper") === 1);
        const two = await hand.start("sleeper", ["600"]);
        await until(() => last.get("sleeper") === 2);
        await one.end();
        await until(() => last.get("sleeper") === 1);
        await end(two);
        await until(() => last.get("sleeper") === 0);
      });
    });

    test("a process that runs another program counts there and no longer here", async () => {
      await withWatcher(async ({ hand, pattern, watch, until, last, end }) => {
        watch([pattern("sleeper"), pattern("waiter")]);
        await until(() => last.size === 2);
        const one = await hand.start("sleeper", ["600"]);
        await until(() => last.get("sleeper") === 1);
        one.become("waiter");
        await until(() => last.get("sleeper") === 0 && last.get("waiter") === 1);
        await end(one);
        await until(() => last.get("waiter") === 0);
      });
    });

    test("parameters make a difference, and so does how they are compared", async () => {
      await withWatcher(async ({ hand, pattern, watch, until, last, end }) => {
        watch([
          pattern("sleeper", { name: "exact", parameters: ["100", "200"] }),
          pattern("sleeper", { name: "partial", parameters: ["100"], match: "partial" }),
          pattern("sleeper", { name: "initial", parameters: ["100", "2"], match: "initial" }),
          pattern("sleeper", { name: "none", match: "exact" }),
        ]);
        await until(() => last.size === 4);
        const one = await hand.start("sleeper", ["100", "200"]);
        await until(() => last.get("exact") === 1 && last.get("partial") === 1 && last.get("initial") === 1);
        const two = await hand.start("sleeper", ["100", "300"]);
        await until(() => last.get("partial") === 2);
        assert.deepEqual([last.get("exact"), last.get("initial"), last.get("none")], [1, 1, 0]);
        await end(one, two);
      });
    });

    test("watching others counts anew, and leaves out what is not asked for any more", async () => {
      await withWatcher(async ({ hand, pattern, watch, until, last, end }) => {
        const one = await hand.start("sleeper", ["600"]);
        watch([pattern("sleeper")]);
        await until(() => last.get("sleeper") === 1);
        last.clear();
        watch([pattern("waiter")]);
        await until(() => last.get("waiter") === 0);
        await end(one);
        const other = await hand.start("waiter", ["600"]);
        await until(() => last.get("waiter") === 1);
        assert.deepEqual([...last.keys()], ["waiter"]);
        await end(other);
      });
    });

    test("a watcher that is closed tells nothing", async () => {
      await withWatcher(async ({ hand, pattern, watch, watcher, until, last, end, openProcessWatcher }) => {
        watch([pattern("sleeper")]);
        watcher.close();
        watcher.close();
        // A second watcher hears of it, the first does not.
        let heard = false;
        const witness = openProcessWatcher((counts) => (heard ||= counts.get("sleeper") === 1));
        witness.watch([pattern("sleeper")]);
        const one = await hand.start("sleeper", ["600"]);
        await until(() => heard);
        witness.close();
        await end(one);
        assert.equal(last.size, 0);
      });
    });
  });

  type Bench = ProcessSubject & {
    readonly watcher: ProcessWatcher;
    readonly watch: (patterns: readonly ProcessPattern[]) => void;
    /** The count that was told last. */
    readonly last: Map<string, number>;
    /** Processes of that program, by name; with parameters by their command line. */
    readonly pattern: (program: "sleeper" | "waiter", more?: Partial<ProcessPattern>) => ProcessPattern;
    readonly end: (...started: StartedProcess[]) => Promise<void>;
  };

  async function withWatcher(use: (bench: Bench) => Promise<void>): Promise<void> {
    const subject = makeSubject();
    const last = new Map<string, number>();
    const watcher = subject.openProcessWatcher((counts) => {
      for (const [key, count] of counts) last.set(key, count);
    });
    const pattern: Bench["pattern"] = (program, more = {}) => ({
      name: program,
      process: subject.names[program],
      parameters: [],
      match: more.parameters === undefined ? "any" : "exact",
      fullCommand: false,
      ...more,
    });
    const watch: Bench["watch"] = (patterns) => watcher.watch(patterns);
    try {
      await use({ ...subject, watcher, watch, last, pattern, end: endAll });
    } finally {
      watcher.close();
      subject.close();
    }
  }
}

async function endAll(...started: readonly StartedProcess[]): Promise<void> {
  for (const each of started) await each.end();
}
