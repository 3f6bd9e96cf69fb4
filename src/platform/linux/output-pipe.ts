import { viewOf } from "../../base/layout.ts";
import { close, fcntl, open, pipe2 } from "./ffi.ts";
import { must } from "./system-call.ts";

const readWrite = 2;
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

/**
 * A pipe for the output of a program; both ends are closed in a program that is executed, unless they are duplicated.
 * Throws SystemException, also when /proc is not mounted.
 *
 * A program may leave others behind that go on writing when nobody reads any more, such as a service that a notify
 * script starts in the background. The reference gives scripts /dev/null; here they would be killed by SIGPIPE. So the
 * writing end is open for reading as well, and with `leaveOutput` it no longer blocks: what they write is lost, and
 * they live on.
 */
export function openOutputPipe(): OutputPipe {
  must("pipe2", pipe2(ends, closeOnExec | nonBlocking));
  const view = viewOf(ends);
  const reading = view.getInt32(0, true);
  const writeOnly = view.getInt32(4, true);
  // Opened anew it blocks: few programs can cope with an output that does not.
  const writing = open(`/proc/self/fd/${writeOnly}`, readWrite | closeOnExec);
  close(writeOnly);
  if (writing < 0) close(reading);
  return { reading, writing: must("open", writing) };
}

/** Before the last reading: who waits for room now must not wait again. */
export function leaveOutput({ writing }: OutputPipe): void {
  fcntl(writing, setStatusFlags, nonBlocking);
}

export function closeOutputPipe({ reading, writing }: OutputPipe): void {
  close(reading);
  close(writing);
}
