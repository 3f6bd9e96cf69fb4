import type { NamedStory } from "./print.ts";

/** JUnit's XML, as continuous integration shows it: a suite for each story, a case for each expectation. */
export function printJunit(stories: readonly NamedStory[]): string {
  const suites = stories.map(({ name, played: { verdicts, trace } }) => {
    const failures = verdicts.filter(({ isMet }) => !isMet).length;
    const cases = verdicts.map(({ expectation: { line, text }, isMet, detail }) => {
      const head = `<testcase classname="${escapeXml(name)}" name="${escapeXml(`line ${line}: ${text}`)}"`;
      if (isMet) return `    ${head}/>`;
      const body = escapeXml(trace.join("\n"));
      return `    ${head}>\n      <failure message="${escapeXml(detail)}">${body}</failure>\n    </testcase>`;
    });
    const open = `  <testsuite name="${escapeXml(name)}" tests="${verdicts.length}" failures="${failures}">`;
    return [open, ...cases, "  </testsuite>"].join("\n");
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>", ""].join("\n");
}

/** Text for between tags and for attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\n]/gu, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
