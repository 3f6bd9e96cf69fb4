import type { Instant } from "../../base/time.ts";
import type { Input } from "../../vrrp/inputs.ts";

/** Packets that wait in the sockets of a process that does not run; what comes then is dropped, as by the kernel. */
export const mostWaitingPackets = 256;

/** What a process that is stopped will find when it goes on. Its own timers are late by then. */
export class PausedInbox {
  /** When it goes on. */
  until: Instant;
  readonly #inputs: Input[] = [];
  #packets = 0;

  constructor(until: Instant) {
    this.until = until;
  }

  put(input: Input): void {
    if (input.kind === "packet") {
      if (this.#packets === mostWaitingPackets) return;
      this.#packets += 1;
    }
    this.#inputs.push(input);
  }

  /** It will end as soon as it goes on. */
  get hasStop(): boolean {
    return this.#inputs.some(({ kind }) => kind === "stop");
  }

  /** In the order in which they came. */
  get inputs(): readonly Input[] {
    return this.#inputs;
  }
}
