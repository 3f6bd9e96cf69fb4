import { readFileSync } from "node:fs";

import { parseStory } from "../../src/rehearse/story/parse.ts";
import { playStory } from "../../src/rehearse/story/play.ts";
import { printPlayed } from "../../src/rehearse/story/print.ts";
import { allExamples, type Example, planOf, reportOf } from "./example-plan.ts";

const head = `<!-- Made from examples/: UPDATE=1 writes it anew (see examples.test.ts in test/rehearse). -->

# The deployments of examples/, rehearsed

What \`holdfast rehearse\` says of each directory of [examples](../examples), and the story that goes with it: what its operators
count on, in lines that a pipeline plays again at each change. [rehearse.md](rehearse.md) explains both, and has a recipe for
pipelines. Each command is given in the directory; where there is one file it is that of both nodes.
`;

/** docs/rehearse-examples.md. */
export function printExamplesPage(): string {
  const table = readFileSync(new URL("../../examples/README.md", import.meta.url), "utf8");
  return [head, ...allExamples().map((example) => section(example, table))].join("\n");
}

function section(example: Example, table: string): string {
  const { name, folder, words } = example;
  const plan = planOf(example);
  const text = readFileSync(new URL("story.txt", folder), "utf8");
  const reading = parseStory(text, plan);
  const outcome =
    reading.kind === "read"
      ? printPlayed({ name: "story.txt", played: playStory(reading.story, plan) })
      : "story.txt cannot be read";
  return [
    `## ${name}`,
    "",
    `${whatItIs(name, table)}.`,
    "",
    fenced(`$ holdfast rehearse ${words.join(" ")}`, reportOf(example, 1)),
    "",
    `Its [story](../examples/${name}/story.txt):`,
    "",
    fenced(text.trimEnd()),
    "",
    fenced(`$ holdfast rehearse --story story.txt ${words.join(" ")}`, outcome),
    "",
  ].join("\n");
}

/** From the row of the table. */
function whatItIs(name: string, table: string): string {
  const row = table.split("\n").find((line) => line.startsWith("|") && line.includes(`[${name}]`));
  const [, , what = ""] = row?.split("|") ?? [];
  const plain = what.trim().replace(/ \(.*\)$/u, "");
  return `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}`;
}

function fenced(...texts: readonly string[]): string {
  return ["```", ...texts, "```"].join("\n");
}
