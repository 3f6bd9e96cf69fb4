import type { Severity } from "../../config/diagnostic.ts";

const escape = "\u001B[";
const plain = `${escape}0m`;
const bold = `${escape}1m`;
const dim = `${escape}2m`;
const colours: Readonly<Record<Severity, string>> = {
  error: `${escape}1;31m`,
  warning: `${escape}1;33m`,
  note: `${escape}1;36m`,
};

/** Whether to print colours: to a person at a terminal who has not said no (https://no-color.org). */
export function wantsColour(
  output: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return output.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
}

/** Colours a printed finding: the place bold, the severity and the carets in its colour, the rest of the story dim. */
export function colourFinding(printed: string, severity: Severity): string {
  const colour = colours[severity];
  const [head = "", ...rest] = printed.split("\n");
  const at = head.indexOf(`${severity}: `);
  const message = head.slice(at + severity.length);
  const painted = `${bold}${head.slice(0, at)}${colour}${severity}${plain}${bold}${message}${plain}`;
  return [painted, ...rest.map((line) => colourLine(line, colour))].join("\n");
}

function colourLine(line: string, colour: string): string {
  if (/^ *\^+$/u.test(line)) return `${colour}${line}${plain}`;
  return line.startsWith("  = ") ? `${dim}${line}${plain}` : line;
}
