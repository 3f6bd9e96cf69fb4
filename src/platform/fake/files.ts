import { contentLimit, type FileListener, type FileWatcher, type OpenFileWatcher, type SystemError } from "../ports.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";

/** Small files of one machine. Watchers are told in the moment in which something changes, but not from inside. */
export class FakeFiles {
  readonly #clock: FakeClock;
  readonly #files = new Map<string, string>();
  readonly #directories = new Set<string>([""]);
  readonly #watchers = new Set<FakeFileWatcher>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  readonly openFileWatcher: OpenFileWatcher = (listener) => {
    const watcher = new FakeFileWatcher(this, listener, () => void this.#watchers.delete(watcher));
    this.#watchers.add(watcher);
    return watcher;
  };

  read(path: string): string | undefined {
    return this.#files.get(path);
  }

  write(path: string, content: string): SystemError | undefined {
    if (!this.#directories.has(parentOf(path))) return fakeError("open", "ENOENT");
    this.#files.set(path, content);
    this.#changed();
    return undefined;
  }

  makeDirectory(path: string): void {
    this.#directories.add(path);
  }

  /** A file, or a directory with all that is in it. */
  remove(path: string): void {
    for (const [each] of this.#under(path)) this.#files.delete(each);
    for (const each of this.#directories) if (isUnder(each, path)) this.#directories.delete(each);
    this.#changed();
  }

  move(from: string, to: string): void {
    const files = this.#under(from);
    const directories = [...this.#directories].filter((each) => isUnder(each, from));
    this.remove(from);
    for (const [path, content] of files) this.#files.set(to + path.slice(from.length), content);
    for (const path of directories) this.#directories.add(to + path.slice(from.length));
  }

  #under(path: string): readonly (readonly [path: string, content: string])[] {
    return [...this.#files].filter(([each]) => isUnder(each, path));
  }

  #changed(): void {
    this.#clock.schedule(this.#clock.now(), () => {
      for (const watcher of this.#watchers) watcher.look();
    });
  }
}

class FakeFileWatcher implements FileWatcher {
  readonly #files: FakeFiles;
  readonly #listener: FileListener;
  readonly #onClose: () => void;
  readonly #known = new Map<string, string | undefined>();

  constructor(files: FakeFiles, listener: FileListener, onClose: () => void) {
    this.#files = files;
    this.#listener = listener;
    this.#onClose = onClose;
  }

  watch(paths: readonly string[]): ReturnType<FileWatcher["watch"]> {
    this.#known.clear();
    for (const path of paths) this.#known.set(path, this.#read(path));
    return new Map(Array.from(this.#known, ([path, content]) => [path, { content, error: undefined }]));
  }

  write(path: string, content: string, overwrite: boolean): SystemError | undefined {
    if (!overwrite && this.#files.read(path) !== undefined) return undefined;
    return this.#files.write(path, content);
  }

  look(): void {
    for (const [path, before] of this.#known) {
      const content = this.#read(path);
      if (content === before) continue;
      this.#known.set(path, content);
      this.#listener(path, content);
    }
  }

  close(): void {
    this.#known.clear();
    this.#onClose();
  }

  #read(path: string): string | undefined {
    return this.#files.read(path)?.slice(0, contentLimit);
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function isUnder(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
