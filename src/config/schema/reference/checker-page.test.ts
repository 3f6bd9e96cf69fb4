import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { loadConfiguration } from "../../load.ts";
import { printCheckerPage } from "./checker-page.ts";
import { checkerProse, exampleFile } from "./checker-prose.ts";
import { blocksIn } from "./blocks.ts";

const file = new URL("../../../../docs/checkers.md", import.meta.url);
const page = printCheckerPage();

void test("docs/checkers.md says what the tables say", () => {
  if (process.env["UPDATE"] === "1") writeFileSync(file, page);
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  assert.equal(written, page, "UPDATE=1 writes the page anew");
});

void test("every checker has its part", () => {
  assert.deepEqual(checkerProse.map(({ scope }) => scope).sort(), Array.from(blocksIn("real_server")).sort());
});

for (const prose of checkerProse) {
  void test(`the example of ${prose.scope} has the checker, and nothing is found in it`, () => {
    const source = { path: "keepalived.conf", text: exampleFile(prose) };
    const { configuration, diagnostics } = loadConfiguration(source, { hostName: "director" });
    const findings = diagnostics.filter(({ code }) => prose.scope !== "BFD_CHECK" || code !== "not-implemented");
    assert.deepEqual(findings, []);
    assert.equal(configuration.lvs.virtualServers[0]?.realServers[0]?.checkers.length, 1);
  });
}
