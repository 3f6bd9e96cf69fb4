/** Characters of what others have said that a line takes in. */
export const saidLimit = 200;
/** Last lines of the output of a script that are told. */
export const saidLines = 3;

/** What a server has sent, fit for one line of a log or a mail: nothing in it can end the line or steer a terminal. */
export function printSaid(text: string): string {
  const printable = text.trim().replaceAll(/\p{Cc}|\p{Zl}|\p{Zp}/gu, "\u{FFFD}");
  return printable.length <= saidLimit ? printable : `${printable.slice(0, saidLimit)}...`;
}

/** The end of what a script has printed. */
export function lastLines(output: string): readonly string[] {
  return output
    .split("\n")
    .map(printSaid)
    .filter((line) => line !== "")
    .slice(-saidLines);
}
