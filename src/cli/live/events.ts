import { readJournal } from "../../daemon/live/read-journal.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { clean } from "../../status/live/words/clean.ts";
import { eventLines } from "../../status/live/words/event-lines.ts";
import { parseLength } from "../../status/live/words/lengths.ts";
import { paintFor } from "./ansi-paint.ts";
import type { EventQuestion } from "./client.ts";
import { findDaemon, unreachableStatus, type Whereabouts } from "./find-daemon.ts";
import { endWithReader, print } from "./print.ts";
import { printTime } from "./print-time.ts";

export type EventsOptions = Whereabouts & {
  readonly follow?: boolean;
  readonly since?: string;
  readonly json?: boolean;
  readonly limit?: number;
};

/** Events that are shown when nobody says how many. */
const usualLimit = 50;

/** `holdfast events [INSTANCE]`: what has happened, and why; of a daemon that does not run what its journal has. */
export async function showEvents(subject: string | undefined, options: EventsOptions): Promise<number> {
  const since = options.since === undefined ? undefined : parseSince(options.since, Date.now());
  if (options.since !== undefined && since === undefined) {
    return complain(`--since ${options.since}: use a length such as 10m or 1h30m, or a time such as 2026-11-21T12:00`);
  }
  const { follow = false } = options;
  const limit = options.limit ?? (since === undefined ? usualLimit : undefined);
  // What is about something else is left out here, so the daemon cannot count.
  const question = { since, follow, limit: subject === undefined ? limit : undefined };
  endWithReader();
  const found = await findDaemon(options);
  if (found.kind === "none") {
    process.stderr.write(`${found.message}\n`);
    if (found.directories.length === 0) return unreachableStatus;
    for (const directory of found.directories) await show(readJournal(directory, question), subject, limit, options);
    return unreachableStatus;
  }
  const { client } = found;
  try {
    if (subject === undefined || !follow) await show(client.events(question), subject, limit, options);
    else await followSubject((asked) => client.events(asked), subject, limit, { since, options });
    return 0;
  } finally {
    client.close();
  }
}

/** The past is counted, and then what comes is not. */
async function followSubject(
  ask: (question: EventQuestion) => AsyncIterable<EventRecord>,
  subject: string,
  limit: number | undefined,
  { since, options }: { readonly since: number | undefined; readonly options: EventsOptions },
): Promise<void> {
  const after = await show(ask({ since }), subject, limit, options);
  await show(ask({ since, follow: true, ...(after > 0 && { after }) }), subject, undefined, options);
}

/** Returns the number of the last record. */
async function show(
  records: AsyncIterable<EventRecord>,
  subject: string | undefined,
  limit: number | undefined,
  { json }: EventsOptions,
): Promise<number> {
  const paint = paintFor(process.stdout);
  const tell = async (record: EventRecord): Promise<void> =>
    print(`${json === true ? JSON.stringify(record) : eventLines(clean(record), printTime, paint).join("\n")}\n`);
  const kept: EventRecord[] = [];
  let last = 0;
  for await (const record of records) {
    last = record.id;
    if (subject !== undefined && record.subject !== subject) continue;
    if (subject === undefined || limit === undefined) {
      await tell(record);
      continue;
    }
    kept.push(record);
    if (kept.length > limit) kept.shift();
  }
  for (const record of kept) await tell(record);
  return last;
}

/**
 * "10m": so long ago; "2026-11-21T12:00", "12:00": a time here. Microseconds of the Unix epoch; `now` in milliseconds.
 */
export function parseSince(text: string, now: number): number | undefined {
  const length = parseLength(text);
  if (length !== undefined) return Math.max(0, now * 1_000 - length);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text);
  if (clock !== null) {
    const [, hours = "", minutes = "", seconds = "0"] = clock;
    const day = new Date(now);
    day.setHours(Number(hours), Number(minutes), Number(seconds), 0);
    // Later today has not been yet.
    return (day.getTime() > now ? day.getTime() - 86_400_000 : day.getTime()) * 1_000;
  }
  const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time * 1_000;
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return unreachableStatus;
}
