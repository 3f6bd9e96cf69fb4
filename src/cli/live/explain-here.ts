import { readJournal } from "../../daemon/live/read-journal.ts";
import { explainableNames } from "../../status/explain/explain.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { ConnectionError, RefusedError, type StatusClient } from "./client.ts";
import { explainName, type ExplainOptions, type Knowledge } from "./explain-name.ts";
import { findDaemon, type FoundDaemon, unreachableStatus, type Whereabouts } from "./find-daemon.ts";
import { endWithReader, print } from "./print.ts";
import { printTime } from "./print-time.ts";

/** Records that an explanation looks at, the last ones. */
const recordLimit = 20_000;

/** How long before the last transition an explanation looks for what has led to it, in microseconds. */
const history = 600_000_000;

/** `holdfast explain [NAME]`. Returns the exit status. */
export async function explainHere(word: string | undefined, options: ExplainOptions & Whereabouts): Promise<number> {
  endWithReader();
  try {
    const { status, output, complaint } = await explainName(word, options, {
      daemon: async (name) => askDaemon(await findDaemon(options), name),
      printTime: (wall) => printTime(wall),
      width: process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
    });
    process.stderr.write(complaint);
    await print(output);
    return status;
  } catch (error) {
    if (!(error instanceof ConnectionError) && !(error instanceof RefusedError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return unreachableStatus;
  }
}

async function askDaemon(found: FoundDaemon, name: string): Promise<Knowledge> {
  if (found.kind === "none") {
    const { message, directories } = found;
    const journal = async (): Promise<readonly EventRecord[]> => lastToKnow(directories, name);
    return { kind: "none", message, journal };
  }
  const { client } = found;
  try {
    const document = await client.status();
    return { kind: "running", document, records: await recordsOf(client, document, name) };
  } finally {
    client.close();
  }
}

/**
 * What is wanted of the past: nothing where the name is nobody's, all where the daemon does not know its instances now.
 */
async function recordsOf(
  client: StatusClient,
  document: StatusDocument,
  name: string,
): Promise<readonly EventRecord[]> {
  const group = document.groups.find((each) => each.name === name);
  const names = new Set([name, ...(group?.members ?? [])]);
  const concerned = document.instances.filter((each) => names.has(each.name));
  if (concerned.length === 0 && document.silent === undefined) return [];
  const begins = concerned.map(({ since }) => since ?? 0);
  const since = begins.length === 0 ? 0 : Math.max(0, Math.min(...begins) - history);
  const records: EventRecord[] = [];
  for await (const record of client.events({ since, limit: recordLimit })) records.push(record);
  return records;
}

/** Of several journals that of the daemon that was the last one to know the name. */
async function lastToKnow(directories: readonly string[], name: string): Promise<readonly EventRecord[]> {
  let found: readonly EventRecord[] = [];
  for (const directory of directories) {
    const records: EventRecord[] = [];
    for await (const record of readJournal(directory, { limit: recordLimit })) records.push(record);
    const isLater = (records.at(-1)?.wall ?? 0) > (found.at(-1)?.wall ?? 0);
    if (isLater && explainableNames(records, undefined).includes(name)) found = records;
  }
  return found;
}
