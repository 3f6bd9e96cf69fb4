import type { Family } from "../base/ip-address.ts";
import type { InstanceConfig } from "./config.ts";
import type { VirtualDevice } from "./devices.ts";
import { held } from "./held.ts";

/** A sysctl of an interface ("all" and "default" too) and the value that it should have. */
export type DeviceSetting = {
  readonly family: Family;
  readonly interface: string;
  readonly name: string;
  readonly value: number;
};

/** One that has been made, and the value that it had before. */
export type ChangedSetting = { readonly setting: DeviceSetting; readonly before: number };

/** Undefined when there is no such setting. */
export type ReadSetting = (setting: Omit<DeviceSetting, "value">) => number | undefined;

/**
 * What virtual MAC interfaces and the ones below need, so that every address is answered for by one interface alone:
 * - arp_ignore, arp_filter, arp_announce: an interface answers ARP for its own addresses only, and asks in the name
 *   of no other;
 * - accept_local, rp_filter: adverts come in from addresses to which another interface leads;
 * - no address is derived from the virtual MAC address (RFC 9568 §7.4): no link-local one, none from routers.
 * The interfaces of `promoting` keep the other addresses of a network when the first one goes (`promote_secondaries`).
 * `read` tells the values as they were before.
 */
export function deviceSettings(
  devices: readonly VirtualDevice[],
  interfaces: readonly string[],
  read: ReadSetting,
  promoting: readonly string[] = [],
): readonly DeviceSetting[] {
  const settings = [
    ...devices.flatMap((device) => [...ofDevice(device), ...ofBase(device, read)]),
    ...promoting.map((name) => ({ family: "ipv4", interface: name, name: "promote_secondaries", value: 1 }) as const),
  ];
  const needsFilter = devices.some(({ families }) => families.has("ipv4"));
  // The kernel hands a new default on to interfaces that have no value of their own: it comes before theirs.
  return needsFilter ? [...reversePathFilter(devices, interfaces, read), ...settings] : settings;
}

/** Interfaces whose instances ask for `promote_secondaries`: their own, and those of their addresses. */
export function promotingInterfaces(instances: readonly InstanceConfig[]): readonly string[] {
  const asking = instances.filter(({ device }) => device?.promoteSecondaries === true);
  return [
    ...new Set(
      asking.flatMap((config) => [config.interface, ...held(config).addresses.map((address) => address.interface)]),
    ),
  ];
}

function ofDevice({ name, families }: VirtualDevice): readonly DeviceSetting[] {
  const ipv4 = (setting: string, value: number) => ({ family: "ipv4", interface: name, name: setting, value }) as const;
  const ipv6 = (setting: string, value: number) => ({ family: "ipv6", interface: name, name: setting, value }) as const;
  return [
    // Also without an IPv4 address: it would answer for all that the machine has.
    ipv4("arp_ignore", 1),
    ...(families.has("ipv4") ? [ipv4("accept_local", 1), ipv4("promote_secondaries", 1), ipv4("rp_filter", 0)] : []),
    ipv6("addr_gen_mode", 1),
    ...(families.has("ipv6") ? [ipv6("accept_ra", 0), ipv6("autoconf", 0)] : [ipv6("disable_ipv6", 1)]),
  ];
}

function ofBase({ base, families }: VirtualDevice, read: ReadSetting): readonly DeviceSetting[] {
  if (!families.has("ipv4")) return [];
  const wanted = [
    { name: "arp_ignore", value: 1 },
    { name: "arp_filter", value: 1 },
    // Answers from a virtual address leave here: asking in its name would tell its neighbours the wrong MAC address.
    { name: "arp_announce", value: 2 },
  ];
  return wanted
    .map((setting) => ({ family: "ipv4", interface: base, ...setting }) as const)
    .filter((setting) => (read(setting) ?? setting.value) < setting.value);
}

function filter(name: string): Omit<DeviceSetting, "value"> {
  return { family: "ipv4", interface: name, name: "rp_filter" };
}

/** The stricter of "all" and its own counts for an interface: what "all" demands is demanded of each of the others. */
function reversePathFilter(
  devices: readonly VirtualDevice[],
  interfaces: readonly string[],
  read: ReadSetting,
): readonly DeviceSetting[] {
  const all = read(filter("all")) ?? 0;
  if (all === 0) return [];
  const ours = new Set(devices.filter(({ families }) => families.has("ipv4")).map(({ name }) => name));
  const others = ["default", ...interfaces].filter((name) => !ours.has(name));
  return [
    ...others
      .map(filter)
      .filter((setting) => (read(setting) ?? all) < all)
      .map((setting) => ({ ...setting, value: all })),
    { ...filter("all"), value: 0 },
  ];
}
