import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { createSharedMemory } from "../platform/linux/index.ts";
import { currentBoot, isAlive, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

const prefix = "checkers.untold.";
const size = Float64Array.BYTES_PER_ELEMENT;

/**
 * How many events a checkers process has not brought to its supervisor yet, as a number in a piece of memory that
 * outlives it: whoever comes after a process that was killed says how many are missing.
 */
export class UntoldCount {
  /** Of processes that have died. */
  readonly left: number;
  readonly #path: string;
  readonly #count: Float64Array;

  /** In a directory that is there. Throws SystemException, or what node:fs throws. */
  constructor(directory: string, { pid, startTime }: Pick<ProcessIdentity, "pid" | "startTime"> = ownIdentity()) {
    this.left = takeLeft(directory);
    this.#path = join(directory, `${prefix}${pid}.${startTime}`);
    this.#count = new Float64Array(createSharedMemory(this.#path, size));
  }

  set(count: number): void {
    this.#count[0] = count;
  }

  /** All has been told, or is lost with a word. */
  close(): void {
    rmSync(this.#path, { force: true });
  }
}

/** What those before have left is said once. */
function takeLeft(directory: string): number {
  let sum = 0;
  for (const name of readdirSync(directory)) {
    const [pid, startTime] = name.startsWith(prefix) ? name.slice(prefix.length).split(".").map(Number) : [];
    if (pid === undefined || startTime === undefined || isAlive({ pid, startTime, boot: currentBoot() })) continue;
    const bytes = readFileSync(join(directory, name));
    if (bytes.length === size) sum += bytes.readDoubleLE();
    rmSync(join(directory, name), { force: true });
  }
  return sum;
}
