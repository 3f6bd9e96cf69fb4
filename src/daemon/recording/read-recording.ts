import { open, stat } from "node:fs/promises";
import { join } from "node:path";

import { type Recorded, RecordDecoder } from "../../vrrp/recording/index.ts";
import { errorCode } from "../error-code.ts";
import { parseSummed } from "../live/journal-line.ts";
import { readLines } from "../live/read-lines.ts";
import { segmentPath, segmentsIn } from "./segment-file.ts";

/** In the state directory. */
export const recordingFolder = "recording";

/** Bytes of a line: eight instances with some ten thousand addresses each. */
const lineLimit = 1 << 26;

/** There is nothing that could be read; the message names the place and what to do. */
export class NoRecording extends Error {}

export type ReadItem =
  | { readonly kind: "record"; readonly record: Recorded }
  /** A line that is not as it was written, or that refers to such a one. */
  | { readonly kind: "damaged"; readonly path: string; readonly line: number };

/**
 * The files of a recording, in their order: of a file itself, of a folder of segments, or of a state directory. Rejects
 * with NoRecording.
 */
export async function findSegments(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    for (const directory of [path, join(path, recordingFolder)]) {
      const numbers = await segmentsIn(directory).catch(noneThere);
      if (numbers.length > 0) return numbers.map((number) => segmentPath(directory, number));
    }
  } catch (error) {
    throw new NoRecording(`cannot read ${path} (${errorCode(error)})`);
  }
  throw new NoRecording(`there is no recording in ${path}: the daemon makes one when it is started with --record`);
}

/**
 * What the files hold; also while a daemon writes there. Rejects with NoRecording where another version has written it.
 */
export async function* readRecording(paths: readonly string[]): AsyncGenerator<ReadItem> {
  const decoder = new RecordDecoder();
  for (const path of paths) {
    const file = await open(path, "r").catch((error: unknown) => {
      throw new NoRecording(`cannot read ${path} (${errorCode(error)})`);
    });
    try {
      let line = 0;
      for await (const text of readLines(file, lineLimit)) {
        line += 1;
        const result = parseSummed(text);
        const record = result === undefined ? undefined : decoder.take(result);
        if (record?.ok === false && record.error.kind === "version") {
          const version = String(record.error.version);
          throw new NoRecording(`${path}:${line}: a recording of version ${version}, which this program does not know`);
        }
        if (record?.ok !== true) yield { kind: "damaged", path, line };
        else if (record.value !== undefined) yield { kind: "record", record: record.value };
      }
    } finally {
      await file.close();
    }
  }
}

function noneThere(error: unknown): readonly number[] {
  if (errorCode(error) !== "ENOENT") throw error;
  return [];
}
