import { existsSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { connect, type Server } from "node:net";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../error-code.ts";

/** The longest path that the address of a socket has room for (unix(7)), bytes. */
const longestPath = 107;

/**
 * The bits of a mode that let others change what is in a directory, and the bit that keeps them from what is not
 * theirs.
 */
const othersWrite = 0o022;
const sticky = 0o1000;

/** How long whoever listens at a path has to accept, milliseconds. */
const acceptPatience = 1_000;

/** Why there is no socket, in words, with what to do. */
export type SocketObstacle = { readonly message: string };

/** What tells the file that was made from one that somebody else has put there since. */
export type SocketFile = { readonly path: string; readonly device: number; readonly inode: number };

/**
 * Makes `server` listen at `path`, for the owner alone from the first moment on: it is bound under a name of its own
 * with a umask that leaves nothing to others, and only then gets its name. What a dead daemon has left there is
 * replaced; what is not a socket, or one that somebody listens at, stays.
 */
export async function listenAt(server: Server, path: string): Promise<SocketFile | SocketObstacle> {
  const folder = dirname(path);
  const draft = join(folder, `.${process.pid}.sock`);
  for (const each of [path, draft]) {
    if (Buffer.byteLength(each) > longestPath) return obstacle(path, "the path is longer than a socket's can be");
  }
  try {
    makeFolder(folder);
    const objection = objectionTo(folder);
    if (objection !== undefined) return obstacle(path, objection);
    rmSync(draft, { force: true });
    await bindForOwner(server, draft);
    return await giveName(draft, path);
  } catch (error) {
    return obstacle(path, errorCode(error));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the file, unless it is another's by now. */
export function removeSocket({ path, device, inode }: SocketFile): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.dev === device && found.ino === inode) rmSync(path, { force: true });
}

/** With the one above it, as /run is empty after a boot. The recursion of Node.js does not end in /proc. */
function makeFolder(path: string): void {
  for (const each of [dirname(path), path]) {
    try {
      if (!existsSync(each)) mkdirSync(each, { mode: 0o700 });
    } catch (error) {
      // Another process of this daemon wants it, too, and was quicker.
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
}

/** Whoever can change the folder can put a socket of their own in the place of ours. */
function objectionTo(folder: string): string | undefined {
  const { uid, mode } = statSync(folder);
  if (uid !== 0 && uid !== process.geteuid?.()) return `${folder} belongs to another user`;
  if ((mode & othersWrite) !== 0 && (mode & sticky) === 0) return `${folder} can be changed by other users`;
  return undefined;
}

/** Binding happens within the call, so nothing else is made with this umask. */
async function bindForOwner(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    const usual = process.umask(0o177);
    try {
      server.listen({ path }, () => {
        server.off("error", reject);
        resolve();
      });
    } finally {
      process.umask(usual);
    }
  });
}

/** A link, not a new name: what is there by then, put there by another daemon, is not replaced unseen. */
async function giveName(draft: string, path: string): Promise<SocketFile | SocketObstacle> {
  for (;;) {
    try {
      linkSync(draft, path);
      const { dev: device, ino: inode } = lstatSync(path);
      return { path, device, inode };
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (!found.isSocket()) return obstacle(path, "there is something else of that name");
    if (await isServed(path)) return obstacle(path, "another daemon serves there");
    removeStale({ path, device: found.dev, inode: found.ino });
  }
}

/** Moves it away first: should another daemon have replaced it meanwhile, that one's gets its name back. */
function removeStale(stale: SocketFile): void {
  const aside = join(dirname(stale.path), `.${process.pid}.${basename(stale.path)}`);
  try {
    renameSync(stale.path, aside);
    const moved = lstatSync(aside);
    if (moved.dev !== stale.device || moved.ino !== stale.inode) linkSync(aside, stale.path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Somebody who does not say no is alive, be they slow or busy. */
async function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const answer = (isThere: boolean): void => {
      clearTimeout(overdue);
      socket.destroy();
      resolve(isThere);
    };
    const overdue = setTimeout(() => answer(true), acceptPatience);
    socket.on("connect", () => answer(true));
    socket.on("error", (error) => answer(errorCode(error) !== "ECONNREFUSED" && errorCode(error) !== "ENOENT"));
  });
}

function obstacle(path: string, why: string): SocketObstacle {
  return { message: `No status socket at ${path} (${why}): name another place with --socket` };
}
