import type { HttpProtocol } from "../../../check/config.ts";
import type { Shape } from "../keyword.ts";
import { refuseExtraWords, shorten } from "../words.ts";

const versions: readonly HttpProtocol[] = ["1.0", "1.0C", "1.1"];

/** Without a version the line is ignored. */
export const httpProtocol: Shape<HttpProtocol> = {
  syntax: "1.0|1.0C|1.1",
  block: false,
  forgiving: true,
  read(statement, report) {
    const [word] = statement.words;
    refuseExtraWords(statement, 1, report);
    const version = versions.find((name) => name === word?.text.toUpperCase());
    if (version !== undefined) return version;
    const message =
      word === undefined ? "Missing http_protocol version" : `Invalid http_protocol version ${shorten(word.text)}`;
    report.error("invalid-value", word ?? statement.keyword, message, { cure: "write 1.0, 1.0C or 1.1" });
    return undefined;
  },
  print: (value) => value,
};
