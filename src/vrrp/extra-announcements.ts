import { type Duration, zeroDuration } from "../base/time.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import { held } from "./held.ts";

/**
 * The addresses that `garp_extra_if` is about: those on other interfaces than the instance's own, where nothing else
 * that it sends keeps a switch's memory of them alive. Without `all` only those that have a virtual MAC address.
 */
export function extraAddresses(config: InstanceConfig): readonly VirtualAddress[] {
  const { interface: own, device, extraAnnouncements } = config;
  const everywhere = extraAnnouncements?.all === true || device?.virtualMacForAddresses === true;
  return held(config).addresses.filter(
    (address) => address.interface !== own && (everywhere || address.useVmac === true),
  );
}

/** Between two announcements of them; 0: there is nothing to announce. */
export function extraInterval(config: InstanceConfig): Duration {
  const interval = config.extraAnnouncements?.interval ?? zeroDuration;
  return extraAddresses(config).length === 0 ? zeroDuration : interval;
}
