import type { LoadResult } from "../config/load.ts";
import { SystemException } from "../platform/ports.ts";
import { holdPacketSockets, openLinuxPorts, type PacketSocketHold } from "./linux-ports.ts";
import type { ConfigurationSource, Preparation } from "./messages.ts";
import { notifierSettings } from "./notifier-settings.ts";
import { checkScripts } from "./script-check.ts";
import { sweepHeap } from "./steady-heap.ts";
import { interpretConfiguration } from "./supervisor-configuration.ts";
import { VrrpDriver } from "./vrrp-driver.ts";
import { warmUpDriver } from "./warm-up.ts";

const nothing = (): undefined => undefined;

type Known = { readonly generation: number; readonly result: LoadResult };

/**
 * What a vrrp process does while it waits for another to die: it reads the configuration, goes through what it will
 * have to do, where nobody notices, and keeps the other's end short. Without it everything goes the same way, later.
 */
export class Standby {
  #known: Known | undefined;
  #hold: PacketSocketHold | undefined;
  /** Counts, so that steps of a preparation that has been overtaken are left out. */
  #attempt = 0;

  /** Has rehearsed: the ways of a take-over need not be warmed up any more. */
  isWarm = false;

  /** `done` is called unless something else comes first. */
  prepare({ generation, source, serving }: Preparation, done: () => void): void {
    const result = this.interpret(generation, source);
    this.#known = { generation, result };
    this.#hold?.release();
    this.#hold = holdPacketSockets(serving);
    const attempt = (this.#attempt += 1);
    const steps = [
      () => rehearseReading(result),
      rehearseOpening,
      () => warmUpDriver(result.configuration.vrrp.instances),
      sweepHeap,
      () => (this.isWarm = true),
      done,
    ];
    // One that is needed meanwhile hears of it between them.
    const next = (): void => {
      const step = attempt === this.#attempt ? steps.shift() : undefined;
      if (step === undefined) return;
      step();
      setImmediate(next);
    };
    setImmediate(next);
  }

  /** What a configuration means; the same as before where that is known. */
  interpret(generation: number, source: ConfigurationSource): LoadResult {
    return this.#known?.generation === generation ? this.#known.result : interpretConfiguration(source);
  }

  /** It is at work now, and what is under way is left. */
  end(): void {
    this.#attempt += 1;
    this.#known = undefined;
    this.#hold?.release();
    this.#hold = undefined;
  }
}

/** The second time, each is done in a fraction of the first. */
function rehearseReading({ configuration }: LoadResult): void {
  notifierSettings(checkScripts(configuration).configuration);
}

/** Opens what a driver opens at once, of which nobody outside sees anything, and closes it. */
function rehearseOpening(): void {
  const ports = openLinuxPorts();
  try {
    const driver = new VrrpDriver(ports, { event: nothing, trouble: nothing });
    driver.warm();
    driver.close();
  } catch (error) {
    // It is told when it counts.
    if (!(error instanceof SystemException)) throw error;
  }
  ports.processes.close();
}
