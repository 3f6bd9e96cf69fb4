import { invalidRepetition } from "./repetition.ts";
import type { ExpandText, RepetitionReading } from "./repetition.ts";

/** `~SEQ(VAR, START, STEP, END)` or `~SEQx(...)` at the start of a line, up to the opening parenthesis. */
const head = /^~SEQ(x?)\s*\(/u;

type Numbers = { readonly start: number; readonly step: number; readonly end: number };

/**
 * Reads `~SEQ(VAR, [START, [STEP,]] END)`: a line for each number from START to END, in hexadecimal for `~SEQx`. START
 * is 1, or -1 for a negative END; STEP is 1 or -1, whichever leads there (keepalived.conf(5), "Sequence blocks").
 * Undefined: the line begins with something else.
 */
export function readSequence(line: string, expand: ExpandText): RepetitionReading | undefined {
  const found = head.exec(line);
  if (found === null) return undefined;
  const isHexadecimal = found[1] === "x";
  const open = found[0].length;
  const close = line.indexOf(")", open);
  if (close === -1) return invalidRepetition("Invalid ~SEQ specification: there is no )");
  const shown = line.slice(0, close + 1);
  // Expanded piece by piece: the end of a piece is also where a $NAME may end.
  const pieces = line.slice(open, close).split(",");
  const [name = "", ...words] = pieces
    .map((piece) => expand(piece.trim()))
    .join(",")
    .split(",");
  const numbers = words.map(parseNumber);
  if (name.trim() === "" || numbers.length < 1 || numbers.length > 3 || numbers.some(Number.isNaN)) {
    return invalidRepetition(`Invalid ~SEQ definition '${shown}'`);
  }
  const range = complete(numbers);
  if (!leadsToEnd(range)) return invalidRepetition(`Invalid ~SEQ values '${shown}'`);
  if (isHexadecimal && (range.start < 0 || range.end < 0)) {
    return invalidRepetition(`~SEQx is only valid for positive numbers '${shown}'`);
  }
  const rows = count(range, isHexadecimal ? 16 : 10);
  return { kind: "repetition", repetition: { names: [name.trim()], rows, end: close + 1 } };
}

/** A whole number: decimal, `0x` and hexadecimal digits, or `0` and octal digits; nothing is 0, as in the reference. */
function parseNumber(word: string): number {
  const found = /^([+-]?)(?:0x([\da-f]+)|(0[0-7]*)|([1-9]\d*)|)$/iu.exec(word.trim());
  if (found === null) return Number.NaN;
  const [, sign, hexadecimal, octal, decimal] = found;
  const value =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(decimal ?? 0);
  return sign === "-" ? -value : value;
}

function complete(numbers: readonly number[]): Numbers {
  const end = numbers.at(-1) ?? 0;
  const start = numbers.length > 1 ? (numbers[0] ?? 0) : end < 0 ? -1 : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 0) : start <= end ? 1 : -1;
  return { start, step, end };
}

function leadsToEnd({ start, step, end }: Numbers): boolean {
  if (![start, step, end].every(Number.isSafeInteger) || step === 0) return false;
  return step > 0 ? start <= end : start >= end;
}

function* count({ start, step, end }: Numbers, radix: number): Generator<readonly string[]> {
  for (let value = start; step > 0 ? value <= end : value >= end; value += step) yield [value.toString(radix)];
}
