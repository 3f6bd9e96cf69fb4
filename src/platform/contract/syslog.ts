import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Syslog } from "../ports.ts";

export type SyslogLine = { readonly severity: number; readonly message: string };

/** A log daemon for the test. It runs from the start. */
export interface LogDaemon {
  openSyslog(): Syslog;
  /** Takes the lines that have arrived. */
  take(): readonly SyslogLine[];
  /** Ends the daemon: nobody takes lines until it starts again. */
  stop(): void;
  start(): void;
  /** Ends it, and removes what it has made. */
  close(): void;
}

/** More lines than any log daemon lets wait while it reads none. */
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

    check(
      "a log daemon that does not read costs lines, not time: every line arrives or is counted",
      (daemon, syslog) => {
        for (let count = 0; count < flood; count += 1) syslog.send(6, `line ${count}`);
        const { dropped } = syslog;
        assert.ok(dropped > 0);
        const arrived = daemon.take();
        assert.equal(arrived.length + dropped, flood);
        assert.equal(arrived[0]?.message, "line 0");
        syslog.send(6, "after");
        assert.deepEqual(daemon.take(), [{ severity: 6, message: "after" }]);
      },
    );

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

type Check = (title: string, use: (daemon: LogDaemon, syslog: Syslog) => void) => void;

/** Each test has a log daemon of its own. */
function testWith(startDaemon: () => LogDaemon): Check {
  return (title, use) => {
    test(title, () => {
      const daemon = startDaemon();
      const syslog = daemon.openSyslog();
      try {
        use(daemon, syslog);
      } finally {
        syslog.close();
        daemon.close();
      }
    });
  };
}
