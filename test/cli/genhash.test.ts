import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

import type { Outcome } from "./genhash-session.ts";
import { build, holdfast, inNamespace, namespaceObstacle } from "./programs.ts";

before(build);

const skip = namespaceObstacle();
const session = fileURLToPath(new URL("genhash-session.ts", import.meta.url));
const ours = fileURLToPath(new URL("../../bin/genhash", import.meta.url));
const reference = "/usr/bin/genhash";

function outcomes(program: string, lines: readonly string[]): readonly Outcome[] {
  const words = [process.execPath, "--import", "tsx", session, program, JSON.stringify(lines)];
  const [command, ...rest] = inNamespace(words);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the session has written it
  return JSON.parse(execFileSync(command, rest, { encoding: "utf8", timeout: 60_000 })) as readonly Outcome[];
}

const md5 = (text: string): string => `${createHash("md5").update(text).digest("hex")}\n`;
const done = (stdout: string, stderr = "") => ({ status: 0, stdout, stderr });
const failed = (stderr: string) => ({ status: 1, stdout: "", stderr });

/** Lines that C genhash answers in the same way. */
const alike: readonly (readonly [line: string, outcome: Outcome])[] = [
  ["-s 127.0.0.1 -p HTTP -u /page", done(md5("hello\n"))],
  ["-s 127.0.0.1 -p HTTP -u /page -P 1.1", done(md5("hello\n"))],
  ["-S -s 127.0.0.1 -p TLS -u /page", done(md5("hello\n"))],
  ["-s 127.0.0.1 -p HTTP -u /host -V www.example.com", done(md5("www.example.com"))],
];

const verbose = "--verbose --server 127.0.0.1 --port HTTP --url /page";

void test("The digest of a page is that of md5sum, and failures say what has failed", { skip }, () => {
  const others: readonly (readonly [line: string, outcome: Outcome])[] = [
    // The body is what the check compares, not how it was sent.
    ["-s 127.0.0.1 -p HTTP -u /chunks -P 1.1", done(md5("hello\n"))],
    ["-s 127.0.0.1 -p HTTP -u /missing", done(md5("hello\n"), "genhash: note: /missing has status 404\n")],
    ["-s 127.0.0.1 -p 1 -u /", failed("genhash: 127.0.0.1:1: connection refused (ECONNREFUSED)\n")],
    [
      "-s 127.0.0.1 -p 99999 -u /",
      failed("genhash: invalid port number '99999': use 1 to 65535\nTry genhash --help\n"),
    ],
  ];
  const expected = [...alike, ...others];
  const lines = [...expected.map(([line]) => line), "-s 127.0.0.1 -p SILENT -u / -t 0.2", "-s 127.0.0.1 -p SHORT -u /"];
  const all = outcomes(ours, [...lines, verbose, "-h"]);
  assert.deepEqual(
    all.slice(0, expected.length),
    expected.map(([, outcome]) => outcome),
  );
  const [silent, short, page, help] = all.slice(expected.length);
  assert.match(silent?.stderr ?? "", /^genhash: 127\.0\.0\.1:\d+: no response within 0\.2 s\n$/u);
  assert.match(
    short?.stderr ?? "",
    /^genhash: 127\.0\.0\.1:\d+: the connection ended before a response was complete\n$/u,
  );
  assert.deepEqual([silent?.status, short?.status, page?.status, help?.status], [1, 1, 0, 0]);
  assert.match(page?.stdout ?? "", /\[ HTML hash final resulting \]-+\nb1946ac92492d2347c6235b4d2611184\n/u);
  assert.match(page?.stdout ?? "", /^Global response time for \[\/page\] = \d+ usecs$/mu);
  assert.match(help?.stdout ?? "", /^Usage: genhash .*-s, --server=ADDRESS/su);
});

/** The date of the page and the time that it took are different each time. */
function textOf(all: readonly Outcome[]): string {
  const text = all.at(-1)?.stdout ?? "";
  return text.replaceAll(/= \d+ usecs|Date: .*|^0.*$/gmu, "");
}

const withoutReference = existsSync(reference) ? skip : "C genhash is not installed";

void test("keepalived --genhash is the same program", { skip }, () => {
  const line = "--genhash -s 127.0.0.1 -p HTTP -u /page";
  assert.deepEqual(outcomes(holdfast.command, [line]), [done(md5("hello\n"))]);
});

void test("C genhash prints the same, also with --verbose", { skip: withoutReference }, () => {
  const lines = [...alike.map(([line]) => line), verbose];
  const ofReference = outcomes(reference, lines);
  assert.deepEqual(
    ofReference.slice(0, alike.length),
    alike.map(([, outcome]) => outcome),
  );
  assert.equal(textOf(outcomes(ours, [verbose])), textOf(ofReference));
});
