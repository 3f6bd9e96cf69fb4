import { configuratorContract } from "./network-configurator.ts";
import type { NetworkSubject } from "./network-machine.ts";
import { monitorContract } from "./network-monitor.ts";

export type { Hand, NetworkSubject } from "./network-machine.ts";

/** What every monitor and configurator does. */
export function networkContract(name: string, makeSubject: () => NetworkSubject): void {
  configuratorContract(name, makeSubject);
  monitorContract(name, makeSubject);
}
