import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { holdfastVersion } from "./version.ts";

void test("The version is that of the package", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  assert.match(text, new RegExp(`"version": "${holdfastVersion.replaceAll(".", "\\.")}"`, "u"));
});
