import type { SystemError } from "../ports.ts";

/** The errors that the fakes return, with the numbers of Linux. */
const numbers = {
  ENOENT: 2,
  ESRCH: 3,
  ENXIO: 6,
  EBADF: 9,
  EEXIST: 17,
  EADDRINUSE: 98,
  EAGAIN: 11,
  ENODEV: 19,
  EMSGSIZE: 90,
  ENETDOWN: 100,
  ENETUNREACH: 101,
  ECONNRESET: 104,
  ECONNREFUSED: 111,
} as const;

export function fakeError(call: string, code: keyof typeof numbers): SystemError {
  return { call, errno: numbers[code], code };
}
