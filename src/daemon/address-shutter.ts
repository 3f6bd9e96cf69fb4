import type { Link, OpenPacketFilter, PacketFilter, PacketFilterOptions, SystemError } from "../platform/ports.ts";
import { SystemException } from "../platform/ports.ts";
import type { VirtualAddress, VrrpConfig } from "../vrrp/config.ts";
import { needsShutting } from "../vrrp/shutting.ts";
import type { VirtualDevices } from "./virtual-devices.ts";

const usual: PacketFilterOptions = { table: "keepalived", priority: -1, counters: false };

/** What failed, and why; undefined: it works. */
type Trouble = (what: string, error: SystemError | undefined) => void;

/** Shuts addresses by the packet filter, which is opened when something needs it. */
export class AddressShutter {
  readonly #openFilter: OpenPacketFilter;
  readonly #linkOf: (name: string) => Link | undefined;
  readonly #trouble: Trouble;
  readonly #report: (line: string) => void;
  #options = usual;
  #filter: PacketFilter | undefined;

  /** `report` gets a line for the log. */
  constructor(
    openFilter: OpenPacketFilter,
    linkOf: (name: string) => Link | undefined,
    trouble: Trouble,
    report: (line: string) => void,
  ) {
    this.#openFilter = openFilter;
    this.#linkOf = linkOf;
    this.#trouble = trouble;
    this.#report = report;
  }

  /** Opens the filter where the configuration needs one. False: it wants tables that a reload cannot change. */
  configure({ packetFilter, instances }: VrrpConfig, hasDevices: boolean): boolean {
    const wanted = packetFilter ?? usual;
    const needs = needsShutting(instances);
    if (this.#filter !== undefined) {
      if (needs) this.#filter.shut([]);
      return JSON.stringify(wanted) === JSON.stringify(this.#options);
    }
    this.#options = wanted;
    if (!needs && !hasDevices) return true;
    try {
      this.#filter = this.#openFilter(wanted, (error) => this.#restored(wanted.table, error));
      // The table is there before the first take-over needs it.
      if (needs) this.#filter.shut([]);
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#trouble("Cannot use nftables: packets to virtual addresses are not dropped", error.error);
    }
    return true;
  }

  change(verb: "shut" | "open", addresses: readonly VirtualAddress[]): void {
    if (this.#filter === undefined) return;
    const places = addresses.map(({ prefix, interface: name }) => {
      return { address: prefix.address, interfaceIndex: this.#linkOf(name)?.index ?? 0 };
    });
    const error = verb === "shut" ? this.#filter.shut(places) : this.#filter.open(places);
    this.#trouble(`Cannot ${verb} ${addresses.map(({ prefix }) => prefix.address.toString()).join(" ")}`, error);
  }

  /** Keeps multicast memberships off the virtual MAC interfaces that there are now. */
  quieten(devices: VirtualDevices): void {
    if (this.#filter === undefined) return;
    this.#trouble("Cannot keep IGMP and MLD off VMAC interfaces", this.#filter.quieten(devices.stacked()));
  }

  #restored(table: string, error: SystemError | undefined): void {
    this.#trouble(`Cannot make nftables table ${table} again`, error);
    if (error === undefined) this.#report(`nftables table ${table} was removed by somebody else - restored`);
  }

  warm(): void {
    this.#filter?.warm();
  }

  close(): void {
    this.#filter?.close();
    this.#filter = undefined;
  }
}
