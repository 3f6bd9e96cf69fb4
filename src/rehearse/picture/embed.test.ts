import assert from "node:assert/strict";
import { test } from "node:test";

import { embed, placeholder } from "./embed.ts";

const page = `<script type="application/json">${placeholder}</script><p>$&</p>`;

void test("no name ends the script element, begins a comment or is taken for a pattern", () => {
  const name = "</script><!--<script>&amp;\u2028$&$1\\";
  const made = embed(page, { name });
  const [, json = ""] = /^<script type="application\/json">(.*)<\/script><p>\$&<\/p>$/su.exec(made) ?? [];
  assert.doesNotMatch(json, /[<>&\u2028]/u);
  assert.deepEqual(JSON.parse(json), { name });
});

void test("a page without a place is refused", () => {
  assert.throws(() => embed("<p></p>", {}), RangeError);
  assert.throws(() => embed(page + page, {}), RangeError);
});
