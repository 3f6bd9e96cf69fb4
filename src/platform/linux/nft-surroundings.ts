import type { Family } from "../../base/ip-address.ts";
import type { TableChange } from "../../base/lvs-table.ts";
import type { FlowSelection } from "../../wire/netlink/conntrack.ts";
import { familyOf } from "../../wire/nftables-balancer/service-chain.ts";
import { printSystemError } from "../ports.ts";
import { forgetFlows } from "./nft-flows.ts";
import { forwardingObstacle } from "./nft-forwarding.ts";

/** What a table of services needs of the machine around it. What is in the way is told once, with the cure. */
export class NftSurroundings {
  readonly #warn: (message: string) => void;
  /** Told already: flows cannot be forgotten. */
  #hasFlowTrouble = false;
  /** Families that services have, whose forwarding has been looked at. */
  readonly #lookedAt = new Set<Family>();

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** These changes are in force, and these flows have no server any more. */
  async afterChanges(changes: readonly TableChange[], orphans: readonly FlowSelection[]): Promise<void> {
    await this.#forget(orphans);
    this.#lookAtForwarding(changes);
  }

  async #forget(flows: readonly FlowSelection[]): Promise<void> {
    const error = await forgetFlows(flows);
    if (error === undefined || this.#hasFlowTrouble) return;
    this.#hasFlowTrouble = true;
    this.#warn(`Clients may stay with servers that are gone (${printSystemError(error)}); load nf_conntrack_netlink`);
  }

  #lookAtForwarding(changes: readonly TableChange[]): void {
    for (const { kind, key } of changes) {
      const family = familyOf(key);
      if (kind !== "add-service" || this.#lookedAt.has(family)) continue;
      this.#lookedAt.add(family);
      const obstacle = forwardingObstacle(family);
      if (obstacle !== undefined) this.#warn(obstacle);
    }
  }
}
