import { maximumAlternatives, maximumFiles } from "./bounds.ts";
import type { ConfigurationFiles, FileReading } from "./environment.ts";
import { pathFrom } from "./paths.ts";

/** A file that a pattern found. */
export type Match = { readonly path: string; readonly reading: FileReading };

export type GlobResult = {
  readonly matches: readonly Match[];
  /** A path without wildcards that leads nowhere: the pattern itself, or one that its braces stand for. */
  readonly missing: boolean;
};

/**
 * The files that a pattern stands for, as seen from `directory`, which is "" or ends with a slash: `{a,b}` in the
 * order of the list, `*`, `?` and `[...]` in the order of the alphabet (glob(7)). Undefined: it stands for too many
 * paths.
 */
export function glob(pattern: string, directory: string, files: ConfigurationFiles): GlobResult | undefined {
  const alternatives = expandBraces(pattern);
  if (alternatives === undefined) return undefined;
  const matches: Match[] = [];
  let missing = false;
  for (const alternative of alternatives) {
    const isWild = hasWildcard(alternative);
    const paths = isWild ? wildPaths(alternative, directory, files) : [literal(alternative)];
    if (paths === undefined) return undefined;
    for (const path of paths) {
      const reading = files.read(pathFrom(directory, path));
      if (reading.kind !== "missing") matches.push({ path: pathFrom(directory, path), reading });
      else if (!isWild) missing = true;
    }
  }
  return { matches, missing };
}

/** Whether a pattern has something that may stand for several names, other than braces. */
export function hasWildcard(pattern: string): boolean {
  return /(?<!\\)[*?[]/u.test(pattern);
}

/** What the lists in braces stand for: `a{b,c{d,e}}` is `ab`, `acd` and `ace`. Unmatched braces are characters. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  const expanded: string[] = [];
  const waiting = [pattern];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const list = firstList(next);
    if (list === undefined) expanded.push(next);
    else waiting.push(...list.toReversed());
    if (expanded.length + waiting.length > maximumAlternatives) return undefined;
  }
  return expanded;
}

/** The pattern with each of the entries of its first list in place of the list. */
function firstList(pattern: string): readonly string[] | undefined {
  const open = pattern.indexOf("{");
  if (open === -1) return undefined;
  const commas: number[] = [];
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "{") depth++;
    else if (character === "," && depth === 1) commas.push(at);
    else if (character === "}" && --depth === 0) {
      const ends = [...commas, at];
      return ends.map((end, index) => {
        const entry = pattern.slice((ends[index - 1] ?? open) + 1, end);
        return pattern.slice(0, open) + entry + pattern.slice(at + 1);
      });
    }
  }
  return undefined;
}

/** The paths whose parts with wildcards exist; the others may not. Undefined: there are too many. */
function wildPaths(pattern: string, directory: string, files: ConfigurationFiles): readonly string[] | undefined {
  let paths = [pattern.startsWith("/") ? "/" : ""];
  const parts = pattern.split("/").filter((part) => part !== "");
  for (const [index, part] of parts.entries()) {
    const slash = index < parts.length - 1 || pattern.endsWith("/") ? "/" : "";
    const grown = hasWildcard(part)
      ? paths.flatMap((path) => namesIn(pathFrom(directory, path), part, files).map((name) => path + name))
      : paths.map((path) => path + literal(part));
    if (grown.length > maximumFiles) return undefined;
    paths = grown.map((path) => path + slash);
  }
  return paths;
}

function namesIn(directory: string, pattern: string, files: ConfigurationFiles): readonly string[] {
  return files
    .list(directory)
    .filter((name) => matchesName(pattern, name))
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Whether a name is one that a part of a pattern stands for. A name that begins with a dot is only found by a pattern
 * that does so too. Takes time proportional to the product of the lengths, whatever the pattern.
 */
export function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  let at = 0;
  let position = 0;
  /** Where to go on when what follows the last star does not fit: one more character belongs to the star. */
  let retry: { readonly at: number; readonly position: number } | undefined;
  while (position < name.length) {
    if (pattern[at] === "*") {
      at++;
      retry = { at, position };
      continue;
    }
    const next = matchCharacter(pattern, at, name.charAt(position));
    if (next !== undefined) {
      at = next;
      position++;
    } else if (retry === undefined) return false;
    else {
      retry = { at: retry.at, position: retry.position + 1 };
      ({ at, position } = retry);
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Where the pattern goes on behind what stands for this one character; undefined when that is something else. */
function matchCharacter(pattern: string, at: number, character: string): number | undefined {
  const wanted = pattern[at];
  if (wanted === undefined) return undefined;
  if (wanted === "?") return at + 1;
  if (wanted === "[") {
    const set = readSet(pattern, at);
    if (set !== undefined) return set.has(character) ? set.end : undefined;
  }
  if (wanted === "\\" && at + 1 < pattern.length) return pattern[at + 1] === character ? at + 2 : undefined;
  return wanted === character ? at + 1 : undefined;
}

type CharacterSet = { readonly has: (character: string) => boolean; readonly end: number };

/** `[abc]`, `[a-z]`, and `[^...]` for all others; a closing bracket at the beginning is one of the characters. */
function readSet(pattern: string, open: number): CharacterSet | undefined {
  const negated = pattern[open + 1] === "^" || pattern[open + 1] === "!";
  const start = open + (negated ? 2 : 1);
  const close = pattern.indexOf("]", start + 1);
  if (close === -1) return undefined;
  const inside = pattern.slice(start, close);
  return { has: (character) => isInside(inside, character) !== negated, end: close + 1 };
}

function isInside(inside: string, character: string): boolean {
  for (let at = 0; at < inside.length; at++) {
    const isRange = inside[at + 1] === "-" && at + 2 < inside.length;
    const last = inside.charAt(isRange ? at + 2 : at);
    if (inside.charAt(at) <= character && character <= last) return true;
    if (isRange) at += 2;
  }
  return false;
}

function literal(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gu, "$1");
}
