import { lastLines } from "../said.ts";

/**
 * A length of time for people: three digits below ten seconds, else one or two units: "0.361 s", "3.61 s", "3 min 12
 * s".
 */
export function printLength(microseconds: number): string {
  const all = microseconds / 1_000_000;
  if (all < 9.995) return `${Number(all < 1 ? all.toFixed(3) : all.toFixed(2))} s`;
  if (all < 59.95) return `${Number(all.toFixed(1))} s`;
  const whole = Math.round(all);
  if (whole < 3600) return two(whole, 60, "min", "s");
  const minutes = Math.round(all / 60);
  if (minutes < 1440) return two(minutes, 60, "h", "min");
  return two(Math.round(all / 3600), 24, "d", "h");
}

/** How long something is ago, to a tenth of a second: it grows while it is read. */
export function printAge(microseconds: number): string {
  return printLength(Math.round(Math.max(0, microseconds) / 100_000) * 100_000);
}

function two(count: number, size: number, large: string, small: string): string {
  const rest = count % size;
  return `${Math.floor(count / size)} ${large}${rest === 0 ? "" : ` ${rest} ${small}`}`;
}

/** "a", "a and b", "a, b and c". */
export function printList(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined) return "none";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** "once", "3 times". */
export function printTimes(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** What a program printed last, as a sentence of its own. */
export function printOutput(output: string): string {
  const said = lastLines(output);
  return said.length === 0 ? "It printed nothing." : `It printed: ${said.map((line) => `"${line}"`).join(", ")}.`;
}

/** An address without the length of its prefix. */
export function bare(prefix: string): string {
  return prefix.split("/")[0] ?? prefix;
}
