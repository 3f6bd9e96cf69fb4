import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { BodyPatternOption } from "./config.ts";
import { translatePattern } from "./pattern.ts";

function translate(expression: string, options: readonly BodyPatternOption[]): ReturnType<typeof translatePattern> {
  const rest = { inverted: false, minimumOffset: 0, maximumOffset: undefined, stack: undefined };
  return translatePattern({ expression, options, ...rest });
}

function matches(expression: string, text: string, ...options: BodyPatternOption[]): boolean {
  const translated = translate(expression, options);
  assert.ok("source" in translated, "problem" in translated ? translated.problem : "");
  return new RegExp(translated.source, translated.flags).test(text);
}

type Case = readonly [expression: string, matching: string, other: string, ...options: BodyPatternOption[]];

/** What PCRE2 says about two texts (pcre2pattern(3), pcre2api(3)): pcre2grep(1) says the same. */
const cases: readonly Case[] = [
  ["hello", "say hello", "say Hello"],
  ["hello", "say HeLLo", "say jello", "caseless"],
  ["(?i)hello", "HELLO", "jello"],
  ["a.c", "abc", "a\nc"],
  ["a.c", "a\nc", "ac", "dotall"],
  ["a.c", "a\rc", "a\nc"],
  ["world$", "hello world\n", "hello world\n\n"],
  ["world$", "hello world", "hello world\n", "dollar_endonly"],
  ["^two$", "one\ntwo\nthree", "one two three", "multiline"],
  ["^two", "two one", "one\ntwo"],
  ["\\Aone\\z", "one", "one\n"],
  ["\\Aone\\Z", "one\n", "one\n\n"],
  ["[[:alpha:]]+[[:digit:]]", "ab1", "12"],
  ["[]a]b", "]b", "xb"],
  ["[^]a]b", "xb", "]b"],
  ["a\\Q.*\\Eb", "a.*b", "axxb"],
  ["\\x41\\x{42}\\0101", "AB\b1", "AB"],
  ["a{2,3}b", "aab", "ab"],
  ["a{x", "a{x", "aax"],
  ["(?P<q>['\"]).(?P=q)", "'a'", "'a\""],
  ["(?<q>a)\\k{q}", "aa", "ab"],
  ["a(?#never mind)b", "ab", "a"],
  ["a b # both\n c", "abc", "a b c", "extended"],
  ["a\\ b", "a b", "ab", "extended"],
  ["a/b\\/c", "a/b/c", "abc"],
  ["a\\-b[\\-x]", "a-b-", "ab"],
  ["a\\-b[\\-x]", "a-b-", "ab", "utf"],
  ["\\s\\v", " \n", "  "],
  ["\\h", "\t", "\n"],
  ["\\R", "\r\n", "x"],
  ["}+", "a}}", "a"],
  ["é", "Ã©", "é"],
  ["é.", "éü", "é\n", "utf"],
  ["É", "é", "e", "utf", "caseless"],
  ["\\p{Lu}", "Ä", "ä", "utf"],
  ["a+?b", "aab", "b", "ungreedy"],
];

describe("patterns of PCRE2", () => {
  for (const [expression, matching, other, ...options] of cases) {
    test(`${JSON.stringify(expression)} ${options.join(" ")}`, () => {
      assert.equal(matches(expression, matching, ...options), true, `${JSON.stringify(matching)} matches`);
      assert.equal(matches(expression, other, ...options), false, `${JSON.stringify(other)} does not`);
    });
  }

  test("what JavaScript does not have is refused by name", () => {
    const refused = ["a++", "(?>a)", "(?|a)", "(?R)", "\\Ka", "(*ANY)", "[[:^alpha:]]", "\\p{Lu}", "\\G", "(?i:a)"];
    for (const expression of refused) {
      const translated = translate(expression, []);
      assert.match("problem" in translated ? translated.problem : "", /not supported/u, expression);
    }
  });

  test("mistakes are told", () => {
    for (const expression of ["a(", "a)", "[a", "a\\", "*", "a{2,1}", "(?<a>x)(?<a>y)"]) {
      assert.ok("problem" in translate(expression, []), expression);
    }
  });

  test("an option that cannot be kept to is named", () => {
    const translated = translate("a", ["caseless", "ucp"]);
    assert.deepEqual("dropped" in translated && translated.dropped, ["ucp"]);
  });
});
