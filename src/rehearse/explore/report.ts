import { escapeXml } from "../story/junit.ts";
import { describePlayed, printVerdicts } from "../story/print.ts";
import type { Exploration, Shortest, Written } from "./explore.ts";

/** Seeds that are listed by their numbers. */
const mostListed = 20;

const atRest =
  "Nothing has to happen for it, so the nodes do not hear or do not believe one another: holdfast check with all files says why.";

/** What exploring has found, for people. */
export function printExploration(exploration: Exploration): string {
  const { shortest } = exploration;
  const head = headline(exploration);
  if (shortest === undefined) return head;
  return [
    head,
    `  ${listed(exploration.failing)}`,
    "",
    `The shortest story that does, from seed ${shortest.seed} with ${steps(shortest.stepsBefore)}:`,
    "",
    ...indented(shortest.text),
    "",
    ...printVerdicts("story", shortest.played),
    "",
    ...(shortest.story.steps.length === 0 ? [atRest] : []),
    `Save it, and --story plays it again; --seed ${shortest.seed} plays the story as it was made.`,
  ].join("\n");
}

export function describeExploration(exploration: Exploration): unknown {
  const { first, count, failing, shortest } = exploration;
  return {
    format: 1,
    seeds: { first, count, failing },
    shortest: shortest === undefined ? null : { seed: shortest.seed, text: shortest.text, ...describe(shortest) },
  };
}

function describe({ seed, played }: Shortest): object {
  return describePlayed({ name: `seed ${seed}`, played });
}

/** JUnit's XML: one case for all seeds. */
export function printExplorationJunit(exploration: Exploration): string {
  const { shortest, failing } = exploration;
  const name = escapeXml(`seeds ${exploration.first} to ${exploration.first + exploration.count - 1}`);
  const failure =
    shortest === undefined
      ? []
      : [`      <failure message="${escapeXml(headline(exploration))}">${escapeXml(shortest.text)}</failure>`];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="rehearsal" tests="1" failures="${failing.length > 0 ? 1 : 0}">`,
    `    <testcase classname="rehearsal" name="${name}">`,
    ...failure,
    "    </testcase>",
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** The story of one seed: its text, what came of it, and all that happened. */
export function printReplay(seed: number, { text, played }: Written): string {
  return [`Seed ${seed}:`, "", ...indented(text), "", ...printVerdicts(`seed ${seed}`, played, true)].join("\n");
}

function headline({ first, count, failing }: Exploration): string {
  const seeds = `${count} ${count === 1 ? "seed" : "seeds"} from ${first}`;
  if (failing.length === 0) return `${seeds}: every story kept what the protocol promises`;
  return `${seeds}: ${failing.length} of the stories broke what the protocol promises`;
}

function listed(failing: readonly number[]): string {
  const more = failing.length > mostListed ? `, and ${failing.length - mostListed} more` : "";
  return `${failing.slice(0, mostListed).join(", ")}${more}`;
}

function steps(count: number): string {
  return count === 1 ? "1 step" : `${count} steps`;
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}
