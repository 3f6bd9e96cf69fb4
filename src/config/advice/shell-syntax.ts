import type { Command } from "../../base/command.ts";
import { eachScript, within } from "./scripts.ts";
import type { Rule } from "./subject.ts";

/** Words that mean something to a shell, and are handed to the program as they are when there is none. */
const shellWord = /^(?:&&?|\|\|?|;|<|then|else|fi)$|^[0-9]*>|\$\(|`|\$\{?[A-Za-z_]|;$/u;

/** Programs that make sense of them. */
const shell = /(?:^|\/)(?:ba|da|a|k|z)?sh$/u;

/**
 * Shell syntax in a script that no shell runs: the operators become arguments of the program, which then nearly
 * always fails, or never (keepalived.conf(5), "SCRIPTS").
 */
export const shellSyntax: Rule = (subject, report) => {
  for (const { label, command, place } of eachScript(subject)) {
    const problem = problemOf(command);
    if (problem === undefined) continue;
    const written = place && place.source.text.slice(place.start, place.end).replaceAll('"', "");
    const line = written === undefined || /['\\]/u.test(written) ? undefined : throughShell(command, written);
    const cure = `put it into a file of its own that begins with #!/bin/sh${line === undefined ? "" : `, or write: ${line}`}`;
    within(report, label).error("shell-syntax", place, problem, { cure, effect: "none" });
  }
};

function problemOf({ words: [program, ...parameters] }: Command): string | undefined {
  // `</path` only asks whether the file can be opened.
  if (program.startsWith("<")) return undefined;
  if (isShellKeyword(program)) {
    return `no shell reads this script: ${program} is a word of the shell, and no program`;
  }
  const [option, line = ""] = parameters;
  if (shell.test(program)) {
    const isSplit = option === "-c" && parameters.slice(2).some((word) => shellWord.test(word));
    return isSplit ? `${program} -c takes one word: it runs '${line}', and the rest is not part of it` : undefined;
  }
  const found = parameters.find((word) => shellWord.test(word));
  return found === undefined ? undefined : `no shell reads this script: ${program} gets '${found}' as an argument`;
}

/** Words that begin a line of a shell script and are no programs. */
export function isShellKeyword(program: string): boolean {
  return shellKeywords.has(program);
}

const shellKeywords: ReadonlySet<string> = new Set(
  "[[ if ! { ( for while until case cd exit return export set unset source . eval exec trap ulimit umask".split(" "),
);

function throughShell({ words: [program] }: Command, written: string): string {
  if (shell.test(program)) return `"${written.replace(/ -c (.*)$/u, " -c '$1'")}"`;
  return `"${program === "[[" ? "/bin/bash" : "/bin/sh"} -c '${written}'"`;
}
