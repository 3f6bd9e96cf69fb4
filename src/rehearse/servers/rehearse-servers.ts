import type { IpAddress } from "../../base/ip-address.ts";
import type { Duration } from "../../base/time.ts";
import type { RealServer, VirtualServer } from "../../lvs/config.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { ClusterPlan, PlannedNode } from "../cluster-plan.ts";
import { type ListedServer, serversOf, serversOfAll, servicesOfAll } from "./catalogue.ts";
import { answeredAfter, isIn } from "./delays.ts";
import { printEndpoint } from "./labels.ts";
import { LatestStart } from "./latest-start.ts";
import { addressesOf } from "./local-addresses.ts";
import { onlyChecking } from "./only-checking.ts";
import { type Alike, alikeOf, isWithout, type Place, placesOf } from "./places.ts";
import type { Balancing } from "./balancing.ts";
import { type RehearsedServiceReload, rehearseServiceReloads } from "./reloads.ts";
import { DelayTrials, type ServerDelays } from "./server-delays.ts";
import { Trial } from "./trial.ts";

/** Machines with real servers that are tried, and pairs of them. */
export const mostServers = 250;
export const mostServerPairs = 500;

/** What the failure of a server's machine does to one virtual server, on the nodes where it is the same. */
export type ServerEffect = ServerDelays & {
  readonly nodes: readonly string[];
  readonly service: string;
  readonly virtualServer: VirtualServer;
  /** Real servers of it on that machine. */
  readonly servers: readonly RealServer[];
  /** Where connections went and go, as `src/rehearse/servers/labels.ts` prints shares. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly quorum: "up" | "down";
  readonly live: number;
  /** They get connections when all is well: their weight is not 0. */
  readonly isServing: boolean;
};

/** All real servers of one machine die together. */
export type RehearsedServer = { readonly address: string; readonly effects: readonly ServerEffect[] };

/** Two machines, one after the other. */
export type RehearsedServerPair = {
  readonly addresses: readonly [string, string];
  readonly nodes: readonly string[];
  readonly service: string;
  readonly after: readonly string[];
};

/** A virtual server on the nodes that have the same, when all its servers are well. */
export type RehearsedService = {
  readonly nodes: readonly string[];
  readonly service: string;
  readonly virtualServer: VirtualServer;
  /** Addresses that clients connect to. */
  readonly addresses: readonly string[];
  /** Once it has settled. */
  readonly shares: readonly string[];
  readonly quorum: "up" | "down";
  readonly live: number;
  /** From a start until it is answered by a real server, at most; undefined: it never is. */
  readonly answersAfter: Duration | undefined;
  /** Nodes that do not check while the address is elsewhere (`ha_suspend`). */
  readonly resting: readonly string[];
};

export type ServersRehearsal = {
  readonly services: readonly RehearsedService[];
  readonly servers: readonly RehearsedServer[];
  /** With a depth of 2. */
  readonly pairs: readonly RehearsedServerPair[];
  /** One node at a time, where there are files to change to. */
  readonly reloads: readonly RehearsedServiceReload[];
  readonly serversLeftOut: number;
  readonly pairsLeftOut: number;
};

/**
 * Real servers that fail, one machine at a time: what the checks of the nodes make of it. `holdsAt`: the addresses that
 * a node has at the beginning. Undefined: there are no virtual servers.
 */
export function rehearseServers(
  { nodes }: ClusterPlan,
  holdsAt: (node: PlannedNode) => readonly IpAddress[],
  depth: 1 | 2,
): ServersRehearsal | undefined {
  const places = placesOf(nodes, holdsAt);
  if (places.length === 0) return undefined;
  const stage = new ServersStage(places, servicesOfAll(nodes).labels);
  const machines = Array.from(new Set(serversOfAll(nodes).map(({ address }) => address)));
  const tried = machines.slice(0, mostServers);
  const everyPair = depth === 2 ? stage.pairs(tried) : [];
  return {
    services: stage.services(),
    servers: tried
      .map((address) => ({ address, effects: stage.rehearse(address) }))
      .filter(({ effects }) => effects.length > 0),
    reloads: rehearseServiceReloads(nodes, holdsAt),
    pairs: everyPair.slice(0, mostServerPairs).flatMap((pair) => stage.rehearsePair(pair)),
    serversLeftOut: machines.length - tried.length,
    pairsLeftOut: Math.max(0, everyPair.length - mostServerPairs),
  };
}

class ServersStage {
  readonly #places: readonly Place[];
  readonly #labels: ReadonlyMap<string, string>;
  readonly #delays = new DelayTrials();

  constructor(places: readonly Place[], labels: ReadonlyMap<string, string>) {
    this.#places = places;
    this.#labels = labels;
  }

  services(): readonly RehearsedService[] {
    const all = this.#places.flatMap(({ balancing }) => balancing.config.virtualServers.map(serviceName));
    return Array.from(new Set(all)).flatMap((name) =>
      alikeOf(this.#places, (each) => serviceName(each) === name).flatMap((alike) => this.#service(alike)),
    );
  }

  rehearse(address: string): readonly ServerEffect[] {
    return alikeOf(this.#places, (each) => has(each, address)).flatMap((alike) => this.#effects(alike, address));
  }

  /** Those that some virtual server has both of. */
  pairs(machines: readonly string[]): readonly (readonly [string, string])[] {
    const isShared = (one: string, other: string): boolean =>
      this.#places.some(({ balancing }) =>
        balancing.config.virtualServers.some((each) => has(each, one) && has(each, other)),
      );
    return machines.flatMap((one, index) =>
      machines.slice(index + 1).flatMap((other) => (isShared(one, other) ? [[one, other] as const] : [])),
    );
  }

  rehearsePair(addresses: readonly [string, string]): readonly RehearsedServerPair[] {
    const [one, other] = addresses;
    return alikeOf(this.#places, (each) => has(each, one) && has(each, other)).flatMap((alike) => {
      const balancing = onlyChecking(alike.balancing, (each) => isAt(each, one) || isAt(each, other));
      const trial = new Trial(balancing, alike.addresses);
      trial.start();
      trial.watch(() => trial.set(serversAt(balancing, one), "dead"));
      const shifts = trial.watch(() => trial.set(serversAt(balancing, other), "dead"));
      return balancing.config.virtualServers.map((virtualServer, index) => {
        const service = this.#labelOf(virtualServer);
        return { addresses, nodes: alike.nodes, service, after: shifts[index]?.after ?? [] };
      });
    });
  }

  #service({ nodes, balancing, addresses: there }: Alike): readonly RehearsedService[] {
    const [virtualServer] = balancing.config.virtualServers;
    const [latest] = new Trial(balancing, there, new LatestStart()).start();
    if (virtualServer === undefined || latest === undefined) return [];
    const addresses = addressesOf(virtualServer, balancing.config).map(String);
    const rests = ({ name }: Place): boolean => nodes.includes(name) && virtualServer.suspendWithoutAddress;
    const resting = this.#places.filter((place) => rests(place) && isWithout(place, addresses));
    return [
      {
        nodes,
        service: this.#labelOf(virtualServer),
        virtualServer,
        addresses,
        shares: latest.after,
        quorum: latest.quorum,
        live: latest.live,
        answersAfter: answeredAfter(latest.stretches),
        resting: resting.map(({ name }) => name),
      },
    ];
  }

  #effects({ nodes, balancing: whole, addresses }: Alike, address: string): readonly ServerEffect[] {
    const balancing = onlyChecking(whole, (each) => isAt(each, address));
    const trial = new Trial(balancing, addresses);
    trial.start();
    const shifts = trial.watch(() => trial.set(serversAt(balancing, address), "dead"));
    const isServing = (index: number, server: RealServer): boolean =>
      isIn({ owners: shifts[index]?.before ?? [] }, printEndpoint(server));
    const delays = this.#delays.of(nodes, balancing, addresses, address, isServing);
    return whole.config.virtualServers.flatMap((virtualServer, index): readonly ServerEffect[] => {
      const [shift, found] = [shifts[index], delays[index]];
      if (shift === undefined || found === undefined) return [];
      const servers = virtualServer.realServers.filter((each) => isAt(each, address));
      return [
        {
          nodes,
          service: this.#labelOf(virtualServer),
          virtualServer,
          servers,
          before: shift.before,
          after: shift.after,
          quorum: shift.quorum,
          live: shift.live,
          isServing: servers.some((each) => isServing(index, each)),
          ...found,
        },
      ];
    });
  }

  #labelOf(virtualServer: VirtualServer): string {
    const name = serviceName(virtualServer);
    return this.#labels.get(name) ?? name;
  }
}

function isAt(server: RealServer, address: string): boolean {
  return server.address.toString() === address;
}

function has({ realServers }: VirtualServer, address: string): boolean {
  return realServers.some((each) => isAt(each, address));
}

function serversAt({ config }: Balancing, address: string): readonly ListedServer[] {
  return serversOf(config).filter((each) => each.address === address);
}
