import { printPrefix } from "../base/ip-address.ts";
import type { AddressSpec, ChangeResult, InterfaceAddress, NetworkChange as KernelChange } from "../platform/ports.ts";

/**
 * Addresses that somebody else had put where they were wanted before they were: they are used, and stay when they are
 * not wanted any more. What was there when the daemon started does not count as found: a run that was killed leaves
 * just that behind. (Routes and rules need nothing of the kind: ours are marked as made by keepalived.)
 */
export class FoundAddresses {
  /** That this daemon has made, or that were there at its start. */
  readonly #own: Set<string>;
  readonly #found = new Set<string>();

  constructor(present: readonly InterfaceAddress[]) {
    this.#own = new Set(present.map(({ interfaceIndex, prefix }) => `${interfaceIndex} ${printPrefix(prefix)}`));
  }

  /** All that are in use. */
  get found(): readonly string[] {
    return [...this.#found];
  }

  get count(): number {
    return this.#found.size;
  }

  /** A process that died without a word had found these. */
  inherit(found: readonly string[]): void {
    for (const place of found) {
      this.#own.delete(place);
      this.#found.add(place);
    }
  }

  /** If it is there it is somebody else's, although it was there at the start. */
  disown(address: AddressSpec): void {
    this.#own.delete(key(address));
  }

  /** Whether the kernel is to be asked for the change: what was found is not removed. */
  mayApply(change: KernelChange): boolean {
    return change.kind !== "remove-address" || !this.#found.delete(key(change.address));
  }

  /** True for an address that is found just now. */
  learn(change: KernelChange, result: ChangeResult): boolean {
    if (change.kind === "remove-address") this.#own.delete(key(change.address));
    if (change.kind !== "add-address") return false;
    const place = key(change.address);
    if (result === undefined) {
      this.#own.add(place);
      this.#found.delete(place);
    } else if (result === "present" && !this.#own.has(place) && !this.#found.has(place)) {
      this.#found.add(place);
      return true;
    }
    return false;
  }
}

function key({ interfaceIndex, prefix, peer }: AddressSpec): string {
  const { address } = prefix;
  return `${interfaceIndex} ${printPrefix({ address, length: (peer ?? prefix).length })}`;
}
