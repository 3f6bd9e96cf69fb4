import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { errorCode } from "./error-code.ts";
import { inTurns } from "./turns.ts";

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
  const write = async (): Promise<void> => {
    const part = text;
    text = "";
    await file.appendFile(part);
  };
  await inTurns(
    collect(pieces, (piece) => (text += piece)),
    write,
  );
  await write();
}

function* collect(pieces: Iterable<string>, take: (piece: string) => void): Generator<undefined, void> {
  for (const piece of pieces) {
    take(piece);
    yield undefined;
  }
}
