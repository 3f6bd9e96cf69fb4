import type { StatusCodes } from "../../../check/config.ts";
import type { Word } from "../../lexer.ts";
import type { Shape } from "../keyword.ts";
import { shorten } from "../words.ts";

/** `N`, or `N-M` with both ends included; 100 to 599 (RFC 9110 §15). Others are left out. */
export const statusCodes: Shape<readonly StatusCodes[]> = {
  syntax: "<100..599>|<100..599>-<100..599> ...",
  block: false,
  forgiving: true,
  read(statement, report) {
    if (statement.words.length === 0) {
      const message = "status_code without a code is ignored";
      report.warning("missing-setting", statement.keyword, message, { effect: "none" });
    }
    return statement.words.flatMap((word) => {
      const codes = parseStatusCodes(word);
      if (codes !== undefined) return [codes];
      const cure = "write a status such as 200, or a range such as 200-299";
      report.error("invalid-value", word, `Invalid HTTP_GET status code '${shorten(word.text)}'`, { cure });
      return [];
    });
  },
  print: (value) => value.map(printStatusCodes).join(" "),
};

function parseStatusCodes({ text }: Word): StatusCodes | undefined {
  const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/u.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last ? { first, last } : undefined;
}

function printStatusCodes({ first, last }: StatusCodes): string {
  return first === last ? String(first) : `${first}-${last}`;
}
