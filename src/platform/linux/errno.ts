import { constants } from "node:os";

import type { SystemError } from "../ports.ts";

/** Positive errno values by name, of this machine. */
export const errno: Readonly<typeof constants.errno> = constants.errno;

/** Names that share their number with the one that the kernel's own messages use. */
const synonyms: ReadonlySet<string> = new Set(["EWOULDBLOCK", "ENOTSUP"]);

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno)
    .filter(([name]) => !synonyms.has(name))
    .map(([name, value]) => [value, name]),
);

/** What Node.js has no name for but networking calls return (errno(3), the numbers of most architectures). */
const others: ReadonlyMap<number, string> = new Map([
  [64, "ENONET"],
  [76, "ENOTUNIQ"],
  [96, "EPFNOSUPPORT"],
  [108, "ESHUTDOWN"],
  [112, "EHOSTDOWN"],
  [117, "EUCLEAN"],
  [121, "EREMOTEIO"],
  [126, "ENOKEY"],
  [132, "ERFKILL"],
]);

/** The symbolic name: "ENODEV"; "E1234" for a number without one. */
export function errnoName(value: number): string {
  return names.get(value) ?? others.get(value) ?? `E${value}`;
}

/** `value` is the positive errno. */
export function systemError(call: string, value: number): SystemError {
  return { call, errno: value, code: errnoName(value) };
}
