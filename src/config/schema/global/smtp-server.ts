import type { SmtpServer } from "../../global-config.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "../words.ts";

/** The port of SMTP. */
const defaultPort = 25;

/** `HOST [PORT]`. */
export const smtpServer: Shape<SmtpServer> = {
  syntax: "<HOST> [<1..65535>]",
  block: false,
  read(statement, report) {
    const host = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 2, report);
    if (host === undefined) return undefined;
    const port = statement.words[1];
    if (port === undefined) return { host: host.text, port: defaultPort };
    const range = { minimum: 1, maximum: 65_535 };
    const number = parseNumber(port, wholeNumber, range, "the port of smtp_server", report);
    return number === undefined ? undefined : { host: host.text, port: number };
  },
  print: ({ host, port }) => quoteWord(host) + (port === defaultPort ? "" : ` ${port}`),
};
