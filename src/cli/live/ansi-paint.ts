import { noPaint, type Paint } from "../../status/live/words/paint.ts";
import { wantsColour } from "../check/colour.ts";

const escape = "\u001B[";

function painted(code: string): (text: string) => string {
  return (text) => `${escape}${code}m${text}${escape}0m`;
}

const ansi: Paint = {
  strong: painted("1"),
  dim: painted("2"),
  good: painted("1;32"),
  warn: painted("1;33"),
  bad: painted("1;31"),
};

/** Colours for a person at a terminal who has not said no. */
export function paintFor(output: { readonly isTTY?: boolean }): Paint {
  return wantsColour(output, process.env) ? ansi : noPaint;
}
