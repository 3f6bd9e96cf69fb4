import type { Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { parseNumber, wholeNumber } from "../schema/numbers.ts";

export const noWeight: Weight = { value: 0, reverse: false };

/** Weights of 254 mean "as far as it goes" and become 253. */
const limit = 253;

/**
 * `N [reverse|noreverse]`, the words behind `weight`; undefined and a finding when N is not a weight. `what` is
 * whose weight it is, for messages.
 */
export function parseWeight(
  number: Word,
  direction: Word | undefined,
  what: string,
  report: Reporter,
): Weight | undefined {
  const range = { minimum: -limit - 1, maximum: limit + 1 };
  const value = parseNumber(number, wholeNumber, range, `weight of ${what}`, report);
  if (value === undefined) return undefined;
  if (Math.abs(value) > limit) {
    report.warning("adjusted", number, `weight for ${what} cannot be +/-254. Setting to +/-253`);
  }
  return { value: Math.max(-limit, Math.min(limit, value)), reverse: parseDirection(direction, what, report) };
}

function parseDirection(direction: Word | undefined, what: string, report: Reporter): boolean {
  if (direction === undefined || direction.text === "noreverse" || direction.text === "no_reverse") return false;
  if (direction.text === "reverse") return true;
  report.error("invalid-value", direction, `unknown weight option '${direction.text}' for ${what} - ignoring`);
  return false;
}
