import { closeSync, openSync } from "node:fs";

import { setns } from "./ffi.ts";
import { must } from "./system-call.ts";

const CLONE_NEWNET = 0x4000_0000;

/**
 * Moves this process into another network namespace (setns(2)): what is opened and started from now on belongs there,
 * what is open stays where it is. `path` is that of the namespace, such as /run/netns/NAME or /proc/PID/ns/net.
 * Throws SystemException, or Node's error when there is no such path.
 */
export function enterNetworkNamespace(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    must("setns", setns(descriptor, CLONE_NEWNET));
  } finally {
    closeSync(descriptor);
  }
}
