import { printSeconds, seconds } from "../../../base/time.ts";
import type { LvsTimeouts } from "../../global-config.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import { shorten } from "../words.ts";

/** A month of 31 days, in seconds. */
const longestTimeout = 2_678_400;

const options: ReadonlyMap<string, keyof LvsTimeouts> = new Map([
  ["tcp", "tcp"],
  ["tcpfin", "tcpFin"],
  ["udp", "udp"],
]);

/** `[tcp SECONDS] [tcpfin SECONDS] [udp SECONDS]`, at least one of them. */
export const lvsTimeouts: Shape<LvsTimeouts> = {
  syntax: "[tcp <0..2678400>] [tcpfin <0..2678400>] [udp <0..2678400>]",
  block: false,
  forgiving: true,
  read({ keyword, words }, report) {
    if (words.length < 2) report.error("missing-setting", keyword, "lvs_timeouts requires at least one option");
    const timeouts: { -readonly [K in keyof LvsTimeouts]: LvsTimeouts[K] } = {};
    for (let index = 0; index < words.length && words.length > 1; index++) {
      const name = words[index];
      const option = name && options.get(name.text);
      if (name === undefined || option === undefined) {
        reportUnknown(name, report);
        continue;
      }
      index++;
      const timeout = parseTimeout(words[index], name, report);
      if (timeout !== undefined) timeouts[option] = seconds(timeout);
    }
    return timeouts;
  },
  print: (timeouts) =>
    Array.from(options, ([word, option]) => {
      const timeout = timeouts[option];
      return timeout === undefined ? "" : `${word} ${printSeconds(timeout)}`;
    })
      .filter((text) => text !== "")
      .join(" "),
};

function reportUnknown(option: Word | undefined, report: Reporter): void {
  const message = `unknown option '${shorten(option?.text ?? "")}' specified for lvs_timeouts - ignoring`;
  report.error("invalid-value", option, message, { cure: "write tcp, tcpfin or udp, and seconds behind it" });
}

function parseTimeout(word: Word | undefined, name: Word, report: Reporter): number | undefined {
  if (word === undefined) {
    report.error("missing-setting", name, `No value specified for lvs_timeouts ${name.text} - ignoring`);
    return undefined;
  }
  return parseNumber(word, wholeNumber, { minimum: 0, maximum: longestTimeout }, `lvs_timeouts ${name.text}`, report);
}
