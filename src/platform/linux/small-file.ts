import { contentLimit, type SystemError } from "../ports.ts";
import { errno } from "./errno.ts";
import { close, open, read, write } from "./ffi.ts";
import { failureOf } from "./system-call.ts";

const O_WRONLY = 0o1;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
/** A pipe in the place of a file must not hold the process. */
const O_NONBLOCK_CLOEXEC = 0o2_004_000;
const mode = 0o644;

const buffer = new Uint8Array(contentLimit);
const decoder = new TextDecoder();

/** The beginning of a file; undefined when there is nothing to be read. */
export function readSmallFile(path: string): string | undefined {
  const descriptor = open(path, O_NONBLOCK_CLOEXEC);
  if (descriptor < 0) return undefined;
  const length = read(descriptor, buffer);
  close(descriptor);
  return length < 0 ? undefined : decoder.decode(buffer.subarray(0, length));
}

/** Without `overwrite` a file that is there stays as it is, which is a success. */
export function writeSmallFile(path: string, content: string, overwrite: boolean): SystemError | undefined {
  const flags = O_WRONLY | O_CREAT | O_NONBLOCK_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL);
  const descriptor = open(path, flags, mode);
  if (descriptor === -errno.EEXIST && !overwrite) return undefined;
  if (descriptor < 0) return failureOf("open", descriptor);
  const written = write(descriptor, new TextEncoder().encode(content));
  close(descriptor);
  return failureOf("write", written);
}
