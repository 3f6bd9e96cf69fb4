import { lstatSync } from "node:fs";

import type { SystemError } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { fileEvent, type Inotify } from "./inotify.ts";

/**
 * What tells that a path has another meaning: events of what is watched itself and, where it is a directory, those of
 * one entry, unless that is "".
 */
export type WatchPoint = { readonly watch: number; readonly entry: string };

/** A directory that is moved or removed takes the path with it. */
const ofDirectory = fileEvent.selfDeleted | fileEvent.selfMoved;
const ofEntries = fileEvent.created | fileEvent.deleted | fileEvent.movedIn | fileEvent.movedOut;
const ofFile = fileEvent.closedAfterWriting | fileEvent.attributes | fileEvent.selfDeleted | fileEvent.selfMoved;

/**
 * Watches all that an absolute path depends on: the directories on the way, the entry in the last of them that is
 * there, and the file itself, which a symbolic link may have put elsewhere. What comes into being after it was looked
 * for makes an event, so nothing is missed. `error`: something is there and could not be watched.
 */
export function watchPath(
  inotify: Inotify,
  path: string,
): { readonly points: readonly WatchPoint[]; readonly error: SystemError | undefined } {
  const points: WatchPoint[] = [];
  const names = path.split("/").filter((name) => name !== "");
  let error: SystemError | undefined;
  const add = (place: string, mask: number, entry: string): boolean => {
    const watch = inotify.add(place, mask);
    if (watch >= 0) points.push({ watch, entry });
    else if (!isAbsent(-watch)) error ??= systemError("inotify_add_watch", -watch);
    return watch >= 0;
  };

  let place = "/";
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const next = `${place === "/" ? "" : place}/${name}`;
    if (isLast) {
      add(place, ofDirectory | ofEntries, name);
      add(next, ofFile, "");
    } else if (isSymbolicLink(next)) {
      // The link may be made to lead elsewhere.
      add(place, ofDirectory | ofEntries, name);
      if (!add(next, ofDirectory, "")) break;
    } else if (!add(next, ofDirectory, "")) {
      add(place, ofDirectory | ofEntries, name);
      // It may have come between the two: with the entries watched it cannot be missed any more.
      if (!add(next, ofDirectory, "")) break;
    }
    place = next;
  }
  return { points, error };
}

function isSymbolicLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function isAbsent(value: number): boolean {
  return value === errno.ENOENT || value === errno.ENOTDIR;
}
