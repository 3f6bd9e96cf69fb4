import { type PollHandle, pollReadable } from "./ffi.ts";

/** A descriptor that the event loop watches for something to read. */
export interface Watch {
  /** Ends the watching, and may be called twice. The descriptor is closed only after this. */
  close(): void;
}

/**
 * Calls `ready` whenever the descriptor is readable, or has an error to be read, until the watch is closed. Keeps the
 * event loop alive. What `ready` throws ends up as an uncaught exception of the process.
 */
export function watchReadable(descriptor: number, ready: () => void): Watch {
  let handle: PollHandle | undefined = pollReadable(descriptor, () => {
    try {
      // The loop may have had this event in hand when the watch was closed.
      if (handle !== undefined) ready();
    } catch (error) {
      // Left to the FFI library, the exception would vanish and the event come back for ever.
      process.nextTick(() => {
        throw error;
      });
    }
  });
  return {
    close() {
      handle?.close();
      handle = undefined;
    },
  };
}
