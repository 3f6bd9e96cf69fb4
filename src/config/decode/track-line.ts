import type { Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { parseNumber, wholeNumber } from "../schema/numbers.ts";
import { parseDirection, printWeight } from "../schema/weight.ts";
import { quoteWord, refuseExtraWords, shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { trackKinds } from "./track-kinds.ts";
import type { TrackedKind } from "./track-kinds.ts";

/** `NAME [weight N [reverse|noreverse]]`; without a weight that of the definition counts. */
export type TrackLine = { readonly name: Word; readonly weight: Weight | undefined };

/** Reads a line of `track_script` or one of its siblings; undefined and a finding when the line means nothing. */
export function parseTrackLine(line: Statement, kind: TrackedKind, report: Reporter): TrackLine | undefined {
  const { keyword: name, words } = line;
  const [option, number, direction] = words;
  if (option === undefined) return { name, weight: undefined };
  const { block, what } = trackKinds[kind];
  if (option.text !== "weight") {
    const message = `unknown ${block} ${name.text} option ${shorten(option.text)} - ignoring`;
    report.error("invalid-value", option, message, { cure: "write weight and a number, or one name on each line" });
    return undefined;
  }
  if (number === undefined) {
    report.error("invalid-value", option, `weight without value specified for ${what} ${name.text} - ignoring`);
    return undefined;
  }
  refuseExtraWords(line, 3, report);
  return { name, weight: parseTrackWeight(number, direction, name.text, kind, report) };
}

/** The line that `parseTrackLine` reads this from. */
export function printTrackLine(name: string, weight: Weight | undefined): string {
  return weight === undefined ? quoteWord(name) : `${quoteWord(name)} weight ${printWeight(weight)}`;
}

function parseTrackWeight(
  number: Word,
  direction: Word | undefined,
  name: string,
  kind: TrackedKind,
  report: Reporter,
): Weight | undefined {
  const { block, limit, written, directions } = trackKinds[kind];
  const range = { minimum: -written, maximum: written };
  const value = parseNumber(number, wholeNumber, range, `weight of ${block} ${name}`, report);
  if (value === undefined) return undefined;
  const used = Math.max(-limit, Math.min(limit, value));
  if (used !== value) {
    report.warning("adjusted", number, `weight for ${name} cannot be +/-${written}. Setting to +/-${limit}`);
  }
  return { value: used, reverse: parseDirection(direction, directions, `${block} ${name} weight`, report) };
}
