import { fstatSync, lstatSync, type Stats, unlinkSync } from "node:fs";

import { type NamedPipe, type NamedPipeOptions, type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { close, fchmod, fchown, mkfifo, open, write } from "./ffi.ts";
import { failureOf, must, prepared } from "./system-call.ts";

const readWrite = 2;
const nonBlocking = 0o4_000;
const closeOnExec = 0o2_000_000;

/**
 * Open for reading as well: so it can be opened before there is a reader, and writing does not fail when the last one
 * has gone.
 */
export function openNamedPipe({ path, mode, owner }: NamedPipeOptions): NamedPipe {
  const made = mkfifo(path, mode);
  if (made !== -errno.EEXIST) must("mkfifo", made);
  const isOurs = made === 0;
  const opened = must("open", open(path, readWrite | nonBlocking | closeOnExec));
  const descriptor = prepared(opened, (pipe) => {
    if (!fstatSync(pipe).isFIFO()) throw new SystemException(systemError("open", errno.ENXIO));
    if (!isOurs) return;
    // Whatever the umask says.
    must("fchmod", fchmod(pipe, mode));
    if (owner !== undefined) must("fchown", fchown(pipe, owner.user, owner.group));
  });
  return new LinuxNamedPipe(path, descriptor, isOurs);
}

class LinuxNamedPipe implements NamedPipe {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #isOurs: boolean;
  #closed = false;

  constructor(path: string, descriptor: number, isOurs: boolean) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#isOurs = isOurs;
  }

  write(line: string): SystemError | undefined {
    return failureOf("write", write(this.#descriptor, Buffer.from(line)));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#isOurs) removeIfSame(this.#path, fstatSync(this.#descriptor));
    close(this.#descriptor);
  }
}

function removeIfSame(path: string, { dev, ino }: Stats): void {
  try {
    const now = lstatSync(path);
    if (now.dev === dev && now.ino === ino) unlinkSync(path);
  } catch {
    // It is gone already, or its directory does not let us.
  }
}
