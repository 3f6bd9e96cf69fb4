import type { Family } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { virtualMac } from "../wire/virtual-mac.ts";
import type { InstanceConfig, VirtualAddress, VrrpConfig } from "./config.ts";

/**
 * An interface with a virtual MAC address that the machine should have, on top of another. It is there from start to
 * end; its addresses are the master's.
 */
export type VirtualDevice = {
  readonly name: string;
  readonly base: string;
  readonly mac: MacAddress;
  /** Number of the interface group. */
  readonly group: number | undefined;
  /** Of the adverts that leave by it, and of the addresses that are held on it. */
  readonly families: ReadonlySet<Family>;
  /** The instance that needs it first. */
  readonly instance: string;
};

/** What the generated names begin with (`vmac_prefix`, `vmac_addr_prefix`). */
export type DeviceNames = { readonly prefix: string; readonly addressPrefix: string };
export const usualDeviceNames: DeviceNames = { prefix: "vrrp", addressPrefix: "vrrp" };

/**
 * Where the adverts of an instance leave and arrive: its virtual MAC interface, whose address is then the source of
 * the frames (RFC 9568 §7.2), or the interface below (`vmac_xmit_base`). The name must have been settled by
 * `placeOnDevices`.
 */
export function advertInterface({ device, interface: base }: InstanceConfig): string {
  return device?.transmitFromBase === true ? base : (device?.virtualMac?.interface ?? base);
}

/**
 * Names the virtual MAC interfaces and puts the addresses on them (keepalived.conf(5), "use_vmac", "use_vmac_addr"):
 * those without a `dev` of their own on that of the instance, others on one of their own where that is wanted.
 * A name that is taken is replaced by a generated one.
 */
export function placeOnDevices(config: VrrpConfig, isTaken: IsTaken = () => false): Placement {
  const plan = new DevicePlan(config, isTaken);
  // The names of all instances come before those of addresses.
  const named = config.instances.map((instance) => plan.nameOwn(instance));
  const instances = named.map((instance) => plan.placeAddresses(instance));
  return { config: { ...config, instances }, devices: plan.devices, renamed: plan.renamed };
}

/** Whether there is something else with the name that a device above `base` is to have. */
export type IsTaken = (name: string, base: string, mac: MacAddress) => boolean;

export type Placement = {
  readonly config: VrrpConfig;
  readonly devices: readonly VirtualDevice[];
  /** Devices that could not have the name that was given. */
  readonly renamed: readonly { readonly device: VirtualDevice; readonly given: string }[];
};

type Draft = Omit<VirtualDevice, "families"> & { readonly families: Set<Family> };

class DevicePlan {
  readonly #names: DeviceNames;
  readonly #isTaken: IsTaken;
  readonly renamed: { readonly device: VirtualDevice; readonly given: string }[] = [];
  /** By base and MAC address: two with the same cannot be up at the same time. */
  readonly #drafts = new Map<string, Draft>();
  readonly #used = new Set<string>();

  constructor({ deviceNames, instances }: VrrpConfig, isTaken: IsTaken) {
    this.#names = deviceNames ?? usualDeviceNames;
    this.#isTaken = isTaken;
    for (const { device } of instances) {
      const name = device?.virtualMac?.interface;
      if (name !== undefined) this.#used.add(name);
    }
  }

  get devices(): readonly VirtualDevice[] {
    return [...this.#drafts.values()];
  }

  nameOwn(instance: InstanceConfig): InstanceConfig {
    const { device, family } = instance;
    if (device?.virtualMac === undefined) return instance;
    const { group, interface: given } = device.virtualMac;
    const mac = macOf(instance, family);
    const draft = this.#need(instance, { base: instance.interface, mac, group, given, prefix: this.#names.prefix });
    draft.families.add(family);
    return { ...instance, device: { ...device, virtualMac: { ...device.virtualMac, interface: draft.name } } };
  }

  placeAddresses(instance: InstanceConfig): InstanceConfig {
    if (instance.device?.virtualMac === undefined && !needsDevices(instance)) return instance;
    const place = (address: VirtualAddress): VirtualAddress => this.#place(instance, address);
    return {
      ...instance,
      addresses: instance.addresses.map(place),
      excludedAddresses: instance.excludedAddresses.map(place),
    };
  }

  #place(instance: InstanceConfig, address: VirtualAddress): VirtualAddress {
    const { device, family, interface: own } = instance;
    const { family: addressFamily } = address.prefix.address;
    const isOwn = address.interface === own && device?.virtualMac !== undefined;
    const wantsOther = device?.virtualMacForAddresses === true || address.useVmac === true;
    let draft: Draft | undefined;
    if (isOwn && !(wantsOther && addressFamily !== family)) {
      draft = this.#drafts.get(keyOf(own, macOf(instance, family)));
    } else if (wantsOther) {
      const mac = addressFamily === family ? macOf(instance, family) : virtualMac(addressFamily, instance.vrid);
      const prefix = this.#names.addressPrefix;
      const group = device?.virtualMac?.group;
      draft = this.#need(instance, { base: address.interface, mac, group, given: undefined, prefix });
    }
    if (draft === undefined) return address;
    draft.families.add(addressFamily);
    return { ...address, interface: draft.name };
  }

  #need(
    { name: instance, family, vrid }: InstanceConfig,
    wanted: {
      readonly base: string;
      readonly mac: MacAddress;
      readonly group: number | undefined;
      readonly given: string | undefined;
      readonly prefix: string;
    },
  ): Draft {
    const { base, mac, group, given, prefix } = wanted;
    const key = keyOf(base, mac);
    const existing = this.#drafts.get(key);
    if (existing !== undefined) return existing;
    const isFree = given !== undefined && !this.#isTaken(given, base, mac);
    const isTaken = (name: string): boolean => this.#used.has(name) || this.#isTaken(name, base, mac);
    const name = isFree ? given : generateName(prefix, family, vrid, isTaken);
    const draft = { name, base, mac, group, instance, families: new Set<Family>() };
    if (given !== undefined && !isFree) this.renamed.push({ device: draft, given });
    this.#used.add(name);
    this.#drafts.set(key, draft);
    return draft;
  }
}

/** As the reference names them: vrrp.51, then vrrp6.51 of IPv6, then vrrp1.51, vrrp2.51 and so on. */
function generateName(prefix: string, family: Family, vrid: number, isTaken: (name: string) => boolean): string {
  const first = [`${prefix}.${vrid}`, ...(family === "ipv6" ? [`${prefix}6.${vrid}`] : [])];
  const free = first.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  let number = 1;
  while (isTaken(`${prefix}${number}.${vrid}`)) number += 1;
  return `${prefix}${number}.${vrid}`;
}

function needsDevices({ device, addresses, excludedAddresses }: InstanceConfig): boolean {
  const some = [...addresses, ...excludedAddresses].some(({ useVmac }) => useVmac === true);
  return device?.virtualMacForAddresses === true || some;
}

/** Five given octets go before the VRID (RFC 9568 §7.3 for those that are not given). */
function macOf({ device, vrid }: InstanceConfig, family: Family): MacAddress {
  const octets = device?.virtualMac?.octets;
  return octets === undefined
    ? virtualMac(family, vrid)
    : MacAddress.fromBytes(Uint8Array.of(...octets, vrid).slice(0, 6));
}

function keyOf(base: string, mac: MacAddress): string {
  return `${base} ${mac.toString()}`;
}
