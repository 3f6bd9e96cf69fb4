/**
 * A length of time for people: "412 ms", "3.6 s", "48 s", "3 min 12 s", "3 h 12 min", "12 days 4 h". In microseconds.
 */
export function printSpan(span: number): string {
  const milliseconds = Math.max(0, span) / 1_000;
  if (milliseconds < 1) return span <= 0 ? "0 ms" : `${Math.round(span)} µs`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1).replace(".0", "")} s`;
  return printLong(Math.round(seconds));
}

/** To a millisecond: "3.641 s", "50 ms". */
export function printExactSpan(span: number): string {
  if (span >= 1_000_000) return `${Number((span / 1_000_000).toFixed(3))} s`;
  return span >= 1_000 ? `${Math.round(span / 1_000)} ms` : `${Math.max(0, Math.round(span))} µs`;
}

/** A moment that is counted from an event: "+3.641 s", "−0.5 s". */
export function printMoment(at: number): string {
  const seconds = Number((Math.abs(at) / 1_000_000).toFixed(3));
  return `${seconds === 0 ? "" : at < 0 ? "−" : "+"}${seconds} s`;
}

/** The same without anything below a second, for what is counted up before one's eyes: "3 s". */
export function printAge(span: number): string {
  return printLong(Math.max(0, Math.floor(span / 1_000_000)));
}

function printLong(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return both(Math.floor(seconds / 60), "min", seconds % 60, "s");
  if (seconds < 86_400) return both(Math.floor(seconds / 3_600), "h", Math.floor((seconds % 3_600) / 60), "min");
  const days = Math.floor(seconds / 86_400);
  return both(days, days === 1 ? "day" : "days", Math.floor((seconds % 86_400) / 3_600), "h");
}

function both(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** "1,204" */
export function printCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
}

/** "1 warning", "2 warnings" */
export function printSome(count: number, one: string, many = `${one}s`): string {
  return `${printCount(count)} ${count === 1 ? one : many}`;
}

/** "node1", "node1 and node2", "node1, node2 and 3 more" */
export function printList(names: readonly string[], most = 3): string {
  if (names.length > most)
    return `${names.slice(0, most - 1).join(", ")} and ${printCount(names.length - most + 1)} more`;
  const [last, ...others] = names.toReversed();
  if (last === undefined) return "nobody";
  return others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
}

type PrioritySum = {
  readonly priority: number;
  readonly basePriority: number;
  readonly parts: readonly { readonly label: string; readonly amount: number }[];
};

/** "100 − 20 chk_http = 80"; the number alone where there is nothing to add. */
export function printPriority({ priority, basePriority, parts }: PrioritySum): string {
  if (parts.length === 0) return String(priority);
  const terms = parts.map(({ label, amount }) => ` ${amount < 0 ? "−" : "+"} ${Math.abs(amount)} ${label}`);
  return `${basePriority}${terms.join("")} = ${priority}`;
}
