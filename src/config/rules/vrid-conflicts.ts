import { printFamily } from "../decode/context.ts";
import type { InstanceDraft } from "../decode/vrrp-instance.ts";
import type { Reporter } from "../reporter.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";

/**
 * Two instances that would take each other's adverts for their own: same VRID, family and interface, and the same
 * multicast group or a unicast peer in common. The reference stops, and so do we.
 */
export function reportVridConflicts(instances: readonly InstanceDraft[], report: Reporter): void {
  const users = new Map<string, string>();
  for (const { name, config } of instances) {
    for (const key of advertKeys(config)) {
      const other = users.get(key);
      if (other === undefined) users.set(key, config.name);
      else if (other !== config.name) {
        const where = `VRID ${config.vrid} with ${printFamily(config.family)} on interface ${config.interface}`;
        const message = `${other} and ${config.name} both use ${where}`;
        report.fatal("conflict", name, message, { cure: "give each its own virtual_router_id" });
        break;
      }
    }
  }
}

/** What adverts of an instance are told apart by: one key for a group, one for each peer. */
function advertKeys({ vrid, family, interface: device, transport }: InstanceConfig): readonly string[] {
  const own = `${vrid} ${family} ${device}`;
  if (transport.kind === "multicast") return [`${own} ${transport.group.toString()}`];
  return transport.peers.map((peer) => `${own} ${peer.toString()}`);
}
