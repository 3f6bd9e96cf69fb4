import { unreachable } from "../../base/assert.ts";
import { printPrefix } from "../../base/ip-address.ts";
import type { InterfaceAddress, Link, NetworkEvent } from "../ports.ts";

/** The links and addresses that are known, and what changes in them: an event tells only of a difference. */
export class NetworkTable {
  readonly #links = new Map<number, Link>();
  readonly #addresses = new Map<string, InterfaceAddress>();

  links(): readonly Link[] {
    return [...this.#links.values()];
  }

  addresses(): readonly InterfaceAddress[] {
    return [...this.#addresses.values()];
  }

  /** Takes in what the kernel has told; undefined when it was known already. */
  apply(event: NetworkEvent): NetworkEvent | undefined {
    switch (event.kind) {
      case "link": {
        const { link } = event;
        const known = this.#links.get(link.index);
        this.#links.set(link.index, link);
        return known !== undefined && sameLink(known, link) ? undefined : event;
      }
      case "link-removed":
        return this.#links.delete(event.index) ? event : undefined;
      case "address-added": {
        const key = keyOf(event.address);
        const known = this.#addresses.get(key);
        this.#addresses.set(key, event.address);
        return known !== undefined && sameAddress(known, event.address) ? undefined : event;
      }
      case "address-removed":
        return this.#addresses.delete(keyOf(event.address)) ? event : undefined;
      case "policy-removed":
      case "policies-unknown":
        return event;
      default:
        return unreachable(event);
    }
  }

  /** The events that lead from this table to what is really there; to be applied by the caller. */
  differences(links: readonly Link[], addresses: readonly InterfaceAddress[]): readonly NetworkEvent[] {
    const linkIndexes = new Set(links.map(({ index }) => index));
    const addressKeys = new Set(addresses.map((address) => keyOf(address)));
    const goneAddresses = this.addresses().filter((address) => !addressKeys.has(keyOf(address)));
    const goneLinks = this.links().filter(({ index }) => !linkIndexes.has(index));
    return [
      ...goneAddresses.map((address): NetworkEvent => ({ kind: "address-removed", address })),
      ...goneLinks.map(({ index, name }): NetworkEvent => ({ kind: "link-removed", index, name })),
      ...links.map((link): NetworkEvent => ({ kind: "link", link })),
      ...addresses.map((address): NetworkEvent => ({ kind: "address-added", address })),
    ];
  }
}

/** What makes an address of the kernel the same one. */
function keyOf(address: InterfaceAddress): string {
  return `${address.interfaceIndex} ${printPrefix(address.prefix)}`;
}

function sameLink(a: Link, b: Link): boolean {
  return (
    a.name === b.name &&
    a.up === b.up &&
    a.running === b.running &&
    a.loopback === b.loopback &&
    a.multicast === b.multicast &&
    a.noArp === b.noArp &&
    a.mac?.toString() === b.mac?.toString() &&
    a.mtu === b.mtu
  );
}

function sameAddress(a: InterfaceAddress, b: InterfaceAddress): boolean {
  return a.scope === b.scope && a.secondary === b.secondary && a.tentative === b.tentative;
}
