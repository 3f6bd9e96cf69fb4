import type { VrrpEvent } from "./events.ts";
import { elapsed, type Instant, seconds } from "../base/time.ts";
import type { Family } from "../base/ip-address.ts";
import { authenticationHeaderLength } from "../wire/authentication-header.ts";
import { peekVrid } from "../wire/vrrp.ts";
import { advertInterface } from "./devices.ts";
import type { Input, Mode } from "./inputs.ts";
import type { Instance } from "./instance.ts";

type PacketInput = Input & { readonly kind: "packet" };

/** So many unknown VRIDs are told within so much time: somebody who sends all of them does not fill the log. */
const tellings = 5;
const tellingTime = seconds(10);

/** Where a packet belongs; `news` the first time a VRID is seen that nobody here has. */
export type Route =
  | { readonly kind: "instance"; readonly instance: Instance }
  /** `isForeign`: for a VRID that nobody has on this interface. */
  | { readonly kind: "unclaimed"; readonly news: VrrpEvent | undefined; readonly isForeign: boolean };

/** Finds the instance a packet is for: by interface, family, mode and VRID, and among unicast ones by the peer. */
export class PacketRoutes {
  readonly #byInterface = new Map<string, Map<number, Instance[]>>();
  readonly #unknown = new Set<string>();
  /** In either mode, on the interfaces of adverts and those below them. */
  readonly #ours = new Set<string>();
  #unclaimed = 0;
  /** When the latest of them were told. */
  readonly #tellings: Instant[] = [];

  constructor(instances: readonly Instance[]) {
    for (const instance of instances) {
      const { family, vrid, transport } = instance.config;
      const name = advertInterface(instance.config);
      // What the VMAC interface is for may come in below it as well.
      if (name !== instance.config.interface) {
        this.#unknown.add(`${instance.config.interface} ${family} ${transport.kind} ${vrid}`);
      }
      for (const link of [name, instance.config.interface]) this.#ours.add(`${link} ${family} ${vrid}`);
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

  find(now: Instant, input: PacketInput): Route {
    const vrid = vridOf(input);
    const instance = vrid === undefined ? undefined : this.#claimant(input, vrid);
    if (instance !== undefined) return { kind: "instance", instance };
    this.#unclaimed += 1;
    if (vrid === undefined) return { kind: "unclaimed", news: undefined, isForeign: false };
    const isForeign = !this.#ours.has(`${input.interface} ${input.family} ${vrid}`);
    return { kind: "unclaimed", news: this.#firstOf(now, input, vrid), isForeign };
  }

  /** Whose packet it is, if it is anybody's; nothing is counted. */
  instanceOf(input: PacketInput): Instance | undefined {
    const vrid = vridOf(input);
    return vrid === undefined ? undefined : this.#claimant(input, vrid);
  }

  #claimant({ interface: name, family, mode, packet }: PacketInput, vrid: number): Instance | undefined {
    const candidates = this.#byInterface.get(name)?.get(routeKey(family, mode, vrid));
    if (candidates === undefined || candidates.length === 1) return candidates?.[0];
    const ofPeer = candidates.find(({ config: { transport } }) =>
      transport.kind === "unicast"
        ? transport.peers.some((peer) => peer.equals(packet.source))
        : transport.group.equals(packet.destination),
    );
    return ofPeer ?? candidates[0];
  }

  /** At most 255 VRIDs per interface, family and mode are remembered. */
  #firstOf(now: Instant, input: PacketInput, vrid: number): VrrpEvent | undefined {
    const key = `${input.interface} ${input.family} ${input.mode} ${vrid}`;
    if (this.#unknown.has(key)) return undefined;
    const [oldest] = this.#tellings;
    if (oldest !== undefined && this.#tellings.length >= tellings) {
      if (elapsed(oldest, now) < tellingTime) return undefined;
      this.#tellings.shift();
    }
    this.#tellings.push(now);
    this.#unknown.add(key);
    const { source } = input.packet;
    const otherMode = input.mode === "multicast" ? "unicast" : "multicast";
    const [inOtherMode] = this.#byInterface.get(input.interface)?.get(routeKey(input.family, otherMode, vrid)) ?? [];
    return inOtherMode === undefined
      ? { kind: "unknown-vrid", interface: input.interface, source, vrid }
      : { kind: "unexpected-mode", instance: inOtherMode.config.name, source, received: input.mode };
  }
}

function vridOf({ packet: { header, payload } }: PacketInput): number | undefined {
  return peekVrid(header === undefined ? payload : payload.subarray(authenticationHeaderLength));
}

function routeKey(family: Family, mode: Mode, vrid: number): number {
  return vrid + (family === "ipv6" ? 0x100 : 0) + (mode === "unicast" ? 0x200 : 0);
}
