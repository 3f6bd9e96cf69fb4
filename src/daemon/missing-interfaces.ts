import { type LoadResult, locationKey } from "../config/load.ts";
import { positionAt } from "../config/source.ts";
import { held } from "../vrrp/held.ts";

/**
 * The reference's complaint about each interface that a configuration names and the machine does not have, with its
 * place in the file. Empty: all are there.
 */
export function missingInterfaces(
  { configuration: { vrrp }, locations }: LoadResult,
  exists: (name: string) => boolean,
): readonly string[] {
  const ofInstances = vrrp.instances.flatMap((instance) => {
    const span = locations.get(locationKey("instance", instance.name, "interface"));
    const place = span === undefined ? "" : `(${span.source.path}: Line ${positionAt(span.source, span.start).line}) `;
    const named = [
      instance.interface,
      ...held(instance).addresses.map((address) => address.interface),
      ...instance.trackInterfaces.map((tracked) => tracked.interface),
      ...instance.routes.flatMap((route) => route.interface ?? []),
    ];
    return Array.from(new Set(named))
      .filter((name) => !exists(name))
      .map((name) => `${place}WARNING - interface ${name} for vrrp_instance ${instance.name} doesn't exist`);
  });
  const ofGroups = vrrp.syncGroups.flatMap((group) =>
    group.trackInterfaces
      .filter((tracked) => !exists(tracked.interface))
      .map((tracked) => `WARNING - interface ${tracked.interface} for vrrp_sync_group ${group.name} doesn't exist`),
  );
  return [...ofInstances, ...ofGroups];
}
