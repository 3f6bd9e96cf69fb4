/** Lines that there are only under a condition: everything else in a list is skipped. */
export type Line = string | false | undefined;

/** One piece of a file: each line with `depth` blanks before it, and the line end. */
export function block(depth: number, lines: readonly Line[]): string {
  const indentation = " ".repeat(depth);
  return lines.reduce<string>(
    (text, line) => (line === undefined || line === false ? text : `${text}${indentation}${line}\n`),
    "",
  );
}

/** A heading and what stands below it, two blanks deeper; nothing without content. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)];
}

/** "------< VRRP Topology >------". */
export function title(text: string): string {
  return `------< ${text} >------\n`;
}

export function onOff(value: boolean, words: readonly [string, string]): string {
  return value ? words[0] : words[1];
}

export const yesNo = ["yes", "no"] as const;
export const trueFalse = ["true", "false"] as const;
export const enabledDisabled = ["enabled", "disabled"] as const;
export const onOffCapitals = ["ON", "OFF"] as const;
