import assert from "node:assert/strict";
import { test } from "node:test";
import type { Syslog } from "../platform/ports.ts";
import { describeProgramError } from "./log-program-error.ts";
import { printLogTime } from "./log-time.ts";
import { openLog, severity } from "./log.ts";

const syslogOnly = { detail: false, console: false, syslog: true, facility: 3 } as const;

/** A syslog that remembers, and the way to open it. */
function recorder(): { readonly lines: string[]; readonly open: (ident: string, facility: number) => Promise<Syslog> } {
  const lines: string[] = [];
  return {
    lines,
    open: (ident, facility) => {
      lines.push(`open ${ident} ${facility}`);
      const send = (level: number, message: string): void => void lines.push(`${level} ${message}`);
      return Promise.resolve({ send, dropped: 0, close: () => undefined });
    },
  };
}

void test("The time of a line is local and as wide for every day", () => {
  assert.equal(printLogTime(new Date(2026, 10, 1, 3, 4, 5)), "Sun Nov  1 03:04:05 2026");
  assert.equal(printLogTime(new Date(2026, 10, 21, 13, 24, 44)), "Sat Nov 21 13:24:44 2026");
});

void test("Lines reach syslog in order, and it is opened once", async () => {
  const { lines, open } = recorder();
  const log = openLog(syslogOnly, "Keepalived", open);
  log.log("first");
  log.log("second", { severity: severity.error });
  assert.deepEqual(lines, [], "nothing happens inside the call");
  await log.flush();
  log.log("third");
  await log.flush();
  assert.deepEqual(lines, ["open Keepalived 3", "6 first", "3 second", "6 third"]);
});

void test("Lines of detail need -D", async () => {
  const plain = recorder();
  const quiet = openLog(syslogOnly, "Keepalived", plain.open);
  quiet.log("detail", { detail: true });
  await quiet.flush();
  assert.deepEqual(plain.lines, []);
  const detailed = recorder();
  const log = openLog({ ...syslogOnly, detail: true }, "Keepalived", detailed.open);
  log.log("detail", { detail: true });
  await log.flush();
  assert.deepEqual(detailed.lines.slice(1), ["6 detail"]);
});

void test("A syslog that cannot be opened is given up without an error", async () => {
  const log = openLog(syslogOnly, "Keepalived", () => Promise.reject(new Error("no library")));
  log.log("lost");
  await log.flush();
  log.flushNow();
});

void test("While syslog is being opened at most 1000 lines wait", async () => {
  const { lines, open } = recorder();
  const log = openLog(syslogOnly, "Keepalived", open);
  for (let count = 0; count < 1500; count += 1) log.log("line");
  await log.flush();
  assert.equal(lines.length, 1 + 1000);
});

void test("A mistake of the program is one line", () => {
  const line = describeProgramError(new TypeError("one\n  two"));
  assert.match(line, /^Program error: TypeError: one; two \(at .*\)$/u);
  assert.equal(describeProgramError("odd\nthing"), "Program error: odd; thing");
});
