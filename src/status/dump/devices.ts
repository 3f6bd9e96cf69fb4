import type { InstanceConfig, VirtualAddress } from "../../vrrp/config.ts";

/** The interface that an instance makes for itself: a VMAC or an IPVLAN interface; undefined: none. */
export function ownDevice({ device, family, vrid }: InstanceConfig): string | undefined {
  const made = device?.virtualMac ?? device?.ipvlan;
  if (made === undefined) return undefined;
  return made.interface ?? `${family === "ipv4" ? "vrrp" : "vrrp6"}.${vrid}`;
}

/** Where an address is held: "vrrp.51@eth0" on the VMAC interface above the instance's own. */
export function deviceOf(address: VirtualAddress, config: InstanceConfig): string {
  const own = config.device?.virtualMac === undefined ? undefined : ownDevice(config);
  // The engine has its addresses on the VMAC interface already.
  const isOwn = address.interface === config.interface || address.interface === own;
  return own === undefined || !isOwn ? address.interface : `${own}@${config.interface}`;
}
