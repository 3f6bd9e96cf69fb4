import type { Explanation, Hint } from "./explanation.ts";
import { printAge, printLength } from "./words.ts";

/** Nearer to the transition than this is at the same time, in microseconds. */
const sameTime = 1_000_000;

/**
 * An explanation for a terminal of `width` columns. `printTime` says a time of the day, with the date where that is
 * needed.
 */
export function explainText(explanation: Explanation, printTime: (wall: number) => string, width: number): string {
  const wrap = (text: string, first: string, others: string): readonly string[] => wrapText(text, first, others, width);
  const paragraphs = (texts: readonly string[], mark: string): readonly string[] =>
    texts.flatMap((text) => wrap(text, `  ${mark}`, " ".repeat(2 + mark.length)));
  const { seen, missing, why, hints, toDo, at: turned } = explanation;
  const isLater = ({ at }: Hint): boolean => at !== undefined && turned !== undefined && at - turned > sameTime;
  const dated = (hint: Hint): string => {
    const { at, text } = hint;
    const isOther = at !== undefined && turned !== undefined && Math.abs(at - turned) > sameTime;
    return isOther ? `${printTime(at)}: ${text}` : text;
  };
  const texts = (some: readonly Hint[]): readonly string[] => paragraphs(some.map(dated), "! ");
  return [
    ...wrap(`${explanation.headline}${when(explanation, printTime)}`, "", ""),
    ...section("Since then", texts(hints.filter(isLater))),
    ...section(
      "Seen",
      seen.flatMap(({ offset, text }) => wrap(text, `  ${printOffset(offset).padStart(9)}  `, " ".repeat(13))),
    ),
    ...section("Missing", paragraphs(missing, "- ")),
    ...section("Why", paragraphs(why, "- ")),
    ...section("Also", texts(hints.filter((hint) => !isLater(hint)))),
    ...section("What to do", paragraphs(toDo, "> ")),
    "",
  ].join("\n");
}

function when({ at, told, of, seen }: Explanation, printTime: (wall: number) => string): string {
  if (at === undefined) return "";
  const ago = told === undefined ? "" : `, ${printAge(told - at)} ago`;
  return ` ${seen.length === 0 && of === "instance" ? "since" : "at"} ${printTime(at)}${ago}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** "-0.361 s", "0 s", "+12 s". */
function printOffset(offset: number): string {
  if (Math.abs(offset) < 500) return "0 s";
  return offset < 0 ? `-${printLength(-offset)}` : `+${printLength(offset)}`;
}

/** Lines are no longer than `width` where words allow it. */
function wrapText(text: string, first: string, others: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = others;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
