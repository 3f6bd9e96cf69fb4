import assert from "node:assert/strict";
import { test } from "node:test";

import { printSyslogLine } from "./syslog-line.ts";

const origin = { ident: "Keepalived_vrrp", pid: 2031, facility: 3 };

test("a line has priority, local time with a day of two places, program and message (RFC 3164 §4.1)", () => {
  const time = new Date(2026, 10, 1, 3, 4, 5);
  assert.equal(
    printSyslogLine(origin, 6, time, "(VI_1) Entering MASTER STATE"),
    "<30>Nov  1 03:04:05 Keepalived_vrrp[2031]: (VI_1) Entering MASTER STATE",
  );
  assert.match(printSyslogLine(origin, 6, new Date(2026, 11, 31, 23, 59, 59), ""), /^<30>Dec 31 23:59:59 /u);
});

test("the priority is made of facility and severity", () => {
  const time = new Date(2026, 0, 1);
  for (const [facility, severity, priority] of [
    [0, 0, 0],
    [3, 3, 27],
    [16, 7, 135],
    [23, 7, 191],
  ] as const) {
    assert.ok(printSyslogLine({ ...origin, facility }, severity, time, "").startsWith(`<${priority}>Jan  1 `));
  }
});

test("what could be read as another line becomes a space", () => {
  const line = printSyslogLine(origin, 6, new Date(2026, 0, 1), "a\r\n<0>Jan  1 00:00:00 kernel: b\0\u007f\u001bc");
  assert.equal(line, "<30>Jan  1 00:00:00 Keepalived_vrrp[2031]: a <0>Jan  1 00:00:00 kernel: b c");
});
