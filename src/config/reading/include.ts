/**
 * What an inclusion insists on: that every file it finds can be read; that a path without wildcards leads to one;
 * that a pattern finds any; that each path of a list in braces is there (keepalived.conf(5), "include_check").
 */
export type IncludeCheck = "readable" | "match" | "wildcard_match" | "brace_match";

export type IncludeChecks = ReadonlySet<IncludeCheck>;

export const everyCheck: IncludeChecks = new Set(["readable", "match", "wildcard_match", "brace_match"]);
export const noCheck: IncludeChecks = new Set();

/** The keywords that include files, and what they insist on whatever `include_check` says. */
export const includeKeywords: ReadonlyMap<string, IncludeChecks> = new Map<string, IncludeChecks>([
  ["include", noCheck],
  ["includer", new Set<IncludeCheck>(["readable"])],
  ["includem", new Set<IncludeCheck>(["match"])],
  ["includew", new Set<IncludeCheck>(["match", "wildcard_match"])],
  ["includeb", new Set<IncludeCheck>(["brace_match"])],
  ["includea", everyCheck],
]);

/**
 * The checks after `include_check WORDS`: none means all of them; words replace what was set before, unless the first
 * has a + or a - in front of it: those are added to it or taken away from it. Other words are reported where the
 * keyword is read.
 */
export function applyIncludeCheck(words: readonly string[], before: IncludeChecks): IncludeChecks {
  const [first] = words;
  if (first === undefined) return everyCheck;
  const checks = new Set(/^[+-]/u.test(first) ? before : noCheck);
  for (const word of words) {
    const check = checkNamed(word.replace(/^[+-]/u, ""));
    if (check === undefined) continue;
    if (word.startsWith("-")) checks.delete(check);
    else checks.add(check);
  }
  return checks;
}

/** The manual calls the first one readable, the reference read. */
function checkNamed(name: string): IncludeCheck | undefined {
  const wanted = name === "read" ? "readable" : name;
  return [...everyCheck].find((check) => check === wanted);
}
