import type { Family } from "../../base/ip-address.ts";
import { u32 } from "../../wire/netlink/attribute.ts";
import {
  addElements,
  addTable,
  batchBegin,
  batchEnd,
  type Element,
  elementsPerMessage,
  getTable,
  removeElements,
  removeTable,
  type TableMessage,
} from "../../wire/netlink/nftables.ts";
import type { PacketFilter, PacketFilterOptions, ShutAddress, StackedDevice, SystemError } from "../ports.ts";
import { errno } from "./errno.ts";
import { NetlinkSocket } from "./netlink.ts";
import { TableWatch } from "./packet-filter-watch.ts";
import {
  deviceMap,
  deviceSet,
  linkLocalSet,
  quietingChain,
  shutSet,
  shuttingTable,
  tableName,
} from "./packet-filter-rules.ts";

const netlinkNetfilter = 12;
/** Bytes of acknowledgements. */
const receiveBuffer = 256 * 1024;
const families: readonly Family[] = ["ipv4", "ipv6"];

/** Throws SystemException. */
export function openPacketFilter(
  options: PacketFilterOptions,
  restored: (error: SystemError | undefined) => void,
): PacketFilter {
  return new NftablesPacketFilter(options, restored);
}

/** Elements of a set, at most as many as one message takes. */
type SetPiece = readonly [set: string, elements: readonly Element[]];

/**
 * nftables over netlink: an address is shut by one message that adds it to a set, without a process to start. What
 * should be in the kernel is known here, so that a table which somebody else has removed is made again.
 */
class NftablesPacketFilter implements PacketFilter {
  readonly #options: PacketFilterOptions;
  readonly #socket = new NetlinkSocket({ protocol: netlinkNetfilter, groups: 0, receiveBuffer });
  readonly #shut = new Map<string, ShutAddress>();
  #devices: readonly StackedDevice[] = [];
  readonly #built = new Set<Family>();
  readonly #watch: TableWatch;

  constructor(options: PacketFilterOptions, restored: (error: SystemError | undefined) => void) {
    this.#options = options;
    this.#watch = new TableWatch(() => {
      for (const family of this.#built) {
        if (this.#isMissing(family)) restored(this.#build(family));
      }
    });
  }

  shut(addresses: readonly ShutAddress[]): SystemError | undefined {
    const added = addresses.filter((each) => !this.#shut.has(keyOf(each)));
    const errors = families.map((family) => {
      const own = added.filter(({ address }) => address.family === family);
      // Without any address the tables are made for later.
      if (own.length === 0 && addresses.length > 0) return undefined;
      for (const each of own) this.#shut.set(keyOf(each), each);
      const error = this.#change(family, own, addElements);
      if (error !== undefined) for (const each of own) this.#shut.delete(keyOf(each));
      return error;
    });
    return errors.find((error) => error !== undefined);
  }

  open(addresses: readonly ShutAddress[]): SystemError | undefined {
    const gone = addresses.filter((each) => this.#shut.delete(keyOf(each)));
    const errors = families.map((family) => {
      const own = gone.filter(({ address }) => address.family === family);
      return own.length === 0 ? undefined : this.#change(family, own, removeElements);
    });
    return errors.find((error) => error !== undefined);
  }

  quieten(devices: readonly StackedDevice[]): SystemError | undefined {
    const before = this.#devices;
    const gone = before.filter((each) => !devices.some((other) => sameDevice(each, other)));
    const added = devices.filter((each) => !before.some((other) => sameDevice(each, other)));
    if (gone.length === 0 && added.length === 0) return undefined;
    this.#devices = devices;
    const errors = families.map((family) => {
      const name = tableName(family, this.#options);
      return this.#apply(family, [
        // They are there from the first device on.
        ...(before.length === 0 ? quietingChain(name, this.#options) : []),
        ...deviceSets(family, gone).map(([set, elements]) => removeElements(name, set, elements)),
        ...deviceSets(family, added).map(([set, elements]) => addElements(name, set, elements)),
      ]);
    });
    return errors.find((error) => error !== undefined);
  }

  /** An element for a table that does not exist. */
  warm(): void {
    const name = { family: "ipv4", table: `${this.#options.table} warm` } as const;
    this.#transact([addElements(name, shutSet, [{ key: new Uint8Array(4) }])]);
  }

  close(): void {
    for (const family of this.#built) this.#transact([removeTable(tableName(family, this.#options))]);
    this.#built.clear();
    this.#shut.clear();
    this.#devices = [];
    this.#watch.close();
    this.#socket.close();
  }

  #change(family: Family, addresses: readonly ShutAddress[], message: typeof addElements): SystemError | undefined {
    if (!this.#built.has(family)) return this.#build(family);
    const name = tableName(family, this.#options);
    for (const [set, elements] of addressSets(addresses)) {
      const error = this.#apply(family, [message(name, set, elements)]);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** Has the changes made in a table that exists, or makes the table anew with all that should be in it. */
  #apply(family: Family, changes: readonly TableMessage[]): SystemError | undefined {
    if (!this.#built.has(family)) return this.#build(family);
    const error = this.#transact(changes);
    // Somebody has removed the table, or what was in it.
    return error?.errno === errno.ENOENT ? this.#build(family) : error;
  }

  #isMissing(family: Family): boolean {
    const [error] = this.#socket.execute([getTable(tableName(family, this.#options))]);
    return error?.errno === errno.ENOENT;
  }

  #build(family: Family): SystemError | undefined {
    const name = tableName(family, this.#options);
    // Removing needs a table that is there: one of a run that was killed, or else a new one.
    const table = [addTable(name), removeTable(name), ...shuttingTable(name, this.#options)];
    const quiet = this.#devices.length === 0 ? [] : quietingChain(name, this.#options);
    const error = this.#transact([...table, ...quiet]) ?? this.#fill(family);
    if (error === undefined) this.#built.add(family);
    return error;
  }

  #fill(family: Family): SystemError | undefined {
    const name = tableName(family, this.#options);
    const shut = [...this.#shut.values()].filter(({ address }) => address.family === family);
    for (const [set, elements] of [...addressSets(shut), ...deviceSets(family, this.#devices)]) {
      const error = this.#transact([addElements(name, set, elements)]);
      if (error !== undefined) return error;
    }
    return undefined;
  }

  #transact(changes: readonly TableMessage[]): SystemError | undefined {
    return changes.length === 0 ? undefined : this.#socket.transact(batchBegin, changes, batchEnd);
  }
}

/** The elements of the sets that these addresses of one family belong into, in pieces for one message each. */
function addressSets(addresses: readonly ShutAddress[]): readonly SetPiece[] {
  const scoped = addresses.filter(isScoped).map(({ address, interfaceIndex }) => {
    return { key: Uint8Array.of(...address.bytes, ...u32(interfaceIndex)) };
  });
  const others = addresses.filter((each) => !isScoped(each)).map(({ address }) => ({ key: address.bytes }));
  return [...pieces(shutSet, others), ...pieces(linkLocalSet, scoped)];
}

function deviceSets(family: Family, devices: readonly StackedDevice[]): readonly SetPiece[] {
  const keys = devices.map(({ interfaceIndex }) => ({ key: u32(interfaceIndex) }));
  const elements = devices.map(({ interfaceIndex, baseIndex }) => ({
    key: u32(interfaceIndex),
    value: u32(baseIndex),
  }));
  return [...pieces(deviceMap, elements), ...(family === "ipv6" ? pieces(deviceSet, keys) : [])];
}

function pieces(set: string, elements: readonly Element[]): readonly SetPiece[] {
  return Array.from({ length: Math.ceil(elements.length / elementsPerMessage) }, (_, index): SetPiece => {
    return [set, elements.slice(index * elementsPerMessage, (index + 1) * elementsPerMessage)];
  });
}

function isScoped({ address }: ShutAddress): boolean {
  return address.family === "ipv6" && address.isLinkLocal;
}

/** An address that is not link-local is the same on every interface. */
function keyOf(each: ShutAddress): string {
  return isScoped(each) ? `${each.address.toString()}%${each.interfaceIndex}` : each.address.toString();
}

function sameDevice(a: StackedDevice, b: StackedDevice): boolean {
  return a.interfaceIndex === b.interfaceIndex && a.baseIndex === b.baseIndex;
}
