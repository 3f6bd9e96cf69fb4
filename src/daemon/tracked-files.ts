import { type FileWatcher, type OpenFileWatcher, printSystemError, SystemException } from "../platform/ports.ts";
import type { TrackFileConfig } from "../vrrp/config.ts";
import type { FileContent } from "../vrrp/tracked-files.ts";

export type TrackedFilesListener = {
  /** The file of a `track_file` block has something else in it. */
  readonly changed: (file: string, content: FileContent) => void;
  /** Something could not be watched or written: one line for the log. */
  readonly trouble: (message: string) => void;
};

/** Watches the files of `track_file` blocks. A machine without any needs no watcher. */
export class TrackedFileWatch {
  readonly #open: OpenFileWatcher;
  readonly #listener: TrackedFilesListener;
  #watcher: FileWatcher | undefined;
  #files: readonly TrackFileConfig[] = [];

  constructor(open: OpenFileWatcher, listener: TrackedFilesListener) {
    this.#open = open;
    this.#listener = listener;
  }

  /**
   * Returns what is in each file, by the name of its block. Files that were not tracked until now get their initial
   * content (`init_file`), unless `keep`: then this is the daemon's second life, and what an operator has written since
   * its first stays.
   */
  configure(files: readonly TrackFileConfig[], keep: boolean): ReadonlyMap<string, FileContent> {
    const before = new Set(this.#files.map(({ path }) => path));
    this.#files = files;
    const watcher = this.#watcherFor(files);
    if (watcher === undefined) return new Map();
    if (!keep) {
      for (const file of files) if (!before.has(file.path)) this.#initialise(watcher, file);
    }
    const watched = watcher.watch(files.map(({ path }) => path));
    for (const [path, { error }] of watched) {
      if (error !== undefined) this.#listener.trouble(`Cannot watch ${path} (${printSystemError(error)})`);
    }
    return new Map(files.map(({ name, path }) => [name, watched.get(path)?.content]));
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watcherFor(files: readonly TrackFileConfig[]): FileWatcher | undefined {
    if (files.length === 0) {
      this.close();
      return undefined;
    }
    try {
      this.#watcher ??= this.#open((path, content) => this.#changed(path, content));
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#listener.trouble(`Cannot watch files (${printSystemError(error.error)})`);
    }
    return this.#watcher;
  }

  #changed(path: string, content: FileContent): void {
    for (const file of this.#files) if (file.path === path) this.#listener.changed(file.name, content);
  }

  #initialise(watcher: FileWatcher, { path, initial }: TrackFileConfig): void {
    if (initial === undefined) return;
    const error = watcher.write(path, `${initial.value}\n`, initial.overwrite);
    if (error !== undefined) this.#listener.trouble(`Cannot write ${path} (${printSystemError(error)})`);
  }
}
