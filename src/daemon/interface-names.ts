import { unreachable } from "../base/assert.ts";
import type { Link, NetworkEvent } from "../platform/ports.ts";
import type { NetworkChange } from "../vrrp/inputs.ts";

/**
 * The kernel counts interfaces, the configuration names them: keeps the two together and turns what the network
 * monitor reports into what the engine understands.
 */
export class InterfaceNames {
  readonly #byIndex = new Map<number, Link>();
  readonly #byName = new Map<string, Link>();

  byName(name: string): Link | undefined {
    return this.#byName.get(name);
  }

  /** The engine's view of an event; a renamed interface is one that went and one that came. */
  translate(event: NetworkEvent): readonly NetworkChange[] {
    switch (event.kind) {
      case "link": {
        const { link } = event;
        const previous = this.#byIndex.get(link.index);
        const gone = previous !== undefined && previous.name !== link.name ? this.#remove(previous) : [];
        this.#byIndex.set(link.index, link);
        this.#byName.set(link.name, link);
        const { name, loopback, multicast } = link;
        return [...gone, { kind: "link", link: { name, usable: link.up && link.running, loopback, multicast } }];
      }
      case "link-removed": {
        const link = this.#byIndex.get(event.index);
        return link === undefined ? [] : this.#remove(link);
      }
      case "address-added":
      case "address-removed": {
        const { interfaceIndex, prefix, tentative } = event.address;
        const link = this.#byIndex.get(interfaceIndex);
        return link === undefined ? [] : [{ kind: event.kind, interface: link.name, prefix, usable: !tentative }];
      }
      default:
        return unreachable(event);
    }
  }

  #remove(link: Link): readonly NetworkChange[] {
    this.#byIndex.delete(link.index);
    // Another interface may have taken the name in the meantime.
    if (this.#byName.get(link.name)?.index === link.index) this.#byName.delete(link.name);
    return [{ kind: "link-removed", interface: link.name }];
  }
}
