import { hostname } from "node:os";

import type { Configuration } from "../config/model.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { FifoPorts } from "./notify-fifo.ts";
import { Messenger, type MessengerOutlets } from "./messenger.ts";
import { fifoSpecs } from "./notifier-settings.ts";
import type { ScriptCommands } from "./lvs-scripts.ts";

/** Tells scripts, FIFOs and mail what happens to virtual and real servers. Nothing is waited for. */
export class CheckersNotifier {
  readonly #messenger: Messenger;

  constructor(ports: FifoPorts, outlets: MessengerOutlets) {
    this.#messenger = new Messenger(ports, outlets);
  }

  /**
   * Returns what is wrong with it. The reader of the FIFO of everything is started by one process only: by this one when
   * it `isAlone`.
   */
  configure({ global }: Configuration, _commands: ScriptCommands, isAlone: boolean): readonly string[] {
    const messages: string[] = [];
    const { all, lvs } = global.notifyFifos;
    const everything = isAlone || all.fifo === undefined ? all : { fifo: all.fifo };
    const specs = fifoSpecs(
      [
        { title: "notify fifo", ...everything },
        { title: "lvs notify fifo", ...lvs },
      ],
      global,
      messages,
    );
    this.#messenger.configure(specs);
    return messages;
  }

  event(_event: LvsEvent): void {
    void hostname;
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
