import { unreachable } from "../base/assert.ts";
import { printCommand } from "../base/command.ts";
import type { Mail } from "../notify/mail.ts";
import type { Message } from "../notify/teller.ts";
import type { ProcessRunner } from "../platform/ports.ts";
import type { ProgramReport } from "../status/live/event-record.ts";
import { programReport } from "./live/program-report.ts";
import type { FifoPorts, NotifyFifoSpec } from "./notify-fifo.ts";
import { NotifyFifos } from "./notify-fifos.ts";
import { describeFailure } from "./process-failure.ts";

export type MessengerOutlets = {
  /** A line for the log. */
  readonly report: (message: string) => void;
  readonly mail: (mail: Mail) => void;
  /** A script has been run. */
  readonly ran?: (report: ProgramReport) => void;
};

/**
 * Runs scripts, writes to FIFOs and hands mails on, in the order in which it is told, and reports scripts that fail,
 * with the end of their output. Nothing is waited for.
 */
export class Messenger {
  readonly #ports: FifoPorts;
  readonly #outlets: MessengerOutlets;
  readonly #fifos: NotifyFifos;
  #running = 0;
  #whenIdle: (() => void) | undefined;

  /** `readers` starts the readers of FIFOs. */
  constructor(ports: FifoPorts, outlets: MessengerOutlets, readers: ProcessRunner = ports.processes) {
    this.#ports = ports;
    this.#outlets = outlets;
    this.#fifos = new NotifyFifos({ ...ports, processes: readers }, outlets.report, () => this.#mayBeIdle());
  }

  configure(fifos: readonly NotifyFifoSpec[]): void {
    this.#fifos.configure(fifos);
  }

  perform(messages: readonly Message[]): void {
    for (const message of messages) {
      switch (message.kind) {
        case "run":
          this.#run(message);
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

  #run({ command, environment, purpose, instance }: Message & { readonly kind: "run" }): void {
    this.#running += 1;
    this.#ports.processes.start(command, environment, (exit) => {
      this.#running -= 1;
      const failure = describeFailure(exit);
      if (failure !== undefined) this.#outlets.report(`Notify script ${printCommand(command)} ${failure}`);
      this.#outlets.ran?.(programReport({ purpose, instance, command }, exit));
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
