import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { checkCluster, printReachability } from "../../src/config/cluster/index.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { printDiagnostic } from "../../src/config/print.ts";
import { testTextCases } from "./text-case.ts";

/*
 * The files of one cluster, each below a line "==== NAME", "----", and what holding them against each other gives.
 * Lines before the first file say what the case shows.
 */

testTextCases(new URL("cluster/", import.meta.url), (_name, input) => describeCluster(readFiles(input)));

for (const name of readdirSync(new URL("cluster/", import.meta.url)).filter((each) => each.startsWith("example-"))) {
  void test(`${name} is about the files of the example`, () => {
    const [input = ""] = readFileSync(new URL(`cluster/${name}`, import.meta.url), "utf8").split("\n----\n", 1);
    const example = new URL(`../../examples/${name.slice("example-".length, -".txt".length)}/`, import.meta.url);
    for (const file of readFiles(input)) {
      assert.equal(file.text.trimEnd(), readFileSync(new URL(file.name, example), "utf8").trimEnd());
    }
  });
}

type File = { readonly name: string; readonly text: string };

function readFiles(input: string): readonly File[] {
  const [, ...parts] = input.split(/^==== /mu);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    return { name: part.slice(0, end), text: part.slice(end + 1) };
  });
}

function describeCluster(files: readonly File[]): string {
  const nodes = files.map(({ name, text }) => ({
    name,
    result: loadConfiguration({ path: name, text }, { hostName: "node" }),
  }));
  const { findings, reachability } = checkCluster(nodes);
  return `${[...findings.map(printDiagnostic), printReachability(reachability)].join("\n").trim()}\n`;
}
