import type { ClusterPlan } from "../../src/rehearse/cluster-plan.ts";
import type { OwnAddress } from "../../src/rehearse/network.ts";
import type { InterfaceSpec, TopologySpec } from "../../src/lab/index.ts";
import type { VrrpConfig } from "../../src/vrrp/config.ts";

/** The network that a rehearsal takes the files for, to be built: its segments are switches. */
export function topologyOf({ nodes, network }: ClusterPlan): TopologySpec {
  const switches = new Map(
    network.segments.flatMap(({ ports }, index) =>
      ports.map((port) => [`${port.node} ${port.interface}`, nameSwitch(index)] as const),
    ),
  );
  const machines = nodes.map(({ name, config }) => {
    const own = network.nodes.get(name);
    const interfaces = (own?.interfaces ?? []).map((link): readonly [string, InterfaceSpec] => {
      const addresses = (own?.addresses ?? [])
        .filter((address) => address.interface === link)
        .map((address) => `${address.prefix.address.toString()}/${lengthOf(address, config)}`);
      return [link, { addresses, switch: switches.get(`${name} ${link}`) ?? nameSwitch(0) }];
    });
    return [name, { interfaces: Object.fromEntries(interfaces) }] as const;
  });
  return { nodes: Object.fromEntries(machines) };
}

/** The switch of a segment: names of interfaces are too long for a bridge beside its ports. */
export function nameSwitch(index: number): string {
  return `lan${index}`;
}

/**
 * That of the virtual addresses beside it, so that none of them is the first of its network: the kernel takes the
 * others of a network away with the first one.
 */
function lengthOf({ interface: link, prefix }: OwnAddress, { instances }: VrrpConfig): number {
  const { family } = prefix.address;
  const beside = instances
    .flatMap(({ addresses, excludedAddresses }) => [...addresses, ...excludedAddresses])
    .find((each) => each.interface === link && each.prefix.address.family === family);
  const usual = prefix.length;
  return family === "ipv4" && beside !== undefined && beside.prefix.length < 32 ? beside.prefix.length : usual;
}
