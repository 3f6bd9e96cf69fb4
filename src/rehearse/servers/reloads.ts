import type { IpAddress } from "../../base/ip-address.ts";
import { Rng } from "../../base/rng.ts";
import { instant, later } from "../../base/time.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import { noBalancing } from "./balancing.ts";
import { servicesOfAll } from "./catalogue.ts";
import { Director } from "./director.ts";
import { fixedAddresses } from "./local-addresses.ts";
import { checkPatience } from "./patience.ts";

/** What the reload of a node makes of one of its virtual servers, whose real servers are all well. */
export type RehearsedServiceReload = {
  readonly node: string;
  readonly service: string;
  /** The new file has it, too. */
  readonly isKept: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** Only where something changes. `holdsAt`: the virtual addresses that a node has at the beginning. */
export function rehearseServiceReloads(
  nodes: readonly PlannedNode[],
  holdsAt: (node: PlannedNode) => readonly IpAddress[],
): readonly RehearsedServiceReload[] {
  const { labels } = servicesOfAll(nodes);
  const fixed = fixedAddresses(nodes);
  return nodes.flatMap((node) => {
    const { name, next, balancing = noBalancing, nextBalancing = noBalancing } = node;
    if (next === undefined) return [];
    const shares = new Map<string, readonly string[]>();
    const director = new Director(new Rng(1), instant(0), () => "well", {
      serves: (_, service, now) => shares.set(service, now),
    });
    director.hasAddresses([...holdsAt(node), ...fixed]);
    director.configure(balancing);
    const reloadAt = later(instant(0), checkPatience(balancing));
    director.advanceTo(reloadAt);
    const before = new Map(shares);
    director.configure(nextBalancing);
    director.advanceTo(later(reloadAt, checkPatience(nextBalancing)));
    const kept = new Set(nextBalancing.config.virtualServers.map(serviceName));
    return Array.from(shares, ([service, after]): RehearsedServiceReload => {
      const [label, isKept] = [labels.get(service) ?? service, kept.has(service)];
      return { node: name, service: label, isKept, before: before.get(service) ?? [], after };
    }).filter((each) => each.before.join() !== each.after.join());
  });
}
