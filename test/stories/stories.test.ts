import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { planCluster } from "../../src/rehearse/cluster-plan.ts";
import { parseStory } from "../../src/rehearse/story/parse.ts";
import { playStory } from "../../src/rehearse/story/play.ts";
import { printMistake, printPlayed } from "../../src/rehearse/story/print.ts";
import { nodeOf } from "../rehearse/example-plan.ts";

/*
 * What several nodes come to together, in the language of `holdfast rehearse --story`. Each `*.txt` has the files of
 * its nodes, each after a line such as "==== node1.conf" ("==== new/node1.conf": what node1 changes to), and then
 * stories, each after a line "=== TITLE".
 */

const folder = new URL("./", import.meta.url);

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .sort()) {
  const text = readFileSync(new URL(file, folder), "utf8");
  const [head = "", ...stories] = text.split(/^=== /mu);
  const files = new Map(
    head
      .split(/^==== /mu)
      .slice(1)
      .map(cut),
  );
  const nodes = Array.from(files).filter(([path]) => !path.includes("/"));
  const plan = planCluster(
    nodes.map(([path, configuration]) => {
      const node = nodeOf(path.replace(".conf", ""), path, configuration);
      const changed = files.get(`new/${path}`);
      const next = changed === undefined ? undefined : nodeOf(node.name, path, changed);
      return { ...node, next: next?.config, nextBalancing: next?.balancing };
    }),
  );
  void test(`${file} has nodes and stories`, () => assert.ok(plan.nodes.length > 1 && stories.length > 0));
  for (const [title, story] of stories.map(cut)) {
    void test(`${file}: ${title}`, () => {
      const reading = parseStory(story, plan);
      const mistakes = reading.kind === "read" ? [] : reading.mistakes;
      assert.ok(reading.kind === "read", mistakes.map((each) => printMistake(title, story, each)).join("\n"));
      const played = playStory(reading.story, plan);
      const isAsExpected = played.verdicts.every(({ isMet }) => isMet);
      assert.ok(isAsExpected, printPlayed({ name: title, played }));
    });
  }
}

/** The first line, and the others. */
function cut(part: string): readonly [string, string] {
  const end = part.indexOf("\n");
  return [part.slice(0, end).trim(), part.slice(end + 1)];
}
