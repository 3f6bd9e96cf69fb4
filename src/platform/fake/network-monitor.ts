import { printPrefix } from "../../base/ip-address.ts";
import type { InterfaceAddress, Link, NetworkEvent, NetworkMonitor } from "../ports.ts";

/** A monitor that hears of everything in order, and tells it when it is drained. */
export class FakeMonitor implements NetworkMonitor {
  readonly #links: Map<number, Link>;
  readonly #addresses: Map<string, InterfaceAddress>;
  readonly #listener: (event: NetworkEvent) => void;
  readonly #onClose: () => void;
  readonly #heard: NetworkEvent[] = [];
  #draining = false;

  constructor(
    links: readonly Link[],
    addresses: readonly InterfaceAddress[],
    listener: (event: NetworkEvent) => void,
    onClose: () => void,
  ) {
    this.#links = new Map(links.map((link) => [link.index, link]));
    this.#addresses = new Map(addresses.map((address) => [keyOf(address), address]));
    this.#listener = listener;
    this.#onClose = onClose;
  }

  links(): readonly Link[] {
    return [...this.#links.values()];
  }

  addresses(): readonly InterfaceAddress[] {
    return [...this.#addresses.values()];
  }

  hear(event: NetworkEvent): void {
    this.#heard.push(event);
  }

  drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let event = this.#heard.shift(); event !== undefined; event = this.#heard.shift()) {
        this.#learn(event);
        this.#listener(event);
      }
    } finally {
      this.#draining = false;
    }
  }

  close(): void {
    this.#heard.length = 0;
    this.#onClose();
  }

  #learn(event: NetworkEvent): void {
    if (event.kind === "link") this.#links.set(event.link.index, event.link);
    else if (event.kind === "link-removed") this.#links.delete(event.index);
    else if (event.kind === "address-added") this.#addresses.set(keyOf(event.address), event.address);
    else if (event.kind === "address-removed") this.#addresses.delete(keyOf(event.address));
  }
}

function keyOf({ interfaceIndex, prefix }: InterfaceAddress): string {
  return `${interfaceIndex} ${printPrefix(prefix)}`;
}
