import { join } from "node:path";

import type { Cast } from "./stage.ts";

/** This program in all parts: its own daemon, and its own copy of the lab's programs. */
export function ownCast(root: string): Cast {
  const program = [process.execPath, join(root, "bin", "holdfast")] as const;
  return { daemon: [...program, "run"], helper: [...program, "lab-helper"] };
}
