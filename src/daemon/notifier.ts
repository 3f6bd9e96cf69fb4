import { unreachable } from "../base/assert.ts";
import type { Command } from "../base/command.ts";
import { printCommand } from "../base/command.ts";
import type { NotifyConfig, NotifyDefaults } from "../notify/config.ts";
import type { Mail } from "../notify/mail.ts";
import type { LastingState, Subject } from "../notify/occurrence.ts";
import { type Message, Teller } from "../notify/teller.ts";
import type { ProcessRunner } from "../platform/ports.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import type { FifoPorts, NotifyFifoSpec } from "./notify-fifo.ts";
import { NotifyFifos } from "./notify-fifos.ts";
import { occurrenceOf } from "./occurrences.ts";
import { describeFailure } from "./process-failure.ts";

export type NotifierSettings = {
  readonly config: NotifyConfig;
  readonly defaults: NotifyDefaults;
  /** Names of the groups that there are. */
  readonly groups: readonly string[];
  readonly fifos: readonly NotifyFifoSpec[];
};

export type NotifierOutlets = {
  /** A line for the log. */
  readonly report: (message: string) => void;
  readonly mail: (mail: Mail) => void;
};

/**
 * Tells scripts, FIFOs and mail what happens, in the order of the Teller, and reports scripts that fail, with the end
 * of their output. Nothing is waited for.
 */
export class Notifier {
  readonly #ports: FifoPorts;
  readonly #outlets: NotifierOutlets;
  readonly #teller = new Teller();
  readonly #fifos: NotifyFifos;
  #running = 0;
  #whenIdle: (() => void) | undefined;

  /** `readers` starts the readers of FIFOs. */
  constructor(ports: FifoPorts, outlets: NotifierOutlets, readers: ProcessRunner = ports.processes) {
    this.#ports = ports;
    this.#outlets = outlets;
    this.#fifos = new NotifyFifos({ ...ports, processes: readers }, outlets.report, () => this.#mayBeIdle());
  }

  configure({ config, defaults, groups, fifos }: NotifierSettings): void {
    this.#teller.configure(config, defaults, groups);
    this.#fifos.configure(fifos);
  }

  /** What was told before this process came, so that it is not told again. */
  recall(subject: Subject, state: LastingState): void {
    this.#teller.recall(subject, state);
  }

  event(event: VrrpEvent): void {
    const occurrence = occurrenceOf(event);
    if (occurrence !== undefined) this.#perform(this.#teller.tell(occurrence));
  }

  /** Writes the states that were told last to the FIFOs again. */
  repeatStates(): void {
    this.#perform(this.#teller.states());
  }

  /**
   * Nothing more is told: readers of FIFOs come to the end of the file. Calls back once no script and no reader is
   * running: at once when none is.
   */
  finish(callback: () => void): void {
    this.#fifos.close();
    this.#whenIdle = callback;
    this.#mayBeIdle();
  }

  /** Ends the readers that have not ended by themselves. */
  stop(): void {
    this.#fifos.stop();
  }

  #perform(messages: readonly Message[]): void {
    for (const message of messages) {
      switch (message.kind) {
        case "run":
          this.#run(message.command, message.environment);
          break;
        case "line":
          this.#fifos.write(message.text);
          break;
        case "mail":
          this.#outlets.mail(message.mail);
          break;
        default:
          unreachable(message);
      }
    }
  }

  #run(command: Command, environment: Readonly<Record<string, string>>): void {
    this.#running += 1;
    this.#ports.processes.start(command, environment, (exit) => {
      this.#running -= 1;
      const failure = describeFailure(exit);
      if (failure !== undefined) this.#outlets.report(`Notify script ${printCommand(command)} ${failure}`);
      this.#mayBeIdle();
    });
  }

  #mayBeIdle(): void {
    if (this.#running > 0 || this.#fifos.hasReaders) return;
    const callback = this.#whenIdle;
    this.#whenIdle = undefined;
    callback?.();
  }
}
