import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { printMetricsPage } from "./reference.ts";

const file = new URL("../../../docs/metrics.md", import.meta.url);

test("docs/metrics.md says what the tables say", () => {
  const page = printMetricsPage();
  if (process.env["UPDATE"] === "1") writeFileSync(file, page);
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  assert.equal(written, page, "UPDATE=1 writes the page anew");
});
