import type { Family, IpAddress } from "../base/ip-address.ts";
import type { Instant } from "../base/time.ts";
import type { InstanceConfig } from "./config.ts";
import type { KnownPeer } from "./peer-table.ts";
import type { Warning } from "./warning.ts";

/** Whom an instance has heard; it is about another one when anything but the peers is different. */
export type KnownPeers = {
  readonly instance: string;
  readonly interface: string;
  readonly family: Family;
  readonly vrid: number;
  readonly peers: readonly KnownPeer[];
};

/** A warning that has been told and not been taken back. `Address`: text in plain data. */
export type StoodWarning<Address = IpAddress> = {
  readonly instance: string;
  readonly other: Address;
  readonly warning: Warning<Address>;
  readonly since: Instant;
};

/**
 * What a process that died knew of other routers. That of peers is taken for what it is, something of before; a warning
 * stands until it is seen again or is over, so that none that was told is left without its end.
 */
export type Recollection = {
  readonly peers: readonly KnownPeers[];
  readonly warnings: readonly StoodWarning[];
};

/** Of one instance. */
export type OwnRecollection = { readonly peers: readonly KnownPeer[]; readonly warnings: readonly StoodWarning[] };

/** What is for each instance, by name, and the warnings of those that there are no more. */
export function divide(
  { peers, warnings }: Recollection,
  configOf: (instance: string) => InstanceConfig | undefined,
): { readonly own: ReadonlyMap<string, OwnRecollection>; readonly nobodys: readonly StoodWarning[] } {
  const own = new Map<string, { peers: readonly KnownPeer[]; readonly warnings: StoodWarning[] }>();
  const nobodys: StoodWarning[] = [];
  for (const known of peers) {
    const config = configOf(known.instance);
    if (config !== undefined && isAbout(known, config)) own.set(known.instance, { peers: known.peers, warnings: [] });
  }
  for (const warning of warnings) {
    const { instance } = warning;
    const its = own.get(instance);
    if (its !== undefined) its.warnings.push(warning);
    else if (configOf(instance) === undefined) nobodys.push(warning);
    else own.set(instance, { peers: [], warnings: [warning] });
  }
  return { own, nobodys };
}

/** Another virtual router may have the name by now. */
function isAbout({ interface: link, family, vrid }: KnownPeers, config: InstanceConfig): boolean {
  return link === config.interface && family === config.family && vrid === config.vrid;
}
