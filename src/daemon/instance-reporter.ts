import type { StateName, VrrpEvent } from "../vrrp/events.ts";
import type { InstanceReport } from "./messages.ts";

/**
 * Tells how it is with one instance, that which `lvs_sync_daemon` names: each state once, and after a reload again when
 * it is another one.
 */
export class InstanceReporter {
  readonly #tell: (report: InstanceReport) => void;
  /** Of every instance: a reload may ask for any of them. */
  readonly #states = new Map<string, InstanceReport["state"]>();
  #wanted: string | undefined;
  #told: InstanceReport["state"] | "nothing" = "nothing";

  constructor(tell: (report: InstanceReport) => void) {
    this.#tell = tell;
  }

  /** Undefined: nobody wants to know. */
  configure(instance: string | undefined): void {
    if (instance !== this.#wanted) this.#told = "nothing";
    this.#wanted = instance;
    this.#report();
  }

  event(event: VrrpEvent): void {
    if (event.kind !== "instance-state") return;
    const { instance, to, cause } = event;
    this.#states.set(instance, cause.kind === "removed" ? undefined : reported[to]);
    if (instance === this.#wanted) this.#report();
  }

  #report(): void {
    if (this.#wanted === undefined) return;
    const state = this.#states.get(this.#wanted);
    if (state === this.#told) return;
    this.#told = state;
    this.#tell({ instance: this.#wanted, state });
  }
}

const reported: Readonly<Record<StateName, InstanceReport["state"]>> = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  init: undefined,
};
