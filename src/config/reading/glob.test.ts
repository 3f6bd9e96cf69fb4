import assert from "node:assert/strict";
import { test } from "node:test";

import { maximumAlternatives } from "./bounds.ts";
import type { ConfigurationFiles } from "./environment.ts";
import { expandBraces, glob, matchesName } from "./glob.ts";

for (const [pattern, expected] of [
  ["a", ["a"]],
  ["o{2,1}", ["o2", "o1"]],
  ["{a,b{c,d}}e", ["ae", "bce", "bde"]],
  ["{a,b}{c,d}", ["ac", "ad", "bc", "bd"]],
  ["a{,b}", ["a", "ab"]],
  ["a{}", ["a"]],
  ["a{b", ["a{b"]],
  ["a}b", ["a}b"]],
  ["{a,{b}", ["{a,{b}"]],
] as const) {
  void test(`${pattern} stands for ${expected.join(" ")}`, () => assert.deepEqual(expandBraces(pattern), expected));
}

void test("braces that stand for too many paths are noticed before they fill the memory", () => {
  assert.equal(expandBraces(`{${",".repeat(maximumAlternatives - 1)}}`)?.length, maximumAlternatives);
  assert.equal(expandBraces(`{${",".repeat(maximumAlternatives)}}`), undefined);
  assert.equal(expandBraces("{a,b}".repeat(100)), undefined);
});

for (const [pattern, names, others] of [
  ["*.conf", ["a.conf", "a.b.conf"], [".conf", "a.confx", "conf"]],
  [".*", [".a"], ["a"]],
  ["a*b*c", ["abc", "axbxbxc"], ["ab", "abcx"]],
  ["?", ["a"], ["", "ab", "."]],
  ["[ab]?", ["ax", "bx"], ["cx"]],
  ["[a-c1]", ["b", "1"], ["d", "-"]],
  ["[^a-c]", ["d", "]"], ["b"]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[a", ["[a"], ["a"]],
  ["\\*", ["*"], ["a", "\\*"]],
] as const) {
  void test(`${pattern} matches ${names.join(" ")} and not ${others.join(" ")}`, () => {
    assert.deepEqual(
      [...names, ...others].filter((name) => matchesName(pattern, name)),
      names,
    );
  });
}

void test("many stars cost no more than a few", () => {
  assert.equal(matchesName("*a".repeat(200), "a".repeat(199) + "b".repeat(5000)), false);
});

const directories: ReadonlyMap<string, readonly string[]> = new Map([
  ["conf.d/", ["b", "a", ".hidden"]],
  ["", ["conf.d", "x"]],
  ["/etc/", ["conf.d"]],
]);
const files: ConfigurationFiles = {
  read: (path) => (path.endsWith("missing") ? { kind: "missing" } : { kind: "text", text: path }),
  list: (directory) => directories.get(directory) ?? [],
};

function paths(pattern: string, directory = ""): readonly [string, boolean] {
  const result = glob(pattern, directory, files);
  assert(result !== undefined);
  return [result.matches.map(({ path }) => path).join(" "), result.missing];
}

void test("files are found as seen from the directory, in the order of the alphabet", () => {
  assert.deepEqual(paths("*", "conf.d/"), ["conf.d/a conf.d/b", false]);
  assert.deepEqual(paths("c*/[ab]"), ["conf.d/a conf.d/b", false]);
  assert.deepEqual(paths("/etc/*", "conf.d/"), ["/etc/conf.d", false]);
  assert.deepEqual(paths("conf.d/\\a"), ["conf.d/a", false]);
});

void test("a path without wildcards that is not there is told from a pattern that finds nothing", () => {
  assert.deepEqual(paths("missing"), ["", true]);
  assert.deepEqual(paths("nothing*"), ["", false]);
  assert.deepEqual(paths("{x,missing}"), ["x", true]);
  assert.deepEqual(paths("c*/missing"), ["", false]);
});
