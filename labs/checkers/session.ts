import { IpAddress } from "../../src/base/ip-address.ts";
import { toMilliseconds } from "../../src/base/time.ts";
import type { CheckerConfig, TlsClientConfig } from "../../src/check/config.ts";
import type { CheckOutcome } from "../../src/check/outcome.ts";
import { openProbes, type Probes } from "../../src/daemon/probes/index.ts";
import { monotonicClock, openAlarm, openProbeSockets, openProcessRunner } from "../../src/platform/linux/index.ts";

/** Where a check goes to that does not say so itself. */
const nowhere = IpAddress.of("192.0.2.250");

/** Probes of this process, which are closed at the end. */
export class Session {
  readonly probes: Probes;
  readonly #processes = openProcessRunner();

  constructor(tls?: TlsClientConfig) {
    this.probes = openProbes({
      clock: monotonicClock,
      openAlarm,
      openProbeSockets,
      processes: this.#processes,
      tls,
      scriptCommand: ({ command }) => command,
    });
  }

  async run(config: CheckerConfig, step = 0): Promise<CheckOutcome> {
    return new Promise((resolve) => {
      this.probes.run({ config, address: nowhere, port: 9, step }, resolve);
    });
  }

  close(): void {
    this.probes.close();
    this.#processes.close();
  }
}

/** "success", "success, weight 5" and the reason of a failure as one line. */
export function printOutcome(outcome: CheckOutcome): string {
  if (outcome.kind === "failure") return JSON.stringify(outcome.reason);
  return outcome.weight === undefined ? "success" : `success, weight ${outcome.weight}`;
}

export function millisecondsOf(outcome: CheckOutcome): number {
  return toMilliseconds(outcome.duration);
}
