import { type Duration, toMilliseconds } from "../../base/time.ts";
import type { Refusal } from "../../status/live/control-protocol.ts";
import { type ChildName, childTitle } from "../../supervisor/index.ts";

/** What has come of a command: lines for people, or why not. */
export type CommandResult = readonly string[] | Refusal;

type Open = { readonly child: ChildName; readonly settle: (result: CommandResult) => void };

/** What children have been told to do and have not answered: each is answered once, whatever becomes of the child. */
export class ChildRequests {
  readonly #open = new Map<number, Open>();
  #last = 0;

  /**
   * `send` tells the child, and returns false where there is none. Resolves with what it says, or why it says nothing.
   */
  async request(child: ChildName, patience: Duration, send: (id: number) => boolean): Promise<CommandResult> {
    const id = ++this.#last;
    if (!send(id)) return { code: "not-available", message: `no ${childTitle(child)} process runs` };
    return await new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, silent(child)), toMilliseconds(patience));
      timer.unref();
      const settle = (result: CommandResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      this.#open.set(id, { child, settle });
    });
  }

  /** A `result` message of the child. One that comes too late is about nobody. */
  hear(child: ChildName, id: number, result: CommandResult): void {
    if (this.#open.get(id)?.child === child) this.#settle(id, result);
  }

  /** The process has ended: what it has not said it will not say any more. */
  lost(child: ChildName): void {
    for (const [id, open] of this.#open) {
      if (open.child === child) this.#settle(id, died(child));
    }
  }

  #settle(id: number, result: CommandResult): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.settle(result);
  }
}

function died(child: ChildName): Refusal {
  return { code: "not-available", message: `the ${childTitle(child)} process has died meanwhile` };
}

function silent(child: ChildName): Refusal {
  return { code: "not-available", message: `the ${childTitle(child)} process does not answer` };
}
