import { crc32 } from "node:zlib";

import type { EventRecord } from "../../status/live/event-record.ts";

/**
 * A record as it is kept, on one line that is JSON by itself. The sum of what follows comes first, so that a line that
 * was torn or changed is noticed:
 *
 *     {"crc":"1c291ca3","id":17,"wall":1795276800000000,...}
 */
export function printLine(record: EventRecord): string {
  return printSummed(JSON.stringify(record));
}

/** A line without its end; undefined: it is not as it was written. */
export function parseLine(line: string): EventRecord | undefined {
  const text = parseSummed(line);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the sum says that it is what `printLine` has written
  return text === undefined ? undefined : (JSON.parse(text) as EventRecord);
}

/** The text of a JSON object as such a line. */
export function printSummed(text: string): string {
  return `${opening}${sumOf(text)}${closing}${text.slice(1)}\n`;
}

/** The text that `printSummed` was given, of a line without its end; undefined: it is not as it was written. */
export function parseSummed(line: string): string | undefined {
  if (!line.startsWith(opening) || !line.startsWith(closing, sumEnd)) return undefined;
  const text = `{${line.slice(sumEnd + closing.length)}`;
  return line.slice(opening.length, sumEnd) === sumOf(text) ? text : undefined;
}

const opening = '{"crc":"';
const closing = '",';
const sumEnd = opening.length + 8;

/** Eight hexadecimal digits (CRC-32 of ISO 3309, as in zlib). */
function sumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
