import type { Instant } from "../base/time.ts";
import { planAdoption } from "./adoption.ts";
import type { VirtualAddress, VrrpConfig } from "./config.ts";
import { isOnlyPending } from "./faults.ts";
import { addressPlace, difference, type Held, held, isNothing, kernelPrefix } from "./held.ts";
import type { Instance } from "./instance.ts";
import type { InterfaceTable } from "./interfaces.ts";
import type { Members } from "./members.ts";
import type { NativeAddresses } from "./native-addresses.ts";
import type { Outbox } from "./outbox.ts";
import type { Predecessor } from "./predecessor.ts";

/** Who holds something now, and where it is told what becomes of the rest. */
type Holders = { readonly members: Members; readonly statics: Held; readonly outbox: Outbox };

/**
 * What a predecessor is known to have held. Masters go on before what nobody goes on with is taken away: their adverts
 * are what is waited for. Returns the addresses that are taken away.
 */
export function adopt(
  now: Instant,
  predecessor: Predecessor,
  config: VrrpConfig,
  { members, statics, outbox }: Holders,
): readonly VirtualAddress[] {
  const isFit = (name: string): boolean => {
    const faults = members.get(name)?.instance.faults ?? [];
    return faults.length === 0 || isOnlyPending(faults);
  };
  const { adopted, leftovers } = planAdoption(now, predecessor, config, { isFit, statics });
  for (const { instance } of members) {
    const silence = adopted.get(instance.config.name);
    if (silence !== undefined) members.feed(now, instance, { kind: "adopt", silence });
  }
  if (!isNothing(leftovers)) {
    outbox.put({ kind: "release", ...leftovers });
    outbox.report({ kind: "left-behind", addresses: leftovers.addresses });
  }
  return leftovers.addresses;
}

/**
 * A previous run that was killed may have left addresses of those that are `added`: they are taken away, except what is
 * `released` already and what somebody of this run holds.
 */
export function releaseLeftovers(
  added: readonly Instance[],
  released: readonly VirtualAddress[],
  { members, statics, outbox }: Holders,
  { interfaces, native }: { readonly interfaces: InterfaceTable; readonly native: NativeAddresses },
): void {
  const masters = members.instances.filter((instance) => instance.state.name === "master");
  const lingering = members.all.flatMap((instance) => instance.lingering ?? []);
  const holdings = [...masters.map(({ config }) => held(config)), ...lingering];
  const inKernel: Held = {
    addresses: [],
    routes: [statics, ...holdings].flatMap(({ routes }) => routes),
    rules: [statics, ...holdings].flatMap(({ rules }) => rules),
  };
  const spared = [...holdings.flatMap(({ addresses }) => addresses), ...released];
  const inUse = new Set(spared.map(addressPlace));
  for (const { config } of added) {
    const addresses = held(config).addresses.filter(
      (address) =>
        !native.has(address) &&
        !inUse.has(addressPlace(address)) &&
        interfaces.has(address.interface, kernelPrefix(address)),
    );
    // Routes and rules are not known, but those of a keepalived are marked: removing none does no harm.
    const { routes, rules } = difference(held(config), inKernel).gone;
    const left = { addresses, routes, rules };
    if (!isNothing(left)) outbox.put({ kind: "release", ...left });
    if (addresses.length > 0) outbox.report({ kind: "addresses-removed", instance: config.name });
  }
}
