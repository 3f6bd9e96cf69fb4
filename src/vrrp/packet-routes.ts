import type { VrrpEvent } from "./events.ts";
import type { Family } from "../base/ip-address.ts";
import { authenticationHeaderLength } from "../wire/authentication-header.ts";
import { peekVrid } from "../wire/vrrp.ts";
import type { Input, Mode } from "./inputs.ts";
import type { Instance } from "./instance.ts";

type PacketInput = Input & { readonly kind: "packet" };

/** Where a packet belongs; `news` the first time a VRID is seen that nobody here has. */
export type Route =
  | { readonly kind: "instance"; readonly instance: Instance }
  | { readonly kind: "unclaimed"; readonly news: VrrpEvent | undefined };

/** Finds the instance a packet is for: by interface, family, mode and VRID, and among unicast ones by the peer. */
export class PacketRoutes {
  readonly #byInterface = new Map<string, Map<number, Instance[]>>();
  readonly #unknown = new Set<string>();
  #unclaimed = 0;

  constructor(instances: readonly Instance[]) {
    for (const instance of instances) {
      const { interface: name, family, vrid, transport } = instance.config;
      const byKey = this.#byInterface.get(name) ?? new Map<number, Instance[]>();
      this.#byInterface.set(name, byKey);
      const key = routeKey(family, transport.kind, vrid);
      byKey.set(key, [...(byKey.get(key) ?? []), instance]);
    }
  }

  /** Packets that belonged to no instance. */
  get unclaimed(): number {
    return this.#unclaimed;
  }

  find(input: PacketInput): Route {
    const { family, mode, packet } = input;
    const { header, payload } = packet;
    const vrid = peekVrid(header === undefined ? payload : payload.subarray(authenticationHeaderLength));
    const candidates =
      vrid === undefined ? undefined : this.#byInterface.get(input.interface)?.get(routeKey(family, mode, vrid));
    const [first] = candidates ?? [];
    if (candidates === undefined || first === undefined || vrid === undefined) {
      this.#unclaimed += 1;
      return { kind: "unclaimed", news: vrid === undefined ? undefined : this.#firstOf(input, vrid) };
    }
    if (candidates.length === 1) return { kind: "instance", instance: first };
    const ofPeer = candidates.find(({ config: { transport } }) =>
      transport.kind === "unicast"
        ? transport.peers.some((peer) => peer.equals(packet.source))
        : transport.group.equals(packet.destination),
    );
    return { kind: "instance", instance: ofPeer ?? first };
  }

  /** At most 255 VRIDs per interface, family and mode are remembered. */
  #firstOf(input: PacketInput, vrid: number): VrrpEvent | undefined {
    const key = `${input.interface} ${input.family} ${input.mode} ${vrid}`;
    if (this.#unknown.has(key)) return undefined;
    this.#unknown.add(key);
    const { source } = input.packet;
    const otherMode = input.mode === "multicast" ? "unicast" : "multicast";
    const [inOtherMode] = this.#byInterface.get(input.interface)?.get(routeKey(input.family, otherMode, vrid)) ?? [];
    return inOtherMode === undefined
      ? { kind: "unknown-vrid", interface: input.interface, source, vrid }
      : { kind: "unexpected-mode", instance: inOtherMode.config.name, source, received: input.mode };
  }
}

function routeKey(family: Family, mode: Mode, vrid: number): number {
  return vrid + (family === "ipv6" ? 0x100 : 0) + (mode === "unicast" ? 0x200 : 0);
}
