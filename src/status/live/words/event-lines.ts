import type { EventRecord } from "../event-record.ts";
import type { Paint } from "./paint.ts";

/** Lines of a script's output that are shown below it. */
const shownOutput = 3;

/**
 * One event with what has caused it, each link of the chain further in. `clock` prints microseconds of the Unix epoch.
 */
export function eventLines(record: EventRecord, clock: (at: number) => string, paint: Paint): readonly string[] {
  const { wall, severity, text, causes, process, pid } = record;
  const painted = severity === "error" ? paint.bad(text) : severity === "warning" ? paint.warn(text) : text;
  const said = causes.flatMap(({ text: cause, details }, depth) => {
    const indent = `${margin}${"  ".repeat(depth)}`;
    const output = details["output"];
    return [
      `${indent}because ${cause}`,
      ...(Array.isArray(output)
        ? output.slice(-shownOutput).map((line) => paint.dim(`${indent}  | ${String(line)}`))
        : []),
    ];
  });
  return [`${clock(wall)}  ${painted}  ${paint.dim(`(${process} ${pid}, event ${record.id})`)}`, ...said];
}

const margin = "    ";
