import { type FileHandle, mkdir, open, rename } from "node:fs/promises";

import type { EventRecord } from "../../status/live/event-record.ts";
import { errorCode } from "../error-code.ts";
import { parseLine, printLine } from "./journal-line.ts";
import { journalFiles, journalPath } from "./journal-names.ts";

/** Bytes from which on another file is begun. */
export const journalSize: number = 4 << 20;

/** Bytes at the end of a file among which its last whole record is looked for first; a record is much shorter. */
const tailSize = 1 << 16;

export type JournalOptions = {
  readonly directory: string;
  readonly size?: number | undefined;
};

/** What an earlier daemon has left. */
export type JournalEnd = {
  /** Of the last record; 0: there is none. */
  readonly lastId: number;
  /** Lines at the end that are broken, and are cut off. */
  readonly torn: number;
};

/**
 * The records of events on disk: appended, whole batches with one write, and rotated by size. What a write has reported
 * as done survives the death of this process at any moment, but not that of the machine: nothing is forced to the disk.
 */
export class JournalFile {
  readonly #directory: string;
  readonly #sizeLimit: number;
  #file: FileHandle | undefined;
  /** Bytes of the file that are whole records; what is behind them is overwritten. */
  #size = 0;
  /** A write has failed: there may be something behind those. */
  #isSoiled = false;

  constructor({ directory, size = journalSize }: JournalOptions) {
    this.#directory = directory;
    this.#sizeLimit = size;
  }

  /** Goes on with what is there, whose torn end is cut off. Rejects with the error of node:fs. */
  async open(): Promise<JournalEnd> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const { size, lastId, torn } = await this.#reopen();
    this.#size = size;
    // A file that has just been begun has nothing to say, or one that was torn at its first line.
    if (lastId > 0) return { lastId, torn };
    for (let age = 1; age < journalFiles; age += 1) {
      const before = await endOf(journalPath(this.#directory, age));
      if (before !== undefined && before.lastId > 0) return { lastId: before.lastId, torn };
    }
    return { lastId, torn };
  }

  /**
   * Appends the records with one write. Not to be called while another call is under way. Rejects with the error of
   * node:fs; then nothing of them is in the journal, and the next call tries anew.
   */
  async append(records: readonly EventRecord[]): Promise<void> {
    const bytes = Buffer.from(records.map(printLine).join(""));
    if (this.#file === undefined) this.#size = (await this.#reopen()).size;
    if (this.#size > 0 && this.#size + bytes.length > this.#sizeLimit) await this.#rotate();
    const file = this.#file;
    if (file === undefined) throw new Error("the journal has no file");
    if (this.#isSoiled) await file.truncate(this.#size);
    this.#isSoiled = true;
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, this.#size + written);
      written += bytesWritten;
    }
    this.#isSoiled = false;
    this.#size += bytes.length;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #reopen(): Promise<FileEnd> {
    const path = journalPath(this.#directory, 0);
    const file = await openForWriting(path);
    const end = await readEnd(file);
    await file.truncate(end.size);
    this.#file = file;
    this.#isSoiled = false;
    return end;
  }

  /** Whatever moment it is interrupted at, every record is in some file, and none of them in two. */
  async #rotate(): Promise<void> {
    await this.close();
    for (let age = journalFiles - 1; age > 0; age -= 1) {
      await renameIfThere(journalPath(this.#directory, age - 1), journalPath(this.#directory, age));
    }
    this.#size = (await this.#reopen()).size;
  }
}

/** Bytes of whole records, the id of the last one, and how many broken lines come after it. */
type FileEnd = { readonly size: number; readonly lastId: number; readonly torn: number };

async function endOf(path: string): Promise<FileEnd | undefined> {
  try {
    const file = await open(path, "r");
    try {
      return await readEnd(file);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Looks for the last whole record, in more and more of the end of the file. */
async function readEnd(file: FileHandle): Promise<FileEnd> {
  const { size } = await file.stat();
  for (let length = Math.min(size, tailSize); ; length = Math.min(size, length * 8)) {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, size - length);
    const end = lastRecord(bytes.subarray(0, bytesRead), size - length);
    if (end !== undefined) return end;
    if (length === size) return { size: 0, lastId: 0, torn: size === 0 ? 0 : 1 };
  }
}

/** `offset` is where the bytes begin in the file. Undefined: there is no whole record among them. */
function lastRecord(bytes: Buffer, offset: number): FileEnd | undefined {
  const newline = 0x0a;
  let torn = bytes.at(-1) === newline || bytes.length === 0 ? 0 : 1;
  let end = bytes.lastIndexOf(newline);
  while (end >= 0) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(newline, end - 1) + 1;
    const record = parseLine(bytes.toString("utf8", start, end));
    if (record !== undefined) return { size: offset + end + 1, lastId: record.id, torn };
    torn += 1;
    end = start - 1;
  }
  return undefined;
}

async function openForWriting(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return await open(path, "wx+", 0o600);
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
