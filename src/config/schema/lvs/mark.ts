import type { Family } from "../../../base/ip-address.ts";
import type { Word } from "../../lexer.ts";
import { unsignedMaximum } from "../numbers.ts";
import type { Shape } from "../keyword.ts";
import { refuseExtraWords, requiredWord, shorten } from "../words.ts";

/** A firewall mark, from 1 on: 0 marks nothing. */
export function parseMark(word: Word): number | undefined {
  const mark = /^\+?\d{1,12}$/u.test(word.text) ? Number(word.text) : 0;
  return mark >= 1 && mark <= unsignedMaximum ? mark : undefined;
}

/** The reference takes 0 for a mark in a group, though not for that of a virtual server. */
function isZero({ text }: Word): boolean {
  return /^[+-]?0{1,12}$/u.test(text);
}

/** A firewall mark and the family of its packets; undefined: that of the real servers. */
export type FamilyMark = { readonly mark: number; readonly family: Family | undefined };

/** `N [inet|inet6]` */
export const familyMark: Shape<FamilyMark> = {
  syntax: "<NUMBER from 1> [inet|inet6]",
  block: false,
  read(statement, report) {
    const word = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 2, report);
    if (word === undefined) return undefined;
    const mark = isZero(word) ? 0 : parseMark(word);
    if (mark === 0) {
      report.warning("invalid-value", word, "fwmark 0 marks nothing: no packet is for this entry", { effect: "none" });
    }
    if (mark === undefined) {
      const message = `fwmark '${shorten(word.text)}' must be in [0, ${unsignedMaximum}] - ignoring`;
      report.error("out-of-range", word, message);
      return undefined;
    }
    const [, family] = statement.words;
    if (family === undefined) return { mark, family: undefined };
    if (family.text === "inet") return { mark, family: "ipv4" };
    if (family.text === "inet6") return { mark, family: "ipv6" };
    const message = `fwmark '${mark}' family ${shorten(family.text)} unknown - ignoring`;
    report.error("invalid-value", family, message, { cure: "write inet or inet6" });
    return undefined;
  },
  print: printFamilyMark,
};

export function printFamilyMark({ mark, family }: FamilyMark): string {
  if (family === undefined) return String(mark);
  return `${mark} ${family === "ipv4" ? "inet" : "inet6"}`;
}
