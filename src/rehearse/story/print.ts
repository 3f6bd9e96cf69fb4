import { toSeconds } from "../../base/time.ts";
import type { Played } from "./play.ts";
import type { StoryMistake } from "./story.ts";

/** A story that was played, with its name. */
export type NamedStory = { readonly name: string; readonly played: Played };

/**
 *     story.txt:3:13: error: no node nod1
 *       at 10s kill nod1
 *                   ^^^^
 *       = did you mean node1?
 */
export function printMistake(name: string, text: string, mistake: StoryMistake): string {
  const { line, column, length, message, cure } = mistake;
  const written = text.split(/\r?\n/u)[line - 1] ?? "";
  const indent = written.length - written.trimStart().length;
  return [
    `${name}:${line}:${column}: error: ${message}`,
    `  ${written.trim().replaceAll("\t", " ")}`,
    `  ${" ".repeat(Math.max(0, column - 1 - indent))}${"^".repeat(length)}`,
    `  = ${cure}`,
  ]
    .join("\n")
    .replaceAll(/[^\P{Cc}\n]/gu, "\u{FFFD}");
}

/** Each expectation on a line; of a story that fails also what happened. */
export function printPlayed({ name, played }: NamedStory): string {
  const isMet = played.verdicts.every((verdict) => verdict.isMet);
  return [`${name}: ${isMet ? "as expected" : "not as expected"}`, ...printVerdicts(name, played)].join("\n");
}

/** `always`: what happened is told of a story that came out as expected, too. */
export function printVerdicts(name: string, { verdicts, trace }: Played, always = false): readonly string[] {
  const lines = verdicts.map(({ expectation: { line, text }, isMet, detail }) => {
    return `  ${isMet ? "met" : "NOT MET"}  ${name}:${line}: ${text} (${detail})`;
  });
  const isMet = verdicts.every((verdict) => verdict.isMet);
  const happened = isMet && !always ? [] : happenings(trace);
  return [...lines, ...happened];
}

function happenings(trace: readonly string[]): readonly string[] {
  if (trace.length === 0) return ["  nothing happened"];
  return ["  what happened:", ...trace.map((line) => `    ${line}`)];
}

export function describePlayed({ name, played: { verdicts, trace } }: NamedStory): object {
  return {
    story: name,
    met: verdicts.every(({ isMet }) => isMet),
    expectations: verdicts.map(({ expectation, isMet, detail }) => {
      const limit = expectation.kind === "never" ? expectation.longerThan : expectation.at;
      return { line: expectation.line, text: expectation.text, met: isMet, detail, limit: toSeconds(limit) };
    }),
    trace,
  };
}
