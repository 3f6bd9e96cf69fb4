import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { errorCode } from "./error-code.ts";

/** How long the pieces of a file may keep the process from other work at a time, milliseconds. */
const turnLimit = 0.5;

/** What new files of the reference do not get: everything but reading and writing for their owner. */
export const usualUmask = 0o177;

/**
 * Puts a file in place of another: who reads sees the old one or the new one, never half of it. Pieces are made in
 * turns of the event loop, so that a large file delays nothing. Resolves with the error, such as "ENOENT".
 */
export async function writeDump(path: string, pieces: Iterable<string>, umask: number): Promise<string | undefined> {
  const draft = `${path}.${process.pid}.new`;
  try {
    // What a killed process has left. A link that others have put there is not followed.
    await rm(draft, { force: true });
    const file = await open(draft, "wx", 0o600);
    try {
      await writePieces(file, pieces);
      await file.chmod(0o666 & ~umask);
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return undefined;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    return errorCode(error);
  }
}

async function writePieces(file: FileHandle, pieces: Iterable<string>): Promise<void> {
  let text = "";
  let turnEnds = performance.now() + turnLimit;
  for (const piece of pieces) {
    text += piece;
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + turnLimit;
  }
  await file.writeFile(text);
}
