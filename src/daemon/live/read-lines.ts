import type { FileHandle } from "node:fs/promises";

/** Bytes that are read at a time. */
const chunkSize = 1 << 16;

const newline = 0x0a;

/**
 * The lines of a file without their ends, also while somebody writes there: what has no end yet is no line. What has
 * none within `limit` bytes is left out.
 */
export async function* readLines(file: FileHandle, limit: number): AsyncGenerator<string> {
  const chunk = Buffer.alloc(chunkSize);
  let pieces: Buffer[] = [];
  let length = 0;
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(chunk, 0, chunkSize, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const bytes = chunk.subarray(0, bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      const last = bytes.subarray(start, end);
      yield (pieces.length === 0 ? last : Buffer.concat([...pieces, last])).toString("utf8");
      pieces = [];
      length = 0;
      start = end + 1;
    }
    length += bytesRead - start;
    // The chunk is read into again.
    if (length > limit) pieces = [];
    else pieces.push(Buffer.from(bytes.subarray(start)));
  }
}
