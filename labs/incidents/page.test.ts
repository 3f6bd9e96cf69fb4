import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { page } from "./page.ts";

test("docs/explain.md shows what is said of each incident", () => {
  const file = new URL("../../docs/explain.md", import.meta.url);
  const text = page();
  if (process.env["UPDATE"] === "1") writeFileSync(file, text);
  assert.equal(readFileSync(file, "utf8"), text, "UPDATE=1 writes the page anew");
});
