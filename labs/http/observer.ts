import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import type { Daemon } from "../../src/lab/index.ts";

/** The observer process of a daemon, as seen from here: the only one that is not root's. */
export function observerOf(daemon: Daemon): number {
  const found = daemon.processes.find((pid) =>
    /^Uid:(?:\t(?!0\t)\d+){4}$/mu.test(readFileSync(`/proc/${pid}/status`, "utf8")),
  );
  assert(found !== undefined, "there is no observer");
  return found;
}
