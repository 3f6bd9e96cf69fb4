import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Bytes from which on another segment is begun. */
export const segmentSize: number = 4 << 20;

/** Segments that are kept; the oldest make way. */
export const segmentLimit = 8;

/**
 * The files of a recording: 00000001.jsonl and so on, one for each segment, for their owner alone. They may hold
 * passwords.
 */
export class SegmentFile {
  readonly #directory: string;
  #file: FileHandle | undefined;
  #size = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Bytes of the segment that is being written. */
  get size(): number {
    return this.#size;
  }

  /** Begins the next one, and returns its number. Rejects with the error of node:fs. */
  async begin(): Promise<number> {
    await this.close();
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const numbers = await segmentsIn(this.#directory);
    const number = (numbers.at(-1) ?? 0) + 1;
    for (const old of numbers.slice(0, Math.max(0, numbers.length - segmentLimit + 1))) {
      await rm(segmentPath(this.#directory, old), { force: true });
    }
    this.#file = await open(segmentPath(this.#directory, number), "wx", 0o600);
    this.#size = 0;
    return number;
  }

  /** Whole lines, in their order. Rejects with the error of node:fs; then a part of them may be there. */
  async append(text: string): Promise<void> {
    const file = this.#file;
    if (file === undefined) throw new Error("no segment has been begun");
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, this.#size);
      written += bytesWritten;
      this.#size += bytesWritten;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(8, "0")}.jsonl`);
}

/** The numbers of the segments in a directory, the oldest first. Rejects with the error of node:fs. */
export async function segmentsIn(directory: string): Promise<readonly number[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => /^\d{8}\.jsonl$/u.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);
}
