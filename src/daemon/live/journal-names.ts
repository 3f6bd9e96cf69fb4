import { join } from "node:path";

/** Files of a journal: the one that is written, and those before it. */
export const journalFiles = 4;

/** events.jsonl is the one that is written, events.1.jsonl the one before it, and so on to the oldest. */
export function journalPath(directory: string, age: number): string {
  return join(directory, age === 0 ? "events.jsonl" : `events.${age}.jsonl`);
}
