import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parseStory } from "../../src/rehearse/story/parse.ts";
import { playStory } from "../../src/rehearse/story/play.ts";
import { printMistake, printPlayed } from "../../src/rehearse/story/print.ts";
import { allExamples, planOf } from "./example-plan.ts";

// Each example has a story, and it ends as it says.
for (const example of allExamples()) {
  void test(`the story of ${example.name}`, () => {
    const text = readFileSync(new URL("story.txt", example.folder), "utf8");
    const plan = planOf(example);
    const reading = parseStory(text, plan);
    assert.ok(
      reading.kind === "read",
      reading.kind === "read" ? "" : reading.mistakes.map((each) => printMistake("story.txt", text, each)).join("\n"),
    );
    const played = playStory(reading.story, plan);
    assert.ok(
      played.verdicts.every(({ isMet }) => isMet),
      printPlayed({ name: "story.txt", played }),
    );
  });
}
