import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { exceptions, type Level, rows } from "./rows.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Without proof these are missing; the others are a matter of taste. */
const required: ReadonlySet<Level> = new Set<Level>(["M", "N", "Q"]);

/** Ids at the beginning of a title: `test("R04 I01: another version"`, `=== S05: a master resigns`. */
const titles = {
  code: /["'`]((?:[A-Z]\d{1,2}[ ,]+)*[A-Z]\d{1,2})\b/gu,
  scenario: /^=== ((?:[A-Z]\d{1,2}[ ,]+)*[A-Z]\d{1,2})\b/gmu,
};

function citedIn(path: string): readonly string[] {
  const text = readFileSync(path, "utf8");
  const pattern = path.endsWith(".txt") ? titles.scenario : titles.code;
  return Array.from(text.matchAll(pattern), ([, ids = ""]) => ids.split(/[ ,]+/u)).flat();
}

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name));
}

/** Unit tests, contracts, scenarios, stories, properties, labs. */
function testFiles(): readonly string[] {
  return [
    ...["src", "test", "labs"].flatMap((folder) => filesIn(folder, ".test.ts")),
    ...filesIn("src/platform/contract", ".ts"),
    ...filesIn("test/scenarios", ".txt"),
    ...filesIn("test/stories", ".txt"),
  ].filter((path) => !path.includes("checklist"));
}

test("every row of the checklist that matters is proven by a test that names it", (context) => {
  const groups = new Set(rows.map(({ id }) => id.charAt(0)));
  const known = new Set(rows.map(({ id }) => id));
  const cited = new Map<string, number>();
  for (const id of testFiles().flatMap(citedIn)) {
    if (!groups.has(id.charAt(0)) || id.length !== 3) continue;
    assert.ok(known.has(id), `a test names ${id}, which is no row of the checklist`);
    cited.set(id, (cited.get(id) ?? 0) + 1);
  }
  for (const group of groups) {
    const all = rows.filter(({ id }) => id.startsWith(group));
    const open = all.filter(({ id }) => !cited.has(id));
    const names = open.map(({ id, level }) => `${id} (${level}${exceptions.has(id) ? ", excepted" : ""})`).join(" ");
    context.diagnostic(`${group}: ${all.length - open.length} of ${all.length} proven${names && `; not ${names}`}`);
  }
  const missing = rows.filter(({ id, level }) => required.has(level) && !cited.has(id) && !exceptions.has(id));
  assert.deepEqual(
    missing.map(({ id, what }) => `${id} ${what}`),
    [],
  );
  for (const [id, reason] of exceptions)
    assert.ok(!cited.has(id), `${id} is proven by now, and not excepted: ${reason}`);
});
