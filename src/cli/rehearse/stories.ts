import { readFileSync } from "node:fs";

import { errorCode } from "../../daemon/error-code.ts";
import type { ClusterPlan } from "../../rehearse/cluster-plan.ts";
import { pictureStories } from "../../rehearse/picture/describe.ts";
import { printJunit } from "../../rehearse/story/junit.ts";
import { parseStory } from "../../rehearse/story/parse.ts";
import { playStory } from "../../rehearse/story/play.ts";
import { describePlayed, type NamedStory, printMistake, printPlayed } from "../../rehearse/story/print.ts";
import { writePage } from "./page.ts";
import { writeJunit } from "./write-junit.ts";
import { writeOut } from "./write-out.ts";

export type StoryOptions = {
  readonly stories: readonly string[];
  /** Where JUnit's XML goes. */
  readonly junit: string | undefined;
  /** Where the page goes. */
  readonly html: string | undefined;
  readonly json: boolean;
};

const badInput = 2;

/**
 * Plays stories and prints what came of them. Returns the exit status: 0 all as expected, 1 not, 2 nothing was played.
 */
export function playStories(plan: ClusterPlan, { stories, junit, html, json }: StoryOptions): number {
  const complaints: string[] = [];
  const played = stories.flatMap((name): readonly NamedStory[] => {
    const text = readStory(name);
    if (text.kind === "unreadable") {
      complaints.push(text.message);
      return [];
    }
    const reading = parseStory(text.text, plan);
    if (reading.kind === "read")
      return [{ name, played: playStory(reading.story, plan, { draws: html !== undefined }) }];
    complaints.push(...reading.mistakes.map((mistake) => printMistake(name, text.text, mistake)));
    return [];
  });
  if (complaints.length > 0) return complain(complaints.join("\n"));
  const obstacle = junit === undefined ? undefined : writeJunit(junit, printJunit(played));
  if (obstacle !== undefined) return complain(obstacle);
  const problem = html === undefined ? undefined : writePage(html, pictureStories(plan, played));
  if (problem !== undefined) return complain(problem);
  const text = json
    ? JSON.stringify({ format: 1, stories: played.map(describePlayed) }, undefined, 2)
    : played.map(printPlayed).join("\n");
  const status = played.every((each) => each.played.verdicts.every(({ isMet }) => isMet)) ? 0 : 1;
  writeOut(text, status);
  return status;
}

type Text =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly message: string };

function readStory(name: string): Text {
  try {
    return { kind: "text", text: readFileSync(name === "-" ? 0 : name, "utf8") };
  } catch (error) {
    return { kind: "unreadable", message: `holdfast: the story ${name} cannot be read: ${errorCode(error)}` };
  }
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return badInput;
}
