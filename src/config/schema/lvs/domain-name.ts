import { plainText } from "../shapes.ts";
import type { Shape } from "../keyword.ts";
import { shorten } from "../words.ts";

/** The name of a DNS query, without a dot at its end; `.` is the root. */
export const domainName: Shape<string> = {
  ...plainText,
  syntax: "<NAME>|.",
  read(statement, report) {
    const name = plainText.read(statement, report);
    if (name === undefined || name === "." || !name.split(".").includes("")) return name;
    const message = `DNS_CHECK name '${shorten(name)}' has empty label - ignoring`;
    report.error("invalid-value", statement.words[0], message, { cure: "write one dot between two labels" });
    return undefined;
  },
};
