import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Held } from "../../vrrp/held.ts";
import type { Holding } from "../../vrrp/predecessor.ts";
import type { Verdict } from "../../vrrp/script-tracker.ts";
import type { ProcessIdentity } from "../process-identity.ts";
import type { Surroundings } from "../surroundings.ts";
import { parsePlainData, printPlainData } from "./plain-data.ts";

/** Another version means something else by its words: it is not read. */
const recordVersion = 1;
const fileName = "vrrp.json";

/** `slot` is where the state and the last advert are; undefined: it may hold addresses and is about to lose them. */
export type RecordedInstance = Holding & { readonly slot?: number | undefined };

/** What changes with the configuration: what each instance would hold as master, and where its beats are. */
export type JournalRecord = {
  readonly version: typeof recordVersion;
  readonly writer: ProcessIdentity;
  /** The network namespace, as /proc names it. */
  readonly network: string;
  /** The file of the beats, beside this one. */
  readonly beats: string;
  readonly instances: readonly RecordedInstance[];
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly statics?: Held;
  readonly surroundings?: Surroundings;
};

/** Whole or not at all: whoever reads meanwhile finds what was there before. Throws what node:fs throws. */
export function writeRecord(directory: string, record: Omit<JournalRecord, "version">): void {
  const draft = join(directory, `${fileName}.${record.writer.pid}.tmp`);
  writeFileSync(draft, printPlainData({ version: recordVersion, ...record }), { mode: 0o600 });
  renameSync(draft, join(directory, fileName));
}

/** Undefined when there is none, or none that this version understands. */
export function readRecord(directory: string): JournalRecord | undefined {
  try {
    const value = parsePlainData(readFileSync(join(directory, fileName), "utf8"));
    if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by writeRecord of the same version
    return value.version === recordVersion ? (value as JournalRecord) : undefined;
  } catch {
    return undefined;
  }
}

export function recordPath(directory: string): string {
  return join(directory, fileName);
}
