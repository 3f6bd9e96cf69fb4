import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../load.ts";
import { quoteWord } from "./words.ts";

for (const word of ["plain", "two words", "a#b", "a!", "{", "}", "a\\b", "a\\", "\\#x y", "'x'"]) {
  void test(`${JSON.stringify(word)} is read as it was written`, () => {
    const text = `global_defs {\nrouter_id ${quoteWord(word)}\n}`;
    const { configuration, diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
    assert.deepEqual(diagnostics, []);
    assert.equal(configuration.global.routerId, word);
  });
}
