import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { contentLimit, type FileWatcher, type OpenFileWatcher } from "../ports.ts";
import type { Until } from "./patience.ts";

/** Somebody else who changes files. Paths are absolute; directories that are missing are not made on the way. */
export type FileHand = {
  readonly write: (path: string, content: string) => void;
  readonly move: (from: string, to: string) => void;
  /** A file, or a directory with all that is in it. */
  readonly remove: (path: string) => void;
  readonly makeDirectory: (path: string) => void;
  /** Undefined: there is none. */
  readonly read: (path: string) => string | undefined;
};

export type FileSubject = {
  readonly openFileWatcher: OpenFileWatcher;
  readonly hand: FileHand;
  /** An empty directory. */
  readonly directory: string;
  readonly until: Until;
  readonly close: () => void;
};

/** What every watcher of files does. */
export function fileWatcherContract(name: string, makeSubject: () => FileSubject): void {
  describe(`files of ${name}`, () => {
    test("what is in a file is known at once, and nothing is told of what does not change", async () => {
      await withWatcher(async ({ hand, directory, watch, told, settle }) => {
        hand.write(`${directory}/one`, "1\n");
        const files = watch(`${directory}/one`, `${directory}/none`, `${directory}/no/where`);
        assert.deepEqual(
          [...files.values()].map(({ content, error }) => content ?? error ?? "nothing"),
          ["1\n", "nothing", "nothing"],
        );
        hand.write(`${directory}/one`, "1\n");
        hand.write(`${directory}/other`, "5\n");
        await settle();
        assert.deepEqual(told, []);
      });
    });

    test("a file is written, replaced, removed and made again", async () => {
      await withWatcher(async ({ hand, directory, watch, until, last }) => {
        const path = `${directory}/flag`;
        watch(path);
        hand.write(path, "1\n");
        await until(() => last(path) === "1\n");
        hand.write(path, "2\n");
        await until(() => last(path) === "2\n");
        hand.write(`${directory}/new`, "3\n");
        hand.move(`${directory}/new`, path);
        await until(() => last(path) === "3\n");
        hand.write(path, "4\n");
        await until(() => last(path) === "4\n");
        hand.remove(path);
        await until(() => last(path) === "nothing");
        hand.write(path, "5\n");
        await until(() => last(path) === "5\n");
        hand.move(path, `${directory}/away`);
        await until(() => last(path) === "nothing");
      });
    });

    test("directories on the way come later, go away, and come back with other content", async () => {
      await withWatcher(async ({ hand, directory, watch, until, last }) => {
        const path = `${directory}/a/b/flag`;
        watch(path);
        for (const content of ["1\n", "2\n"]) {
          hand.makeDirectory(`${directory}/a`);
          hand.makeDirectory(`${directory}/a/b`);
          hand.write(path, content);
          await until(() => last(path) === content);
          hand.remove(`${directory}/a`);
          await until(() => last(path) === "nothing");
        }
        hand.makeDirectory(`${directory}/x`);
        hand.makeDirectory(`${directory}/x/b`);
        hand.write(`${directory}/x/b/flag`, "3\n");
        hand.move(`${directory}/x`, `${directory}/a`);
        await until(() => last(path) === "3\n");
        hand.write(path, "4\n");
        await until(() => last(path) === "4\n");
        hand.move(`${directory}/a`, `${directory}/x`);
        await until(() => last(path) === "nothing");
        hand.write(`${directory}/x/b/flag`, "5\n");
        hand.move(`${directory}/x`, `${directory}/a`);
        await until(() => last(path) === "5\n");
      });
    });

    test("many files in one directory, each told by its own name", async () => {
      await withWatcher(async ({ hand, directory, watch, until, told, last }) => {
        const paths = Array.from({ length: 50 }, (_, index) => `${directory}/file${index}`);
        watch(...paths);
        for (const [index, path] of paths.entries()) hand.write(path, `${index}`);
        await until(() => paths.every((path, index) => last(path) === `${index}`));
        told.length = 0;
        hand.write(`${directory}/file7`, "seven");
        await until(() => told.length > 0);
        // A writer may be seen between emptying the file and filling it.
        await until(() => last(`${directory}/file7`) === "seven");
        assert.ok(told.every(({ path }) => path === `${directory}/file7`));
      });
    });

    test("watching others leaves out what is not asked for any more", async () => {
      await withWatcher(async ({ hand, directory, watch, until, told, last }) => {
        const [kept, dropped] = [`${directory}/kept`, `${directory}/dropped`];
        watch(kept, dropped);
        hand.write(kept, "1");
        await until(() => last(kept) === "1");
        assert.equal(watch(kept).get(kept)?.content, "1");
        told.length = 0;
        hand.write(dropped, "2");
        hand.write(kept, "3");
        await until(() => last(kept) === "3");
        assert.ok(told.every(({ path }) => path === kept));
      });
    });

    test("no more than the limit is read", async () => {
      await withWatcher(async ({ hand, directory, watch }) => {
        hand.write(`${directory}/long`, "x".repeat(contentLimit + 1));
        const [file] = watch(`${directory}/long`).values();
        assert.equal(file?.content?.length, contentLimit);
        await Promise.resolve();
      });
    });

    test("a file is written where there is none, and otherwise only when it is to be overwritten", async () => {
      await withWatcher(async ({ hand, directory, watcher }) => {
        const path = `${directory}/flag`;
        assert.equal(watcher.write(path, "1\n", false), undefined);
        assert.equal(watcher.write(path, "2\n", false), undefined);
        assert.equal(hand.read(path), "1\n");
        assert.equal(watcher.write(path, "3", true), undefined);
        assert.equal(hand.read(path), "3");
        assert.deepEqual(watcher.write(`${directory}/no/where`, "1", true)?.code, "ENOENT");
        await Promise.resolve();
      });
    });

    test("a watcher that is closed tells nothing", async () => {
      await withWatcher(async ({ hand, directory, watch, watcher, told, settle }) => {
        watch(`${directory}/flag`);
        watcher.close();
        watcher.close();
        hand.write(`${directory}/flag`, "1");
        await settle();
        assert.deepEqual(told, []);
      });
    });
  });

  type Bench = FileSubject & {
    readonly watcher: FileWatcher;
    readonly watch: (...paths: string[]) => ReturnType<FileWatcher["watch"]>;
    readonly told: { path: string; content: string }[];
    /** What was told of a file last. */
    readonly last: (path: string) => string | undefined;
    /** Returns when all that has happened until now would have been told. */
    readonly settle: () => Promise<void>;
  };

  async function withWatcher(use: (bench: Bench) => Promise<void>): Promise<void> {
    const subject = makeSubject();
    const { hand, directory, until } = subject;
    const told: Bench["told"] = [];
    const watcher = subject.openFileWatcher((path, content = "nothing") => void told.push({ path, content }));
    const settle = async (): Promise<void> => {
      // A second watcher of the same directory, which is told of what happens after everything else.
      let seen = false;
      const witness = subject.openFileWatcher(() => (seen = true));
      witness.watch([`${directory}/witness`]);
      hand.write(`${directory}/witness`, "1");
      await until(() => seen);
      witness.close();
    };
    const last = (wanted: string): string | undefined => told.findLast(({ path }) => path === wanted)?.content;
    try {
      await use({ ...subject, watcher, watch: (...paths) => watcher.watch(paths), told, last, settle });
    } finally {
      watcher.close();
      subject.close();
    }
  }
}
