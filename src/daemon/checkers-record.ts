import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { errorCode } from "./error-code.ts";
import { isOrphan } from "./pid-file.ts";
import { currentBoot, currentNetwork, isAlive, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

/** Another version means something else by its words: it is not read. */
const recordVersion = 1;
const fileName = "checkers.json";

/**
 * That a checkers process is at work, written before it touches the table and removed when it has given the table back:
 * whoever finds it finds the table as that process left it.
 */
type CheckersRecord = {
  readonly version: typeof recordVersion;
  readonly writer: ProcessIdentity;
  /** The network namespace, as /proc names it. */
  readonly network: string;
};

/** What an earlier checkers process has left: its table and, if it still checks without a supervisor, its number. */
export type LeftChecks = { readonly orphan: number | undefined };

/**
 * What means something on this machine and in this network namespace; undefined: nothing, or it is at work for
 * somebody.
 */
export function findLeftChecks(directory: string): LeftChecks | undefined {
  const record = readRecord(directory);
  if (record === undefined || record.writer.boot !== currentBoot() || record.network !== currentNetwork()) {
    return undefined;
  }
  if (!isAlive(record.writer)) return { orphan: undefined };
  return isOrphan(record.writer.pid) ? { orphan: record.writer.pid } : undefined;
}

/** Writes that this process is at work. Returns why that cannot be done, such as "EROFS". */
export function recordChecks(directory: string): string | undefined {
  const record: CheckersRecord = { version: recordVersion, writer: ownIdentity(), network: currentNetwork() };
  const draft = join(directory, `${fileName}.${process.pid}.tmp`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    renameSync(draft, join(directory, fileName));
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** The table has been given back. */
export function forgetChecks(directory: string): void {
  rmSync(join(directory, fileName), { force: true });
}

function readRecord(directory: string): CheckersRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, fileName), "utf8"));
    if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by recordChecks of the same version
    return value.version === recordVersion ? (value as CheckersRecord) : undefined;
  } catch {
    return undefined;
  }
}
