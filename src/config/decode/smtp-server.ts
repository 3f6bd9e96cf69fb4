import type { GlobalConfig } from "../model.ts";
import type { Reporter } from "../reporter.ts";
import { parseNumber, wholeNumber } from "../schema/numbers.ts";
import { refuseExtraWords, requiredWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";

/** `smtp_server HOST [PORT]`; the port is 25 when none is given. */
export function decodeSmtpServer(line: Statement | undefined, report: Reporter): GlobalConfig["smtpServer"] {
  const host = line && requiredWord(line, 0, report);
  if (line === undefined || host === undefined) return undefined;
  refuseExtraWords(line, 2, report);
  const port = line.words[1];
  const range = { minimum: 1, maximum: 65_535, otherwise: "using 25" };
  const number = port && parseNumber(port, wholeNumber, range, "the port of smtp_server", report);
  return { host: host.text, port: number ?? 25 };
}
