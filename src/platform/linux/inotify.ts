import { layout, readField, viewOf } from "../../base/layout.ts";
import { errno } from "./errno.ts";
import { close, inotifyAddWatch, inotifyInit1, inotifyRemoveWatch, read } from "./ffi.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { must } from "./system-call.ts";

/** What can happen to a watched file or directory (inotify(7)). */
export const fileEvent = {
  /** Permissions, or the number of names: the last name of a file that is still open has gone. */
  attributes: 0x4,
  closedAfterWriting: 0x8,
  movedOut: 0x40,
  movedIn: 0x80,
  created: 0x100,
  deleted: 0x200,
  selfDeleted: 0x400,
  selfMoved: 0x800,
} as const;

const IN_NONBLOCK_CLOEXEC = 0o2_004_000;
/** A second name of what is watched already adds to what is watched of it. */
const IN_MASK_ADD = 0x2000_0000;
const IN_Q_OVERFLOW = 0x4000;

/** `struct inotify_event`; the name follows, filled up with zeros. */
const eventHeader = layout(16, { watch: [0, "i32"], mask: [4, "u32"], length: [12, "u32"] });

/** Events per turn of the loop: enough for hundreds, and a flood leaves room for adverts. */
const bufferSize = 16 * 1024;

/** An event of a watch; `name` is that of the entry when the watched thing is a directory. */
export type InotifyEvent = { readonly watch: number; readonly name: string };

/** The conversation with inotify(7). Throws SystemException when there is no descriptor left. */
export class Inotify {
  readonly #descriptor = must("inotify_init1", inotifyInit1(IN_NONBLOCK_CLOEXEC));
  readonly #buffer = new Uint8Array(bufferSize);
  readonly #view = viewOf(this.#buffer);
  readonly #decoder = new TextDecoder();
  readonly #poll: Watch;

  /** `ready` is told all that has happened; undefined: so much that some of it is lost. */
  constructor(ready: (events: readonly InotifyEvent[] | undefined) => void) {
    this.#poll = watchReadable(this.#descriptor, () => {
      const length = read(this.#descriptor, this.#buffer);
      if (length > 0) ready(this.#decode(length));
      else if (length !== -errno.EAGAIN) must("read inotify", length);
    });
  }

  /** The watch of a file or directory; the negative errno when it cannot be watched. */
  add(path: string, mask: number): number {
    return inotifyAddWatch(this.#descriptor, path, mask | IN_MASK_ADD);
  }

  /** A watch whose file is gone has been removed by the kernel already. */
  remove(watch: number): void {
    inotifyRemoveWatch(this.#descriptor, watch);
  }

  close(): void {
    this.#poll.close();
    close(this.#descriptor);
  }

  #decode(end: number): readonly InotifyEvent[] | undefined {
    const events: InotifyEvent[] = [];
    for (let start = 0; start < end;) {
      const length = readField(this.#view, start, eventHeader.fields.length);
      if ((readField(this.#view, start, eventHeader.fields.mask) & IN_Q_OVERFLOW) !== 0) return undefined;
      const bytes = this.#buffer.subarray(start + eventHeader.size, start + eventHeader.size + length);
      const zero = bytes.indexOf(0);
      const name = this.#decoder.decode(zero < 0 ? bytes : bytes.subarray(0, zero));
      events.push({ watch: readField(this.#view, start, eventHeader.fields.watch), name });
      start += eventHeader.size + length;
    }
    return events;
  }
}
