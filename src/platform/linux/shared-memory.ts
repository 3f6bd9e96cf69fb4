import { SystemException } from "../ports.ts";
import { systemError } from "./errno.ts";
import { close, ftruncate, mapFile, open } from "./ffi.ts";
import { must, prepared } from "./system-call.ts";

const O_RDWR_CREAT_EXCL_CLOEXEC = 0o2_000_302;
const mode = 0o600;

/**
 * A new file of that many zero bytes as memory: what is stored in it is in the file at once, whatever becomes of this
 * process, and costs no system call. Throws SystemException.
 */
export function createSharedMemory(path: string, length: number): ArrayBuffer {
  const descriptor = must("open", open(path, O_RDWR_CREAT_EXCL_CLOEXEC, mode));
  prepared(descriptor, () => must("ftruncate", ftruncate(descriptor, length)));
  const memory = mapFile(descriptor, length);
  close(descriptor);
  if (typeof memory === "number") throw new SystemException(systemError("mmap", -memory));
  return memory;
}
