import type { IpAddress } from "../base/ip-address.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import { advertInterface } from "../vrrp/devices.ts";
import type { Machine } from "./machine.ts";
import { type Network, portKey } from "./network.ts";

/** Where a packet is heard; `base` is the interface whose link it needs. */
export type Target = { readonly machine: Machine; readonly interface: string; readonly base: string };

/** All that hear it, and the segment of the sender. */
export type Audience = { readonly segment: string | undefined; readonly targets: readonly Target[] };

/** Who hears what an instance of a machine sends to an address: looked for once, until some configuration changes. */
export class Audiences {
  readonly #machines: readonly Machine[];
  readonly #network: Network;
  #known = new WeakMap<Machine, Map<InstanceConfig, Map<string, Audience>>>();

  constructor(machines: readonly Machine[], network: Network) {
    this.#machines = machines;
    this.#network = network;
  }

  forget(): void {
    this.#known = new WeakMap();
  }

  of(from: Machine, instance: InstanceConfig, destination: IpAddress): Audience {
    let ofMachine = this.#known.get(from);
    if (ofMachine === undefined) this.#known.set(from, (ofMachine = new Map()));
    let known = ofMachine.get(instance);
    if (known === undefined) ofMachine.set(instance, (known = new Map()));
    const key = destination.toString();
    let audience = known.get(key);
    if (audience === undefined) known.set(key, (audience = this.#find(from, instance, destination)));
    return audience;
  }

  /** The interfaces at which there are instances that it concerns. A single destination may be behind routers. */
  #find(from: Machine, { interface: base, family, vrid }: InstanceConfig, to: IpAddress): Audience {
    const segment = this.#network.segments.find(({ ports }) =>
      ports.some((port) => portKey(port) === portKey({ node: from.name, interface: base })),
    );
    const isConcerned = (machine: Machine, other: InstanceConfig): boolean => {
      if (other.family !== family || other.vrid !== vrid) return false;
      if (to.isMulticast) {
        const port = { node: machine.name, interface: other.interface };
        const isNear = segment?.ports.some((each) => portKey(each) === portKey(port)) === true;
        return isNear && other.transport.kind === "multicast" && other.transport.group.equals(to);
      }
      return (
        other.transport.kind === "unicast" &&
        machine.network.addresses.some(
          ({ interface: name, prefix }) => name === other.interface && prefix.address.equals(to),
        )
      );
    };
    const targets = this.#machines
      .filter((machine) => machine !== from)
      .flatMap((machine) => {
        const concerned = machine.config.instances.filter((other) => isConcerned(machine, other));
        const places = new Map(concerned.map((other) => [advertInterface(other), other.interface]));
        return Array.from(places, ([name, under]) => ({ machine, interface: name, base: under }));
      });
    return { segment: segment?.name, targets };
  }
}
