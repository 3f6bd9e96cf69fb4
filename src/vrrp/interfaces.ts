import { unreachable } from "../base/assert.ts";
import { type Family, type IpAddress, printPrefix, type Prefix } from "../base/ip-address.ts";
import type { FaultReason } from "./faults.ts";
import type { LinkCondition, NetworkChange } from "./inputs.ts";

type LinkChange = NetworkChange & { readonly kind: "link" };
type AddressChange = Extract<NetworkChange, { readonly prefix: Prefix }>;

/** The last changes, as they came. */
type Entry = {
  link: LinkChange | undefined;
  /** Those that are there, in the order of their arrival, by their printed prefix. */
  readonly addresses: Map<string, AddressChange>;
};

/** What the engine knows of the machine's interfaces: the sum of all network changes so far. */
export class InterfaceTable {
  readonly #entries = new Map<string, Entry>();

  apply(change: NetworkChange): void {
    switch (change.kind) {
      case "link":
        this.#entry(change.link.name).link = change;
        return;
      case "link-removed":
        this.#entries.delete(change.interface);
        return;
      case "address-added":
        this.#entry(change.interface).addresses.set(printPrefix(change.prefix), change);
        return;
      case "address-removed":
        this.#entry(change.interface).addresses.delete(printPrefix(change.prefix));
        return;
      case "policy-removed":
      case "policies-unknown":
        return;
      default:
        unreachable(change);
    }
  }

  link(name: string): LinkCondition | undefined {
    return this.#entries.get(name)?.link?.link;
  }

  has(name: string, prefix: Prefix): boolean {
    return this.#entries.get(name)?.addresses.has(printPrefix(prefix)) === true;
  }

  /** Whether any interface has the address and can use it. */
  hasAddress(address: IpAddress): boolean {
    for (const { addresses } of this.#entries.values()) {
      for (const { prefix, usable } of addresses.values()) if (usable && prefix.address.equals(address)) return true;
    }
    return false;
  }

  /** The prefixes with which the interface has the address. */
  prefixesOf(name: string, address: IpAddress): readonly Prefix[] {
    const entries = Array.from(this.#entries.get(name)?.addresses.values() ?? []);
    return entries.map(({ prefix }) => prefix).filter((prefix) => prefix.address.equals(address));
  }

  /**
   * The address adverts are sent from when none is configured: the first of the interface (IPv6: link-local) that is
   * not one of the virtual addresses (RFC 9568 §5.1.1.1, §5.1.2.1).
   */
  source(name: string, family: Family, isVirtual: (address: IpAddress) => boolean): IpAddress | undefined {
    for (const { prefix, usable } of this.#entries.get(name)?.addresses.values() ?? []) {
      const { address } = prefix;
      if (!usable || address.family !== family || isVirtual(address)) continue;
      if (family === "ipv4" || address.isLinkLocal) return address;
    }
    return undefined;
  }

  /** What is wrong with the interface an instance lives on; undefined when nothing is. */
  fault(name: string, needsMulticast: boolean): FaultReason | undefined {
    const link = this.link(name);
    if (link === undefined) return { kind: "interface-missing", interface: name };
    if (!link.usable) return { kind: "interface-down", interface: name };
    if (link.loopback) return { kind: "interface-unsuitable", interface: name, lacks: "not-loopback" };
    if (needsMulticast && !link.multicast) return { kind: "interface-unsuitable", interface: name, lacks: "multicast" };
    return undefined;
  }

  /** What makes an empty table one that knows the same. */
  *changes(): Generator<NetworkChange> {
    for (const { link, addresses } of this.#entries.values()) {
      if (link !== undefined) yield link;
      yield* addresses.values();
    }
  }

  #entry(name: string): Entry {
    let entry = this.#entries.get(name);
    if (entry === undefined) {
      entry = { link: undefined, addresses: new Map() };
      this.#entries.set(name, entry);
    }
    return entry;
  }
}
