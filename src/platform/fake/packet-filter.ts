import type { OpenPacketFilter, PacketFilter, ShutAddress, StackedDevice, SystemError } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** The tables of a machine: nothing is dropped here, but it is known what would be. */
export class FakePacketFilters {
  readonly #tables = new Map<string, FakePacketFilter>();

  /** Names of the tables that there are. */
  get tables(): readonly string[] {
    return [...this.#tables.keys()];
  }

  /**
   * The printed addresses that a table shuts; those of link-local scope with a "%" and the index of their interface.
   */
  shut(table: string): readonly string[] {
    return this.#tables.get(table)?.shutAddresses ?? [];
  }

  /** The indexes of interfaces that are kept quiet. */
  quiet(table: string): readonly number[] {
    return this.#tables.get(table)?.quietDevices ?? [];
  }

  /** Somebody removes all tables, which come back at once. */
  flush(): void {
    for (const { restored } of this.#tables.values()) restored(undefined);
  }

  /** An OpenPacketFilter. */
  readonly open: OpenPacketFilter = ({ table }, restored) => {
    const filter = new FakePacketFilter(restored, {
      appear: () => void this.#tables.set(table, filter),
      vanish: () => void this.#tables.delete(table),
    });
    return filter;
  };
}

type Place = { readonly appear: () => void; readonly vanish: () => void };

class FakePacketFilter implements PacketFilter {
  readonly restored: (error: SystemError | undefined) => void;
  readonly #place: Place;
  readonly #shut = new Set<string>();
  #devices: readonly StackedDevice[] = [];
  #closed = false;

  constructor(restored: (error: SystemError | undefined) => void, place: Place) {
    this.restored = restored;
    this.#place = place;
  }

  get shutAddresses(): readonly string[] {
    return [...this.#shut];
  }

  get quietDevices(): readonly number[] {
    return this.#devices.map(({ interfaceIndex }) => interfaceIndex);
  }

  shut(addresses: readonly ShutAddress[]): SystemError | undefined {
    return this.#change(() => {
      for (const each of addresses) this.#shut.add(print(each));
    });
  }

  open(addresses: readonly ShutAddress[]): SystemError | undefined {
    return this.#change(() => {
      for (const each of addresses) this.#shut.delete(print(each));
    });
  }

  quieten(devices: readonly StackedDevice[]): SystemError | undefined {
    return this.#change(() => {
      this.#devices = devices;
    });
  }

  warm(): void {
    // Nothing here gets faster.
  }

  close(): void {
    this.#closed = true;
    this.#place.vanish();
  }

  #change(change: () => void): SystemError | undefined {
    if (this.#closed) return fakeError("NFNL_MSG_BATCH_BEGIN", "EBADF");
    this.#place.appear();
    change();
    return undefined;
  }
}

function print({ address, interfaceIndex }: ShutAddress): string {
  const isScoped = address.family === "ipv6" && address.isLinkLocal;
  return isScoped ? `${address.toString()}%${interfaceIndex}` : address.toString();
}
