import type { Shape } from "../keyword.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "../words.ts";

/** The kernel keeps 16 bytes, and the last one ends the name. */
const longestName = 15;

/** The name of a process as `ps` shows it. */
export const processName: Shape<string> = {
  syntax: `<STRING> (at most ${longestName} characters)`,
  block: false,
  read(statement, report) {
    const name = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 1, report);
    if (name === undefined || name.text.length <= longestName) return name?.text;
    report.warning("adjusted", name, `${statement.keyword.text} more than ${longestName} characters, truncating`);
    return name.text.slice(0, longestName);
  },
  print: quoteWord,
};
