import { hostname } from "node:os";

import type { GlobalConfig } from "../config/global-config.ts";
import type { LvsEvent } from "../lvs/events.ts";
import { LvsTeller } from "../notify/lvs-teller.ts";
import { lvsOccurrenceOf } from "./lvs-occurrences.ts";
import type { ScriptCommands } from "./lvs-scripts.ts";
import { mailSettings } from "./mail-settings.ts";
import { Messenger, type MessengerOutlets } from "./messenger.ts";
import { fifoSpecs } from "./notifier-settings.ts";
import type { FifoPorts } from "./notify-fifo.ts";

export type CheckersNotifierSettings = {
  readonly global: Pick<GlobalConfig, "mail" | "routerId" | "notifyFifos" | "scripts">;
  readonly commands: ScriptCommands;
  /** No other process starts the reader of the FIFO of everything. */
  readonly isAlone: boolean;
};

/**
 * Tells scripts, FIFOs and mail what happens to virtual and real servers, in the order of the LvsTeller. Nothing is
 * waited for.
 */
export class CheckersNotifier {
  readonly #messenger: Messenger;
  readonly #teller = new LvsTeller();
  #commands: ScriptCommands | undefined;

  constructor(ports: FifoPorts, outlets: MessengerOutlets) {
    this.#messenger = new Messenger(ports, outlets);
  }

  /** Returns what is wrong with the FIFOs. */
  configure({ global, commands, isAlone }: CheckersNotifierSettings): readonly string[] {
    const messages: string[] = [];
    const { mail, routerId, notifyFifos, scripts } = global;
    this.#commands = commands;
    this.#teller.configure({
      mails: mailSettings(mail) !== undefined,
      checkerMails: mail.noCheckerMails !== true,
      routerId: routerId ?? hostname(),
    });
    const { all, lvs } = notifyFifos;
    const everything = isAlone || all.fifo === undefined ? all : { fifo: all.fifo };
    const titled = [
      { title: "notify fifo", ...everything },
      { title: "lvs notify fifo", ...lvs },
    ];
    this.#messenger.configure(fifoSpecs(titled, { scripts }, messages));
    return messages;
  }

  event(event: LvsEvent): void {
    const occurrence = lvsOccurrenceOf(event, (call) => this.#commands?.of(call));
    if (occurrence !== undefined) this.#messenger.perform(this.#teller.tell(occurrence));
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
