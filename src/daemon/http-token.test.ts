import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readToken } from "./http-token.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-token-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const good = "0123456789abcdef";

function file(content: string, mode: number): string {
  const path = join(folder, "token");
  rmSync(path, { force: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function problem(content: string, mode: number): string {
  const read = readToken(file(content, mode));
  return "problem" in read ? read.problem : "none";
}

test("the token is the first line of a file that others cannot read", () => {
  for (const mode of [0o600, 0o400, 0o640, 0o700]) {
    assert.deepEqual(readToken(file(`${good}\n# of the director\n`, mode)), { token: good });
  }
  assert.deepEqual(readToken(file(good, 0o600)), { token: good });
  assert.deepEqual(readToken(file(`${good}\r\n`, 0o600)), { token: good });
});

test("a file that others can read or change is refused", () => {
  for (const mode of [0o644, 0o604, 0o602, 0o620, 0o666]) {
    assert.match(problem(good, mode), new RegExp(`has mode ${mode.toString(8)}, .*chmod 600`, "u"));
  }
});

test("a token that can be guessed or mistyped is refused", () => {
  assert.match(problem("short\n", 0o600), /a line of 16 to 1024 characters: openssl rand -hex 32/u);
  assert.match(problem("", 0o600), /16 to 1024/u);
  assert.match(problem("x".repeat(2_000), 0o600), /16 to 1024/u);
  assert.match(problem("0123456789 abcdef\n", 0o600), /without spaces/u);
  assert.match(problem("0123456789äabcdef\n", 0o600), /other characters than ASCII/u);
});

test("a file that is not there is named", () => {
  assert.deepEqual(readToken(join(folder, "none")), { problem: `${join(folder, "none")} cannot be read (ENOENT)` });
});
