import { unreachable } from "../base/assert.ts";
import { printPrefix } from "../base/ip-address.ts";
import type { InterfaceAddress, Link, NetworkEvent } from "../platform/ports.ts";
import type { NetworkChange } from "../vrrp/inputs.ts";

/**
 * The kernel counts interfaces, the configuration names them: keeps the two together and turns what the network
 * monitor reports into what the engine understands.
 */
export class InterfaceNames {
  readonly #byIndex = new Map<number, Link>();
  readonly #byName = new Map<string, Link>();
  /** By index: the kernel does not tell of them again when an interface gets another name. */
  readonly #addresses = new Map<number, Map<string, InterfaceAddress>>();

  byName(name: string): Link | undefined {
    return this.#byName.get(name);
  }

  /** The engine's view of an event; a renamed interface is one that went and one that came. */
  translate(event: NetworkEvent): readonly NetworkChange[] {
    switch (event.kind) {
      case "link":
        return this.#changed(event.link);
      case "link-removed": {
        const link = this.#byIndex.get(event.index);
        this.#addresses.delete(event.index);
        return link === undefined ? [] : this.#remove(link);
      }
      case "address-added":
      case "address-removed": {
        const { address } = event;
        this.#remember(event.kind, address);
        const link = this.#byIndex.get(address.interfaceIndex);
        return link === undefined ? [] : [addressChange(event.kind, link.name, address)];
      }
      case "policy-removed":
      case "policies-unknown":
        return [event];
      default:
        return unreachable(event);
    }
  }

  #changed(link: Link): readonly NetworkChange[] {
    const previous = this.#byIndex.get(link.index);
    const isRenamed = previous !== undefined && previous.name !== link.name;
    const gone = isRenamed ? this.#remove(previous) : [];
    this.#byIndex.set(link.index, link);
    this.#byName.set(link.name, link);
    const { name, loopback, multicast } = link;
    const addresses = isRenamed ? Array.from(this.#addresses.get(link.index)?.values() ?? []) : [];
    return [
      ...gone,
      { kind: "link", link: { name, usable: link.up && link.running, loopback, multicast } },
      ...addresses.map((address) => addressChange("address-added", name, address)),
    ];
  }

  #remember(kind: "address-added" | "address-removed", address: InterfaceAddress): void {
    const known = this.#addresses.get(address.interfaceIndex) ?? new Map<string, InterfaceAddress>();
    this.#addresses.set(address.interfaceIndex, known);
    if (kind === "address-added") known.set(printPrefix(address.prefix), address);
    else known.delete(printPrefix(address.prefix));
  }

  #remove(link: Link): readonly NetworkChange[] {
    this.#byIndex.delete(link.index);
    // Another interface may have taken the name in the meantime.
    if (this.#byName.get(link.name)?.index === link.index) this.#byName.delete(link.name);
    return [{ kind: "link-removed", interface: link.name }];
  }
}

function addressChange(
  kind: "address-added" | "address-removed",
  name: string,
  { prefix, tentative }: InterfaceAddress,
): NetworkChange {
  return { kind, interface: name, prefix, usable: !tentative };
}
