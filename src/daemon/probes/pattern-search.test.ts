import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import type { BodyPattern } from "../../check/config.ts";
import type { SearchResult } from "./body-search.ts";
import { PatternSearch } from "./pattern-search.ts";

const pattern: BodyPattern = {
  expression: "hello",
  options: [],
  inverted: false,
  minimumOffset: 0,
  maximumOffset: undefined,
  stack: undefined,
};

describe("search for patterns", () => {
  const patterns = new PatternSearch();
  after(() => patterns.close());

  async function search(given: Partial<BodyPattern>, body: string): Promise<SearchResult> {
    return new Promise((resolve) => {
      patterns.search({ ...pattern, ...given }, Buffer.from(body), resolve);
    });
  }

  test("in bytes and in text", async () => {
    assert.deepEqual(await search({}, "say hello"), { matches: true });
    assert.deepEqual(await search({}, "say jello"), { matches: false });
    assert.deepEqual(await search({ expression: "^ü.$", options: ["utf"] }, "üé"), { matches: true });
    assert.deepEqual(await search({ expression: "^ü.$" }, "üé"), { matches: false });
  });

  test("between offsets of bytes, both included", async () => {
    const body = "üü hello hello";
    assert.deepEqual(await search({ minimumOffset: 11 }, body), { matches: true });
    assert.deepEqual(await search({ minimumOffset: 12 }, body), { matches: false });
    assert.deepEqual(await search({ maximumOffset: 5 }, body), { matches: true });
    assert.deepEqual(await search({ maximumOffset: 4 }, body), { matches: false });
    assert.deepEqual(await search({ maximumOffset: 5, options: ["utf"] }, body), { matches: true });
    assert.deepEqual(await search({ maximumOffset: 4, options: ["utf"] }, body), { matches: false });
    assert.deepEqual(await search({ expression: "", minimumOffset: 100 }, body), { matches: false });
  });

  test("in the first line only", async () => {
    assert.deepEqual(await search({ options: ["firstline"] }, "one\nhello"), { matches: false });
    assert.deepEqual(await search({ options: ["firstline"] }, "one hello\n"), { matches: true });
  });

  test("an expression that takes for ever fails alone, and holds nobody up", async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 5);
    const results = await Promise.all([
      search({}, "hello"),
      search({ expression: "(a+)+$" }, `${"a".repeat(60)}b`),
      search({}, "hello"),
      search({ expression: "nowhere" }, "hello"),
    ]);
    clearInterval(counting);
    const [first, endless, ...others] = results;
    assert.deepEqual([first, ...others], [{ matches: true }, { matches: true }, { matches: false }]);
    assert.match(endless !== undefined && "problem" in endless ? endless.problem : "", /longer than 250 ms/u);
    assert.ok(turns > 10, `the event loop has turned ${turns} times`);
  });

  test("an expression that cannot be used is a problem", async () => {
    assert.deepEqual(await search({ expression: "a++" }, "a"), {
      problem: "regex: possessive quantifiers (++) are not supported",
    });
  });

  test("one that is called off is not told", async () => {
    patterns.search(pattern, Buffer.from("hello"), () => assert.fail("told"))();
    assert.deepEqual(await search({}, "hello"), { matches: true });
  });
});
