import assert from "node:assert/strict";
import { test } from "node:test";
import type { SupervisorOptions } from "../daemon/supervisor-options.ts";
import { readKeepalivedCommand } from "./keepalived-command.ts";
import { keepalivedOptions } from "./keepalived-option-table.ts";
import { parseFacility, parseUmask } from "./option-values.ts";

function options(...words: readonly string[]): SupervisorOptions {
  const command = readKeepalivedCommand("keepalived", words);
  assert(command.kind === "run", JSON.stringify(command));
  return command.options;
}

void test("Without options the daemon has the reference's files and goes to the background", () => {
  const { file, pidFile, vrrpPidFile, checkersPidFile, foreground, logging, remarks } = options();
  assert.deepEqual(
    [file, pidFile, vrrpPidFile, checkersPidFile, foreground],
    ["/etc/keepalived/keepalived.conf", undefined, undefined, undefined, false],
  );
  assert.deepEqual(logging, { detail: false, console: false, syslog: true, facility: 3 });
  assert.deepEqual(remarks, []);
});

void test("The command line of a platform that starts one daemon per router", () => {
  const read = options("-P", "-f", "/x/keepalived.conf", "-p", "/x.pid", "-r", "/x.pid-vrrp", "-D");
  assert.deepEqual(
    [read.file, read.pidFile, read.vrrpPidFile, read.vrrp],
    ["/x/keepalived.conf", "/x.pid", "/x.pid-vrrp", true],
  );
  assert.equal(read.logging.detail, true);
  assert.deepEqual(read.arguments, ["-P", "-f", "/x/keepalived.conf", "-p", "/x.pid", "-r", "/x.pid-vrrp", "-D"]);
});

void test("The configuration's own options go to the daemon and to the configuration test", () => {
  const { configId, strictIncludes } = options("-i", "blue", "-e");
  assert.deepEqual([configId, strictIncludes], ["blue", true]);
  assert.deepEqual([options().configId, options().strictIncludes], [undefined, false]);
  assert.deepEqual(readKeepalivedCommand("keepalived", ["-t", "--config-id=blue", "-f", "x"]), {
    kind: "config-test",
    file: "x",
    reading: { configId: "blue", strictIncludes: false, namespace: undefined },
    report: undefined,
    backend: "auto",
  });
});

void test("Words before the options belong to the command line of the processes it starts", () => {
  const command = readKeepalivedCommand("holdfast", ["-n"], ["run"]);
  assert(command.kind === "run");
  assert.deepEqual(command.options.arguments, ["run", "-n"]);
});

void test("Load balancing: which processes run, what balances, and what stays at the end", () => {
  const { vrrp, checkers, lvsBackend, keepsTable } = options();
  assert.deepEqual([vrrp, checkers, lvsBackend, keepsTable], [true, true, "auto", false]);
  assert.deepEqual([options("-P").vrrp, options("-P").checkers], [true, false]);
  assert.deepEqual([options("-C").vrrp, options("-C").checkers], [false, true]);
  assert.equal(options("-I").keepsTable, true);
  assert.equal(options("--lvs-backend=nftables").lvsBackend, "nftables");
  const wrong = readKeepalivedCommand("keepalived", ["--lvs-backend", "nft"]);
  assert(wrong.kind === "say");
  assert.equal(wrong.status, 1);
  assert.match(wrong.text, /^Unknown --lvs-backend nft: use auto, ipvs, nftables$/mu);
});

void test("An option that does nothing says so, each of them", () => {
  for (const option of keepalivedOptions) {
    if (option.missing?.kind !== "ignored") continue;
    const { remarks } = options(`--${option.name}${option.value === "required" ? "=x" : ""}`);
    assert.equal(remarks.length, 1, option.name);
    assert.match(remarks[0] ?? "", /is accepted, not implemented/u);
  }
});

void test("An option without which something else would be done is refused with a cure", () => {
  for (const word of ["-x", "--config-fd=3"]) {
    const command = readKeepalivedCommand("keepalived", [word]);
    assert(command.kind === "say");
    assert.equal(command.status, 1);
    assert.match(command.text, /is not implemented: \w/u);
  }
});

void test("Left-over words are remarked on", () => {
  assert.deepEqual(options("-n", "foo").remarks, ["Unexpected argument 'foo': ignored"]);
});

void test("--signum prints the number of a signal", () => {
  const expected = { RELOAD: 1, STOP: 15, DATA: 10, STATS: 12, STATS_CLEAR: 63, JSON: 36 };
  for (const [name, number] of Object.entries(expected)) {
    assert.deepEqual(readKeepalivedCommand("keepalived", [`--signum=${name}`]), {
      kind: "say",
      stream: "stdout",
      text: String(number),
      status: 0,
    });
  }
  const unknown = readKeepalivedCommand("keepalived", ["--signum=FOO"]);
  assert(unknown.kind === "say");
  assert.equal(unknown.status, 1);
});

void test("The first line of the version is what tools look for", () => {
  const command = readKeepalivedCommand("keepalived", ["-v"]);
  assert(command.kind === "say");
  assert.deepEqual([command.stream, command.status], ["stderr", 0]);
  assert.match(command.text, /^Keepalived v\d+\.\d+\.\d+ \(.*\)\n/u);
});

void test("The help names every option", () => {
  const command = readKeepalivedCommand("keepalived", ["-h"]);
  assert(command.kind === "say");
  for (const { name } of keepalivedOptions) assert.match(command.text, new RegExp(`--${name}\\b`, "u"));
});

void test("-t with and without a file", () => {
  assert.deepEqual(readKeepalivedCommand("keepalived", ["-t", "-f", "x"]), {
    kind: "config-test",
    file: "x",
    reading: { configId: undefined, strictIncludes: false, namespace: undefined },
    report: undefined,
    backend: "auto",
  });
  assert.deepEqual(readKeepalivedCommand("keepalived", ["-fx", "--config-test=y"]), {
    kind: "config-test",
    file: "x",
    reading: { configId: undefined, strictIncludes: false, namespace: undefined },
    report: "y",
    backend: "auto",
  });
});

void test("Facilities and masks", () => {
  assert.deepEqual(["0", "7", "local3", "user", "daemon", "8", "local8", "mail"].map(parseFacility), [
    16,
    23,
    19,
    1,
    3,
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(["022", "0x1f", "18", "0", "01000", "9z", ""].map(parseUmask), [
    0o22,
    0x1f,
    18,
    0,
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(options("-S9").remarks, ["Invalid log facility '9': using daemon"]);
  assert.equal(options("-S1").logging.facility, 17);
});
