import type { FileWeight } from "../../../check/config.ts";
import { parseNumber, signedMaximum, wholeNumber } from "../numbers.ts";
import type { Shape } from "../keyword.ts";
import { refuseExtraWords, shorten } from "../words.ts";

/** `N [reverse]`: what the number in a tracked file is multiplied by. */
export const fileWeight: Shape<FileWeight> = {
  syntax: "<NUMBER> [reverse|noreverse]",
  block: false,
  forgiving: true,
  read(statement, report) {
    const [number, direction] = statement.words;
    refuseExtraWords(statement, 2, report);
    if (number === undefined) {
      report.error("missing-setting", statement.keyword, "track file weight missing - ignoring");
      return undefined;
    }
    const range = { minimum: -signedMaximum, maximum: signedMaximum };
    const value = parseNumber(number, wholeNumber, range, "the weight of a track file", report);
    if (value === undefined) return undefined;
    if (direction !== undefined && direction.text !== "reverse" && direction.text !== "noreverse") {
      const message = `unknown track file weight option ${shorten(direction.text)} - ignoring`;
      report.error("invalid-value", direction, message, { cure: "write reverse, or nothing" });
    }
    return { value, reverse: direction?.text === "reverse" };
  },
  print: ({ value, reverse }) => `${value}${reverse ? " reverse" : ""}`,
};
