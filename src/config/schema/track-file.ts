import type { InitialContent } from "../../vrrp/config.ts";
import { keyword, scope } from "./keyword.ts";
import type { Scope, Shape } from "./keyword.ts";
import { parseNumber, signedMaximum, wholeNumber } from "./numbers.ts";
import { forgiving, plainText } from "./shapes.ts";
import { weight } from "./weight.ts";
import { shorten } from "./words.ts";

/** Numbers beyond this are an odd thing to add to a priority. */
const sensible = 254;

/** `[VALUE] [overwrite]`, in either order; of several values the last one counts. */
const initialContent: Shape<InitialContent> = {
  syntax: "[<VALUE>] [overwrite]",
  block: false,
  read(statement, report) {
    let value = 0;
    let overwrite = false;
    for (const word of statement.words) {
      if (word.text === "overwrite") overwrite = true;
      else if (!wholeNumber.test(word.text)) {
        const message = `Unknown track file init option ${shorten(word.text)} - ignoring`;
        report.error("invalid-value", word, message, { cure: "write a number, overwrite, or both" });
      } else {
        const range = { minimum: -signedMaximum - 1, maximum: signedMaximum };
        value = parseNumber(word, wholeNumber, range, "the init value of the file", report) ?? value;
        if (Math.abs(value) <= sensible) continue;
        const message = `Track file init value ${value} is outside sensible range [-${sensible}, ${sensible}]`;
        report.warning("out-of-range", word, message);
      }
    }
    return { value, overwrite };
  },
  print: ({ value, overwrite }) => (overwrite ? `${value} overwrite` : String(value)),
};

/** keepalived.conf(5), "VRRP track files". */
export const trackFile = {
  file: keyword("file", forgiving(plainText), {
    priority: "P0",
    doc: "path of the file, with one number in it; none counts as 0",
    required: true,
    firstCounts: true,
  }),
  weight: keyword("weight", weight(254), {
    priority: "P1",
    doc: "what the number is multiplied by; 0: any number but 0 is a fault",
    default: "1",
    firstCounts: true,
  }),
  initial: keyword("init_file", initialContent, {
    priority: "P1",
    doc: "write the number into the file at the start if there is no file; overwrite: in any case",
    default: "off; 0 without a number",
  }),
};

export const trackFileScope: Scope = scope("track_file", trackFile);
