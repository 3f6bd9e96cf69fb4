import type { Command } from "../../base/command.ts";
import { printCommand } from "../../base/command.ts";
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
    const [program, ...parameters] = command.words;
    // `</path` only asks whether the file can be opened.
    if (program.startsWith("<") || shell.test(program)) continue;
    const found = parameters.find((word) => shellWord.test(word));
    if (found === undefined && !isShellKeyword(program)) continue;
    const consequence =
      found === undefined || isShellKeyword(program)
        ? `${program} is a word of the shell, and no program`
        : `${program} gets '${found}' as an argument`;
    const message = `no shell reads this script: ${consequence}`;
    const cure = `put it into a file of its own that begins with #!/bin/sh, or write: ${throughShell(command)}`;
    within(report, label).error("shell-syntax", place, message, { cure, effect: "none" });
  }
};

/** Words that begin a line of a shell script and are no programs. */
export function isShellKeyword(program: string): boolean {
  return ["[[", "if", "!", "{", "(", "for", "while"].includes(program);
}

function throughShell(command: Command): string {
  const shellOf = command.words[0] === "[[" ? "/bin/bash" : "/bin/sh";
  const line = command.words.join(" ");
  return line.includes("'") ? `"${shellOf} FILE" (now: ${printCommand(command)})` : `"${shellOf} -c '${line}'"`;
}
