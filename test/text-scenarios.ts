import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";

/** A world in virtual time. Its commands are lines; what they cause is text. */
export interface TextScenario {
  run(commands: readonly string[]): string;
}

const update = process.env["UPDATE"] === "1";

type Step = { readonly commands: readonly string[]; readonly trace: string };

/**
 * A test for each case of every `*.txt` in the folder: cases that begin with "=== title", each a list of steps:
 * commands, "----", the trace they cause, an empty line. A "#" begins a comment. `UPDATE=1` writes the traces anew, to
 * be reviewed as a diff.
 */
export function testScenarios(folder: URL, newScenario: () => TextScenario): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt"))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    const preamble = text.split(/^=== /mu)[0] ?? "";
    const written: string[] = [preamble.trim()];
    let unfinished = 0;
    for (const { title, steps } of parse(text)) {
      test(`${file}: ${title}`, () => {
        const scenario = newScenario();
        written.push(`=== ${title}`);
        unfinished += 1;
        for (const { commands, trace } of steps) {
          const actual = scenario.run(commands.filter((line) => !line.startsWith("#")));
          written.push(`${commands.join("\n")}\n----\n${actual}`);
          if (!update) assert.equal(actual, trace, `after: ${commands.join("; ")}`);
        }
        unfinished -= 1;
      });
    }
    if (update) {
      test(`${file}: written anew`, () => {
        assert.equal(unfinished, 0, "a case could not be run");
        writeFileSync(new URL(file, folder), `${written.filter((part) => part !== "").join("\n\n")}\n`);
      });
    }
  }
}

function parse(text: string): readonly { readonly title: string; readonly steps: readonly Step[] }[] {
  return text
    .split(/^=== /mu)
    .slice(1)
    .map((part) => {
      const [title = "", ...lines] = part.split("\n");
      const steps = lines
        .join("\n")
        .split(/\n\n+/u)
        // What is indented may be the first line.
        .map((block) => block.replace(/^\n+|\s+$/gu, ""))
        .filter((block) => block !== "" && !block.split("\n").every((line) => line.startsWith("#")))
        .map((block) => {
          const [commands = "", trace = ""] = block.split(/^----$/mu);
          return { commands: commands.trimEnd().split("\n"), trace: trace.trim() };
        });
      return { title: title.trim(), steps };
    });
}
