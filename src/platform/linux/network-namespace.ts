import { closeSync, openSync } from "node:fs";

import { assert } from "../../base/assert.ts";
import { setns } from "./ffi.ts";
import { must } from "./system-call.ts";

const CLONE_NEWNET = 0x4000_0000;

/** Of this process, whatever its threads do. */
const ownNamespace = "/proc/self/ns/net";

/** Where the daemon was started, when it has left that for another namespace. */
let outer: string | undefined;

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

/** Does something in another namespace, and comes back. Throws as `enterNetworkNamespace` does. */
export function insideNetworkNamespace<T>(path: string, action: () => T): T {
  const home = openSync(ownNamespace, "r");
  try {
    enterNetworkNamespace(path);
    try {
      return action();
    } finally {
      // Whoever went on elsewhere would put its addresses on the wrong machine.
      assert(setns(home, CLONE_NEWNET) === 0, "there is no way back into the own network namespace");
    }
  } finally {
    closeSync(home);
  }
}

/** Names the namespace that the daemon was started in, before it entered another. */
export function rememberOuterNetworkNamespace(path: string): void {
  outer = path;
}

/** The namespace that the daemon was started in, or else that of the first process: most likely that of the machine. */
export function outerNetworkNamespace(): string {
  return outer ?? "/proc/1/ns/net";
}
