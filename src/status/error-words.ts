/** Numbers and words of errors that connections end with, as Linux has them (errno(3)). */
const errors: Readonly<Record<string, readonly [number: number, words: string]>> = {
  EPERM: [1, "Operation not permitted"],
  EIO: [5, "Input/output error"],
  EACCES: [13, "Permission denied"],
  ENODEV: [19, "No such device"],
  EINVAL: [22, "Invalid argument"],
  EMFILE: [24, "Too many open files"],
  EPIPE: [32, "Broken pipe"],
  EPROTO: [71, "Protocol error"],
  EADDRINUSE: [98, "Address already in use"],
  EADDRNOTAVAIL: [99, "Cannot assign requested address"],
  ENETDOWN: [100, "Network is down"],
  ENETUNREACH: [101, "Network is unreachable"],
  ECONNABORTED: [103, "Software caused connection abort"],
  ECONNRESET: [104, "Connection reset by peer"],
  ENOBUFS: [105, "No buffer space available"],
  ETIMEDOUT: [110, "Connection timed out"],
  ECONNREFUSED: [111, "Connection refused"],
  EHOSTDOWN: [112, "Host is down"],
  EHOSTUNREACH: [113, "No route to host"],
};

/** "connection refused (ECONNREFUSED)". */
export function printErrorCode(code: string): string {
  const known = errors[code];
  return known === undefined ? code : `${known[1].charAt(0).toLowerCase()}${known[1].slice(1)} (${code})`;
}

/** "errno 111 (Connection refused)", as the reference writes it. */
export function printErrorNumber(code: string): string {
  const known = errors[code];
  return known === undefined ? `error ${code}` : `errno ${known[0]} (${known[1]})`;
}
