import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type NamedPipeOptions, type OpenNamedPipe, pipeLineLimit, SystemException } from "../ports.ts";

/** A place for pipes, and the hand of somebody else in it. */
export type PipeWorld = {
  readonly open: OpenNamedPipe;
  readonly path: string;
  /** Names something that is not a pipe. */
  readonly other: string;
  /** As mkfifo(1) makes one. */
  readonly make: (path: string) => void;
  readonly remove: (path: string) => void;
  /** Permission bits; undefined when there is nothing. */
  readonly mode: (path: string) => number | undefined;
  /** What the pipe holds, which is taken out of it. */
  readonly read: (path: string) => string;
  readonly close: () => void;
};

const options = (path: string): NamedPipeOptions => ({ path, mode: 0o644, owner: undefined });

/** What every named pipe does. */
export function namedPipeContract(name: string, openWorld: () => PipeWorld): void {
  const check = (title: string, use: (world: PipeWorld) => void): void => {
    test(title, () => {
      const world = openWorld();
      try {
        use(world);
      } finally {
        world.close();
      }
    });
  };

  describe(`named pipe of ${name}`, () => {
    check("lines wait for a reader, in order", ({ open, path, read }) => {
      const pipe = open(options(path));
      assert.equal(pipe.write("one\n"), undefined);
      assert.equal(pipe.write("two\n"), undefined);
      assert.equal(read(path), "one\ntwo\n");
      pipe.close();
    });

    check("a full pipe takes nothing, and whole lines again when it was read", ({ open, path, read }) => {
      const pipe = open(options(path));
      const line = `${"x".repeat(pipeLineLimit - 1)}\n`;
      let taken = 0;
      let failure = pipe.write(line);
      for (; failure === undefined; failure = pipe.write(line)) taken += 1;
      assert.equal(failure.code, "EAGAIN");
      assert.ok(taken > 0);
      assert.equal(read(path), line.repeat(taken));
      assert.equal(pipe.write("again\n"), undefined);
      assert.equal(read(path), "again\n");
      pipe.close();
    });

    check("it is made with its mode and removed at the end; closing twice does no harm", ({ open, path, mode }) => {
      const pipe = open(options(path));
      assert.equal(mode(path), 0o644);
      pipe.close();
      pipe.close();
      assert.equal(mode(path), undefined);
    });

    check("somebody else's pipe keeps its mode and stays", ({ open, path, make, mode }) => {
      make(path);
      const pipe = open(options(path));
      assert.equal(pipe.write("line\n"), undefined);
      pipe.close();
      assert.equal(mode(path), 0o600);
    });

    check("what somebody has put in its place stays", ({ open, path, make, mode, remove }) => {
      const pipe = open(options(path));
      remove(path);
      make(path);
      pipe.close();
      assert.equal(mode(path), 0o600);
    });

    check("something else than a pipe is refused", ({ open, other }) => {
      assert.throws(
        () => open(options(other)),
        (error) => error instanceof SystemException && error.error.code === "ENXIO",
      );
    });
  });
}
