import type { Shape } from "../keyword.ts";
import { shorten } from "../words.ts";

/** What can be checked of an `include` line; the reference reads `read` where its manual says readable. */
const includeChecks: readonly string[] = ["read", "match", "wildcard_match", "brace_match"];

/** `[+|-]CHECK ...`; none: all of them (keepalived.conf(5), "include_check"). The words as they are written. */
export const includeCheck: Shape<readonly string[]> = {
  syntax: "[[+|-]read|match|wildcard_match|brace_match] ...",
  block: false,
  read({ words }, report) {
    const usable = words.filter((word) => {
      const name = word.text.replace(/^[+-]/u, "");
      if (includeChecks.includes(name)) return true;
      const cure = name === "readable" ? "write read" : `write ${includeChecks.join(", ")}`;
      report.warning("invalid-value", word, `unknown include_check type '${shorten(name)}' - ignoring`, { cure });
      return false;
    });
    return words.length > 0 && usable.length === 0 ? undefined : usable.map(({ text }) => text);
  },
  print: (words) => words.join(" "),
};
