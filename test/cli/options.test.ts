import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, test } from "node:test";
import { build, holdfast, type Program, reference } from "./programs.ts";

before(build);

type Result = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function run({ command }: Program, words: readonly string[]): Result {
  return spawnSync(command, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Both programs must end with `status`; returns what this one said. */
function compare(words: readonly string[], status: number): Result {
  const result = run(holdfast, words);
  assert.equal(result.status, status, `${words.join(" ")}: ${result.stderr}`);
  assert.doesNotMatch(result.stderr, /\n\s+at /u);
  if (reference !== undefined) assert.equal(run(reference, words).status, status, "the reference differs");
  return result;
}

void test("-v and --version say the version on standard error", () => {
  for (const words of [["-v"], ["--version"], ["--vers"], ["-vx"]]) {
    const { stdout, stderr } = compare(words, 0);
    assert.equal(stdout, "");
    assert.match(stderr, /^Keepalived v\d+\.\d+\.\d+ \(/u);
  }
});

void test("-h says the options on standard error", () => {
  const { stdout, stderr } = compare(["-h"], 0);
  assert.equal(stdout, "");
  assert.match(stderr, /--use-file=FILE/u);
});

void test("An option that does not exist or lacks its value ends with status 1 and a hint", () => {
  for (const words of [["--bogus"], ["-q"], ["-f"], ["--use-file="], ["--use-file"], ["--log"], ["-s"]]) {
    const { stderr } = compare(words, 1);
    assert.match(stderr, /^(?:Unknown option|Missing parameter for option) --?\w+/u);
    assert.match(stderr, /--help/u);
  }
});

void test("--signum prints the same numbers as the reference", () => {
  for (const name of ["RELOAD", "STOP", "DATA", "STATS", "STATS_CLEAR", "JSON"]) {
    const { stdout } = compare([`--signum=${name}`], 0);
    if (reference !== undefined) assert.equal(stdout, run(reference, [`--signum=${name}`]).stdout);
  }
  assert.match(compare(["--signum=FOO"], 1).stderr, /^Unknown sigfunc FOO/u);
});

void test("A question on the command line is answered, whatever else is wrong with it", () => {
  compare(["-v", "--bogus"], 0);
  compare(["--bogus", "-v"], 0);
});
