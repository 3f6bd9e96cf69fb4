import type { FileListener, FileWatcher, WatchedFile } from "../ports.ts";
import { Inotify, type InotifyEvent } from "./inotify.ts";
import { readSmallFile, writeSmallFile } from "./small-file.ts";
import { watchPath, type WatchPoint } from "./watch-path.ts";

type Watched = WatchedFile & { readonly points: readonly WatchPoint[] };

/** Throws SystemException when there is no descriptor left. */
export function openFileWatcher(listener: FileListener): FileWatcher {
  return new InotifyFileWatcher(listener);
}

class InotifyFileWatcher implements FileWatcher {
  readonly #listener: FileListener;
  readonly #inotify: Inotify;
  readonly #files = new Map<string, Watched>();
  #closed = false;

  constructor(listener: FileListener) {
    this.#listener = listener;
    this.#inotify = new Inotify((events) => this.#happened(events));
  }

  watch(paths: readonly string[]): ReadonlyMap<string, WatchedFile> {
    const before = new Map(this.#files);
    this.#files.clear();
    const kept = new Set<Watched>();
    for (const path of paths) {
      const known = before.get(path);
      if (known === undefined || known.error !== undefined) {
        this.#look(path);
      } else {
        // What has happened to it meanwhile will be told.
        this.#files.set(path, known);
        kept.add(known);
      }
    }
    this.#removeUnused(Array.from(before.values()).filter((watched) => !kept.has(watched)));
    return new Map(Array.from(this.#files, ([path, { content, error }]) => [path, { content, error }]));
  }

  write(path: string, content: string, overwrite: boolean): ReturnType<FileWatcher["write"]> {
    return writeSmallFile(path, content, overwrite);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inotify.close();
  }

  #happened(events: readonly InotifyEvent[] | undefined): void {
    const happened = new Set(events?.map(({ watch, name }) => keyOf(watch, name)));
    const isConcerned = ({ watch, entry }: WatchPoint): boolean =>
      events === undefined || happened.has(keyOf(watch, entry)) || happened.has(keyOf(watch, ""));
    const concerned = Array.from(this.#files).filter(([, { points }]) => points.some(isConcerned));
    for (const [path, before] of concerned) {
      // A listener may have changed what is watched, or have closed it.
      if (!this.#files.has(path)) continue;
      const content = this.#look(path);
      if (content !== before.content) this.#listener(path, content);
      if (this.#closed) return;
    }
    this.#removeUnused(concerned.map(([, watched]) => watched));
  }

  /** Watches first and reads then, so that what changes after the reading makes an event. */
  #look(path: string): string | undefined {
    const { points, error } = watchPath(this.#inotify, path);
    const content = readSmallFile(path);
    this.#files.set(path, { points, error, content });
    return content;
  }

  #removeUnused(before: readonly Watched[]): void {
    if (before.length === 0) return;
    const used = new Set(Array.from(this.#files.values()).flatMap(({ points }) => points.map(({ watch }) => watch)));
    const old = new Set(before.flatMap(({ points }) => points.map(({ watch }) => watch)));
    for (const watch of old) if (!used.has(watch)) this.#inotify.remove(watch);
  }
}

function keyOf(watch: number, entry: string): string {
  return `${watch}/${entry}`;
}
