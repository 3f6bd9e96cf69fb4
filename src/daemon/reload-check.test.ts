import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { loadConfiguration, type LoadResult } from "../config/load.ts";
import { objectionTo } from "./reload-check.ts";

const load = (text: string): LoadResult => loadConfiguration({ path: "t.conf", text }, { hostName: "h" });
const mistaken = load("global_defs {\n  vrrp_verion 3\n}\n");

test("without reload_check_config nothing is objected to", () => {
  assert.equal(objectionTo(mistaken, { reload: {} }), undefined);
});

test("a mistake is objected to, and told in the file", (context) => {
  const directory = mkdtempSync(join(tmpdir(), "check-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "log");
  const running = { reload: { check: { path } } };
  assert.equal(objectionTo(load("global_defs {\n}\n"), running), undefined);
  assert.equal(objectionTo(mistaken, running), `New config failed validation, see ${path} for details`);
  assert.match(readFileSync(path, "utf8"), /Unknown keyword 'vrrp_verion'/u);
});
