import { IpAddress } from "../../../base/ip-address.ts";
import type { Family } from "../../../base/ip-address.ts";
import type { Granularity } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import { shorten } from "../words.ts";

/** The family that the form of a `persistence_granularity` belongs to: masks have dots. */
export function granularityFamily(word: Word): Family {
  return word.text.includes(".") ? "ipv4" : "ipv6";
}

/** The word behind `persistence_granularity`, for a service of that family; undefined and a finding otherwise. */
export function parseGranularity(word: Word, family: Family, report: Reporter): Granularity | undefined {
  if (family === "ipv6") {
    const length = parseNumber(word, wholeNumber, { minimum: 1, maximum: 128 }, "persistence_granularity", report);
    return length === undefined ? undefined : { family, length };
  }
  const mask = IpAddress.parse(word.text);
  if (mask?.family === "ipv4") return { family, mask };
  const number = /^\d{1,10}$/u.test(word.text) ? Number(word.text) : Infinity;
  if (number <= 0xffff_ffff) return { family, mask: numericMask(word, number, report) };
  const message = `Invalid IPv4 persistence_granularity specified - ${shorten(word.text)}`;
  report.error("invalid-value", word, message, { cure: "write a mask such as 255.255.255.0" });
  return undefined;
}

/** The reference takes a number for the 32 bits of the mask. */
function numericMask(word: Word, number: number, report: Reporter): IpAddress {
  const mask = IpAddress.fromBytes(Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number));
  const message = `persistence_granularity ${word.text} is the mask ${mask.toString()}`;
  const cure = "write the mask with dots, such as 255.255.255.0";
  report.warning("invalid-value", word, message, { cure, effect: "none" });
  return mask;
}
