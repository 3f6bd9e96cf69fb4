import { closeSync, openSync } from "node:fs";

import { enterNetworkNamespace } from "../src/platform/linux/network-namespace.ts";

/**
 * The network namespace in which this process is now, held open, so that the way back is known whatever its threads do.
 */
export class NetworkHome {
  readonly #descriptor = openSync("/proc/self/ns/net", "r");

  /** Goes back there, once. */
  return(): void {
    enterNetworkNamespace(`/proc/self/fd/${this.#descriptor}`);
    closeSync(this.#descriptor);
  }
}
