import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readPageFiles } from "./page-files.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-page-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the files of the page, by their paths, with types; nothing that only points elsewhere", () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets", "main-1.js"), "0");
  writeFileSync(join(folder, "main.js.map"), "{}");
  symlinkSync("/etc/passwd", join(folder, "passwd.json"));
  const files = readPageFiles(folder);
  assert.deepEqual([...files.keys()], ["/assets/main-1.js", "/index.html"]);
  assert.equal(files.get("/index.html")?.type, "text/html; charset=utf-8");
  assert.equal(files.get("/index.html")?.isLasting, false);
  assert.equal(files.get("/assets/main-1.js")?.isLasting, true);
});

test("where it was not built there are none", () => {
  assert.equal(readPageFiles(join(folder, "none")).size, 0);
});
