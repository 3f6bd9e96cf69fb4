import { printPrefix } from "../base/ip-address.ts";
import type {
  ChangeResult,
  InterfaceAddress,
  NetworkChange as KernelChange,
  NetworkConfigurator,
  SystemError,
} from "../platform/ports.ts";
import { FoundAddresses } from "./found-addresses.ts";
import { printKernelChange } from "./kernel-changes.ts";
import type { ChangeList } from "./kernel-work.ts";

export type KernelHandListener = {
  /** What became of each change, so that a failure is told once until the same works again. */
  readonly tell: (what: () => string, error: SystemError | undefined) => void;
  /** All addresses in use that somebody else has put there, when they have become others. */
  readonly found: (places: readonly string[]) => void;
  /** Something to know that is no failure. */
  readonly notice: (message: string) => void;
};

/** Makes changes in the kernel, but leaves alone what is somebody else's, and says what does not work. */
export class KernelHand {
  readonly #configurator: NetworkConfigurator;
  readonly #found: FoundAddresses;
  readonly #listener: KernelHandListener;

  /** `present`: the addresses of the machine before this daemon has made any. */
  constructor(configurator: NetworkConfigurator, present: readonly InterfaceAddress[], listener: KernelHandListener) {
    this.#configurator = configurator;
    this.#found = new FoundAddresses(present);
    this.#listener = listener;
  }

  inherit(found: readonly string[]): void {
    this.#found.inherit(found);
  }

  /** Those of the addresses that are there are somebody else's. */
  disown(list: ChangeList): void {
    for (const change of list.slice(0, list.size)) if ("address" in change) this.#found.disown(change.address);
  }

  /** One result for each change; "absent" for what was left alone. */
  apply(changes: readonly KernelChange[]): readonly ChangeResult[] {
    const results: ChangeResult[] = [];
    const before = this.#found.count;
    const allowed = changes.map((change) => this.#found.mayApply(change));
    const made = this.#configurator.apply(allowed.includes(false) ? changes.filter((_, i) => allowed[i]) : changes);
    let next = 0;
    for (const [index, change] of changes.entries()) {
      const result = allowed[index] === true ? made[next] : "absent";
      if (allowed[index] === true) next += 1;
      results.push(result);
      this.#report(change, result);
    }
    if (this.#found.count !== before) this.#listener.found(this.#found.found);
    return results;
  }

  #report(change: KernelChange, result: ChangeResult): void {
    const error = typeof result === "object" ? result : undefined;
    this.#listener.tell(() => describeFailure(change), error);
    if (!this.#found.learn(change, result) || !("address" in change)) return;
    const what = printPrefix(change.address.prefix);
    this.#listener.notice(`${what} was there already, made by somebody else: it is used and will not be removed`);
  }
}

function describeFailure(change: KernelChange): string {
  const verb = change.kind.startsWith("add") ? "add" : "remove";
  return `Cannot ${verb} ${printKernelChange(change)}`;
}
