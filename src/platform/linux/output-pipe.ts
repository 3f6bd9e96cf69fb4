import { viewOf } from "../../base/layout.ts";
import { close, fcntl, pipe2 } from "./ffi.ts";
import { must } from "./system-call.ts";

const closeOnExec = 0o2_000_000;
const nonBlocking = 0o4_000;
const setStatusFlags = 4;

export type OutputPipe = {
  /** Never blocks. */
  readonly reading: number;
  /** Blocks a program that writes faster than it is read. */
  readonly writing: number;
};

const ends = new Uint8Array(8);

/** Both ends are closed in a program that is executed, unless they are duplicated. Throws SystemException. */
export function openOutputPipe(): OutputPipe {
  must("pipe2", pipe2(ends, closeOnExec));
  const view = viewOf(ends);
  const pipe = { reading: view.getInt32(0, true), writing: view.getInt32(4, true) };
  try {
    // Not by a flag of pipe2: the writing end would be non-blocking too, and few programs can cope with that.
    must("fcntl", fcntl(pipe.reading, setStatusFlags, nonBlocking));
    return pipe;
  } catch (error) {
    close(pipe.reading);
    close(pipe.writing);
    throw error;
  }
}
