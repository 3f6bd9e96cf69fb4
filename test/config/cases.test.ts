import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { configTestStatus } from "../../src/config/config-test.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { printDiagnostic } from "../../src/config/print.ts";
import { readCaseFiles } from "./case-files.ts";
import { printConfiguration } from "./print-configuration.ts";

/*
 * Text cases: a configuration of one or more files, "----", and everything that loading it gives. UPDATE=1 writes the
 * second part anew; what it changes is reviewed as a diff.
 */

const update = process.env["UPDATE"] === "1";
const separator = "\n----\n";
const here = new URL("./", import.meta.url);
const examples = new URL("../../examples/", import.meta.url);

for (const name of readdirSync(new URL("cases/", here)).sort()) {
  test(`case ${name}`, () => {
    const file = new URL(`cases/${name}`, here);
    const text = readFileSync(file, "utf8");
    const end = text.indexOf(separator);
    const input = end === -1 ? text.trimEnd() : text.slice(0, end);
    compare(file, text, `${input}${separator}${describe(name.replace(/\.txt$/u, ".conf"), input, "short")}`);
  });
}

for (const path of exampleFiles()) {
  test(`example ${path}`, () => {
    const file = new URL(`examples/${path.replace("/", "-").replace(/\.conf$/u, ".txt")}`, here);
    const actual = describe(path, readFileSync(new URL(path, examples), "utf8"), "complete");
    compare(file, update ? "" : readFileSync(file, "utf8"), actual);
  });
}

test("there is a result for each example and no other", () => {
  const expected = exampleFiles().map((path) => path.replace("/", "-").replace(/\.conf$/u, ".txt"));
  assert.deepEqual(readdirSync(new URL("examples/", here)).sort(), expected.sort());
});

function exampleFiles(): string[] {
  const directories = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return directories.flatMap(({ name: directory }) =>
    readdirSync(new URL(`${directory}/`, examples))
      .filter((name) => name.endsWith(".conf"))
      .map((name) => `${directory}/${name}`),
  );
}

function compare(file: URL, expected: string, actual: string): void {
  if (update) writeFileSync(file, actual);
  else assert.equal(actual, expected, "UPDATE=1 writes the new result");
}

function describe(path: string, text: string, form: "complete" | "short"): string {
  const { source, environment } = readCaseFiles(path, text);
  const { configuration, diagnostics, fatal } = loadConfiguration(source, { ...environment, hostName: "node1" });
  const status = `status ${configTestStatus(diagnostics)}${fatal ? ", fatal" : ""}`;
  return `${[...diagnostics.map(printDiagnostic), status, printConfiguration(configuration, form)].join("\n")}\n`;
}
