import type { NotifyConfig, NotifyDefaults } from "../notify/config.ts";
import type { LastingState, Subject } from "../notify/occurrence.ts";
import { Teller } from "../notify/teller.ts";
import type { ProcessRunner } from "../platform/ports.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { Messenger, type MessengerOutlets } from "./messenger.ts";
import type { FifoPorts, NotifyFifoSpec } from "./notify-fifo.ts";
import { occurrenceOf } from "./occurrences.ts";

export type NotifierSettings = {
  readonly config: NotifyConfig;
  readonly defaults: NotifyDefaults;
  /** Names of the groups that there are. */
  readonly groups: readonly string[];
  readonly fifos: readonly NotifyFifoSpec[];
};

/** Tells scripts, FIFOs and mail what happens, in the order of the Teller. Nothing is waited for. */
export class Notifier {
  readonly #teller = new Teller();
  readonly #messenger: Messenger;

  /** `readers` starts the readers of FIFOs. */
  constructor(ports: FifoPorts, outlets: MessengerOutlets, readers?: ProcessRunner) {
    this.#messenger = new Messenger(ports, outlets, readers);
  }

  configure({ config, defaults, groups, fifos }: NotifierSettings): void {
    this.#teller.configure(config, defaults, groups);
    this.#messenger.configure(fifos);
  }

  /** What was told before this process came, so that it is not told again. */
  recall(subject: Subject, state: LastingState): void {
    this.#teller.recall(subject, state);
  }

  event(event: VrrpEvent): void {
    const occurrence = occurrenceOf(event);
    if (occurrence !== undefined) this.#messenger.perform(this.#teller.tell(occurrence));
  }

  /** Writes the states that were told last to the FIFOs again. */
  repeatStates(): void {
    this.#messenger.perform(this.#teller.states());
  }

  /** As that of the Messenger. */
  finish(callback: () => void): void {
    this.#messenger.finish(callback);
  }

  /** Ends the readers that have not ended by themselves. */
  stop(): void {
    this.#messenger.stop();
  }
}
