import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Syslog } from "../ports.ts";
import type { Until } from "./patience.ts";

export type SyslogLine = { readonly severity: number; readonly message: string };

/** A log daemon for the test. It runs from the start. */
export interface LogDaemon {
  openSyslog(): Syslog;
  readonly until: Until;
  /** Takes the lines that have arrived. */
  take(): readonly SyslogLine[];
  /** Ends the daemon: nobody takes lines until it starts again. */
  stop(): void;
  start(): void;
  /** Ends it, and removes what it has made. */
  close(): void;
}

/** More lines than may wait, here and there, for a log daemon that reads none. */
const flood = 10_000;

/** What every Syslog does. */
export function syslogContract(name: string, startDaemon: () => LogDaemon): void {
  describe(`syslog of ${name}`, () => {
    const check = testWith(startDaemon);

    check("lines arrive in order with their severity", (daemon, syslog) => {
      const lines = [0, 3, 6, 7].map((severity) => ({ severity, message: `(VI_1) line of severity ${severity} ü` }));
      for (const { severity, message } of lines) syslog.send(severity, message);
      assert.deepEqual(daemon.take(), lines);
      assert.equal(syslog.dropped, 0);
    });

    check(
      "lines are dropped and counted while there is no log daemon, and arrive when it is back",
      (daemon, syslog) => {
        syslog.send(6, "before");
        assert.equal(daemon.take().length, 1);
        daemon.stop();
        syslog.send(6, "lost");
        syslog.send(6, "lost as well");
        assert.equal(syslog.dropped, 2);
        daemon.start();
        syslog.send(6, "after");
        assert.deepEqual(daemon.take(), [{ severity: 6, message: "after" }]);
        assert.equal(syslog.dropped, 2);
      },
    );

    check("lines for which there is no room now arrive later, in order", async (daemon, syslog) => {
      const messages = Array.from({ length: 300 }, (_, index) => `line ${index}`);
      for (const message of messages) syslog.send(6, message);
      assert.deepEqual(await takeUntil(daemon, (arrived) => arrived.length >= messages.length), messages);
      assert.equal(syslog.dropped, 0);
    });

    check("lines that wait are counted when the log daemon ends", async (daemon, syslog) => {
      for (let count = 0; count < flood; count += 1) syslog.send(6, "line");
      const tooMany = syslog.dropped;
      daemon.stop();
      await daemon.until(() => syslog.dropped > tooMany);
      const lost = syslog.dropped;
      daemon.start();
      syslog.send(6, "after");
      assert.deepEqual(daemon.take(), [{ severity: 6, message: "after" }]);
      assert.equal(syslog.dropped, lost);
    });

    check("beyond the bound every line either arrives, in order, or is counted", async (daemon, syslog) => {
      for (let count = 0; count < flood; count += 1) syslog.send(6, `line ${count}`);
      const { dropped } = syslog;
      assert.ok(dropped > 0);
      const messages = Array.from({ length: flood - dropped }, (_, index) => `line ${index}`);
      assert.deepEqual(await takeUntil(daemon, (arrived) => arrived.length >= messages.length), messages);
      syslog.send(6, "after");
      assert.deepEqual(daemon.take(), [{ severity: 6, message: "after" }]);
      assert.equal(syslog.dropped, dropped);
    });

    check("at its end, lines that still wait are tried once more and then counted", (daemon, syslog) => {
      for (let count = 0; count < flood; count += 1) syslog.send(6, "line");
      const before = daemon.take().length;
      syslog.close();
      const after = daemon.take().length;
      assert.ok(after > 0);
      assert.equal(before + after + syslog.dropped, flood);
    });

    check("a message stays one line", (daemon, syslog) => {
      syslog.send(6, "script said: a\nb\r\n\0c\u007f");
      const lines = daemon.take();
      assert.equal(lines.length, 1);
      assert.match(lines[0]?.message ?? "", /^script said: a b c ?$/u);
    });

    check("a message that is too long is cut", (daemon, syslog) => {
      syslog.send(6, "x".repeat(300_000));
      const lines = daemon.take();
      assert.equal(lines.length, 1);
      assert.match(lines[0]?.message ?? "", /^x{1000,}$/u);
      assert.equal(syslog.dropped, 0);
    });

    check("after its end it drops and counts", (daemon, syslog) => {
      syslog.close();
      syslog.send(6, "late");
      syslog.close();
      assert.equal(syslog.dropped, 1);
      assert.deepEqual(daemon.take(), []);
    });
  });
}

/** Takes messages until they are enough. */
async function takeUntil(
  daemon: LogDaemon,
  isEnough: (messages: readonly string[]) => boolean,
): Promise<readonly string[]> {
  const messages: string[] = [];
  await daemon.until(() => {
    messages.push(...daemon.take().map(({ message }) => message));
    return isEnough(messages);
  });
  return messages;
}

type Check = (title: string, use: (daemon: LogDaemon, syslog: Syslog) => void | Promise<void>) => void;

/** Each test has a log daemon of its own. */
function testWith(startDaemon: () => LogDaemon): Check {
  return (title, use) => {
    test(title, async () => {
      const daemon = startDaemon();
      const syslog = daemon.openSyslog();
      try {
        await use(daemon, syslog);
      } finally {
        syslog.close();
        daemon.close();
      }
    });
  };
}
