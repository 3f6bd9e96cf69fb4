import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { syslogContract } from "../../src/platform/contract/syslog.ts";
import { openSyslog } from "../../src/platform/linux/syslog.ts";
import { origin, SocketLogDaemon } from "./log-daemon.ts";

syslogContract("Linux", () => new SocketLogDaemon());

test("the time of a line is the local time when it was sent", () => {
  const daemon = new SocketLogDaemon();
  const syslog = daemon.openSyslog();
  try {
    const before = Date.now();
    syslog.send(6, "now");
    const after = Date.now();
    const [line = ""] = daemon.takeRaw();
    const [, month = "", day = "", time = ""] = /^<30>(\w+) +(\d+) (\S+) /u.exec(line) ?? [];
    const sent = new Date(`${month} ${day} ${new Date(before).getFullYear()} ${time}`).getTime();
    assert.ok(sent > before - 1000 && sent <= after, line);
  } finally {
    syslog.close();
    daemon.close();
  }
});

test("a log daemon that is replaced without a pause is found again", () => {
  const daemon = new SocketLogDaemon();
  const syslog = daemon.openSyslog();
  try {
    syslog.send(6, "to the first");
    daemon.stop();
    daemon.start();
    syslog.send(6, "to the second");
    assert.deepEqual(daemon.take(), [{ severity: 6, message: "to the second" }]);
    assert.equal(syslog.dropped, 0);
  } finally {
    syslog.close();
    daemon.close();
  }
});

test("a path that no socket can have drops every line", () => {
  const syslog = openSyslog(origin, `/nowhere/${"x".repeat(200)}`);
  try {
    syslog.send(6, "lost");
    assert.equal(syslog.dropped, 1);
  } finally {
    syslog.close();
  }
});

test("the descriptor is gone after the end", () => {
  const daemon = new SocketLogDaemon();
  try {
    const before = readdirSync("/proc/self/fd").length;
    for (let count = 0; count < 20; count += 1) {
      const syslog = daemon.openSyslog();
      syslog.send(6, "line");
      syslog.close();
    }
    assert.equal(readdirSync("/proc/self/fd").length, before);
  } finally {
    daemon.close();
  }
});
