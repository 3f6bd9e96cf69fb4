import type { Family } from "../base/ip-address.ts";
import { earlier, type Instant } from "../base/time.ts";
import { isOfInterest, type PacketInterest, type PacketSelection } from "../wire/packet-selection.ts";
import type { InstanceConfig } from "./config.ts";
import { advertInterface } from "./devices.ts";
import type { Effect } from "./effects.ts";
import { FloodGuard, type FloodNews, oneInFlood } from "./flood-guard.ts";
import type { Input, Mode } from "./inputs.ts";

type PacketInput = Input & { readonly kind: "packet" };

/** The sockets of one interface, family and mode. */
type Listening = {
  /** Where adverts arrive: that of a virtual MAC address where there is one. */
  readonly interface: string;
  readonly family: Family;
  readonly mode: Mode;
  readonly interest: PacketInterest;
  readonly guard: FloodGuard;
};

const nothing: readonly Effect[] = [];

/**
 * What the sockets hear: everything, as long as that is little, so that an operator is told of foreign VRIDs and wrong
 * versions; and in a flood only what may concern the virtual routers here, and a small share of the rest.
 */
export class Reception {
  readonly #byInterface = new Map<string, Map<number, Listening>>();
  #flooded: Set<Listening> = new Set();

  /** Sockets that stay in use keep their guards: the selections of those are told anew. */
  configure(instances: readonly InstanceConfig[]): readonly Effect[] {
    const previous = new Map(this.#byInterface);
    this.#byInterface.clear();
    for (const instance of instances) {
      const { family, transport } = instance;
      const name = advertInterface(instance);
      const key = listeningKey(family, transport.kind);
      const there = this.#byInterface.get(name) ?? new Map<number, Listening>();
      this.#byInterface.set(name, there);
      const guard = previous.get(name)?.get(key)?.guard ?? new FloodGuard();
      const listening = there.get(key) ?? newListening(instance, guard);
      there.set(key, { ...listening, interest: withVrid(listening.interest, instance) });
    }
    const gone = Array.from(this.#flooded).filter(({ guard }) => !this.#all.some((each) => each.guard === guard));
    this.#flooded = new Set(this.#all.filter(({ guard }) => guard.deadline !== undefined));
    return [...gone.map(withoutSelection), ...Array.from(this.#flooded, withSelection)];
  }

  get deadline(): Instant | undefined {
    if (this.#flooded.size === 0) return undefined;
    let first: Instant | undefined;
    for (const { guard } of this.#flooded) first = earlier(first, guard.deadline);
    return first;
  }

  /** Not everything is handed over. */
  isFlooded(instance: InstanceConfig): boolean {
    if (this.#flooded.size === 0) return false;
    const { family, transport } = instance;
    const listening = this.#byInterface.get(advertInterface(instance))?.get(listeningKey(family, transport.kind));
    return listening !== undefined && this.#flooded.has(listening);
  }

  /** A packet has been handed over: what follows for those to come. */
  hear(now: Instant, { interface: name, family, mode, packet }: PacketInput): readonly Effect[] {
    const listening = this.#byInterface.get(name)?.get(listeningKey(family, mode));
    // What comes behind an authentication header comes by another socket.
    if (listening === undefined || packet.header !== undefined) return nothing;
    if (isOfInterest(packet.ttl, packet.payload, listening.interest)) return nothing;
    const news = listening.guard.hear(now);
    if (news === undefined) return nothing;
    this.#flooded.add(listening);
    return [withSelection(listening), told(listening, news)];
  }

  tick(now: Instant): readonly Effect[] {
    return Array.from(this.#flooded).flatMap((listening) => {
      const news = listening.guard.tick(now);
      if (news === undefined) return nothing;
      if (news.kind !== "over") return [told(listening, news)];
      this.#flooded.delete(listening);
      return [withoutSelection(listening), told(listening, news)];
    });
  }

  get #all(): readonly Listening[] {
    return Array.from(this.#byInterface.values(), (there) => Array.from(there.values())).flat();
  }
}

function newListening(instance: InstanceConfig, guard: FloodGuard): Listening {
  const { family, transport } = instance;
  const mode = transport.kind;
  const interest = {
    family,
    neighborsOnly: mode === "multicast",
    vrids: { 2: new Set<number>(), 3: new Set<number>() },
  };
  return { interface: advertInterface(instance), family, mode, interest, guard };
}

function withVrid(interest: PacketInterest, { version, vrid }: InstanceConfig): PacketInterest {
  return { ...interest, vrids: { ...interest.vrids, [version]: new Set([...interest.vrids[version], vrid]) } };
}

function told(listening: Listening, news: FloodNews): Effect {
  return { kind: "event", event: { kind: "flood", interface: listening.interface, news } };
}

function withSelection(listening: Listening): Effect {
  return selecting(listening, { interest: listening.interest, oneInRest: oneInFlood });
}

function withoutSelection(listening: Listening): Effect {
  return selecting(listening, undefined);
}

function selecting({ interface: name, family, mode }: Listening, selection: PacketSelection | undefined): Effect {
  return { kind: "select-packets", interface: name, family, mode, selection };
}

function listeningKey(family: Family, mode: Mode): number {
  return (family === "ipv6" ? 1 : 0) + (mode === "unicast" ? 2 : 0);
}
