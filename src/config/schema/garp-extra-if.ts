import { printSeconds, seconds } from "../../base/time.ts";
import type { ExtraAnnouncementConfig } from "../../vrrp/config.ts";
import type { Shape } from "./keyword.ts";
import { parseNumber, wholeNumber } from "./numbers.ts";

/** `[all] SECONDS`, in any order; the last number counts, and a line without one is ignored. */
export const extraGarps: Shape<ExtraAnnouncementConfig> = extraGarpsFrom(1);

/** The same, where `minimum` may be 0 to switch them off. */
export function extraGarpsFrom(minimum: 0 | 1): Shape<ExtraAnnouncementConfig> {
  const range = { minimum, maximum: 86_400 };
  return {
    syntax: `[all] <${minimum}..86400>`,
    block: false,
    forgiving: true,
    read({ keyword, words }, report) {
      const times = words.filter(({ text }) => text !== "all");
      if (times.length === 0) {
        report.error("missing-setting", keyword, `${keyword.text} specified without time - ignoring`);
        return undefined;
      }
      const values = times.map((time) => parseNumber(time, wholeNumber, range, keyword.text, report));
      const value = values.at(-1);
      return value === undefined ? undefined : { interval: seconds(value), all: times.length < words.length };
    },
    print: ({ interval, all }) => (all ? "all " : "") + printSeconds(interval),
  };
}
