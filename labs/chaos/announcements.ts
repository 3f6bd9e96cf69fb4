import { later } from "../../src/base/time.ts";
import type { WireEvent } from "../../src/lab/index.ts";
import type { Bounds, Observation, Violation } from "./judge.ts";

/**
 * Addresses that a node got and kept without telling the neighbours, by a gratuitous ARP or an unsolicited neighbour
 * advertisement. `macs`: of the nodes, as they are on the wire. A node that gets into trouble meanwhile is excused.
 */
export function judgeAnnouncements(
  seen: Observation,
  wire: readonly WireEvent[],
  macs: ReadonlyMap<string, string>,
  bounds: Bounds,
): readonly Violation[] {
  return seen.changes.flatMap((change): readonly Violation[] => {
    const { time, node, address, held } = change;
    const until = later(time, bounds.announcing);
    if (!held || time < seen.begin || until > seen.end) return [];
    const lost = seen.changes.some(
      (each) => !each.held && each.node === node && each.address === address && each.time >= time && each.time < until,
    );
    const excused = seen.disturbances.some(
      (each) => each.node === node && each.kind !== "reload" && each.from < until && each.until > time,
    );
    if (lost || excused) return [];
    const told = wire.some(
      (event) =>
        event.kind !== "advert" &&
        event.address === address &&
        event.sourceMac === macs.get(node) &&
        later(event.time, bounds.announcing) > time &&
        event.time < until,
    );
    return told ? [] : [{ rule: "unannounced", address, from: time, until, owners: [node] }];
  });
}
