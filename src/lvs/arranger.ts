import { printTableKey, type TableKey, type TableService } from "../base/lvs-table.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckerState, CheckerMemory } from "./checker-state.ts";
import type { LoadBalancingConfig, RealServer, VirtualServer, VirtualServerGroup } from "./config.ts";
import type { Member } from "./events.ts";
import { matchCheckers } from "./match-checkers.ts";
import type { LvsOutput } from "./output.ts";
import { Predecessor } from "./predecessor.ts";
import { RealServerState } from "./real-server-state.ts";
import { isSameEndpoint, printEndpoint } from "./server-key.ts";
import { serviceName } from "./service-name.ts";
import { tableKeys } from "./table-keys.ts";
import { type Occasion, tellGone, tellQuorum, tellServing, tellSorry, tellStart, tellState } from "./telling.ts";
import { VirtualServerState } from "./virtual-server-state.ts";
import type { WeightOverrides } from "./weight-overrides.ts";

/** What a start or a reload begins with. */
export type Beginning = {
  readonly now: Instant;
  readonly config: LoadBalancingConfig;
  /** The services so far, by `serviceName`; undefined: this is the start. */
  readonly before: ReadonlyMap<string, VirtualServerState> | undefined;
  /** What the table has, by `printTableKey`, after a process that has died; undefined: there was none. */
  readonly left: ReadonlyMap<string, TableService> | undefined;
  /** Servers that start up are told of (`rs_init_notifies`). */
  readonly tellsStarts: boolean;
  readonly overrides: WeightOverrides;
  readonly makeChecker: (config: CheckerConfig, before: CheckerMemory | undefined) => CheckerState;
};

/**
 * Makes virtual servers of a configuration. What was there before keeps its health (section "reload" of the manual
 * page keepalived(8)): servers are known by their places, checkers by what they do. A changed checker takes over the
 * state of the one it replaces, and an additional one that of its server, as a reload is no news about either.
 */
export class Arranger {
  readonly #beginning: Beginning;
  readonly #output: LvsOutput;
  readonly #groups: ReadonlyMap<string, VirtualServerGroup>;

  constructor(beginning: Beginning, output: LvsOutput) {
    this.#beginning = beginning;
    this.#output = output;
    this.#groups = new Map(beginning.config.groups.map((group) => [group.name, group]));
  }

  /** By `serviceName`, in the order of the configuration. */
  services(): Map<string, VirtualServerState> {
    const services = new Map<string, VirtualServerState>();
    const taken = new Set<string>();
    for (const virtualServer of this.#beginning.config.virtualServers) {
      const base = serviceName(virtualServer);
      let name = base;
      for (let copy = 2; services.has(name); copy++) name = `${base} #${copy}`;
      // A balancer has one service of each key: that of the first block which has it.
      const keys = tableKeys(virtualServer, this.#groups).filter((key) => {
        const text = printTableKey(key);
        return !taken.has(text) && taken.add(text);
      });
      services.set(name, this.#service(name, virtualServer, keys));
    }
    return services;
  }

  #service(name: string, virtualServer: VirtualServer, keys: readonly TableKey[]): VirtualServerState {
    const { before, left, now } = this.#beginning;
    const old = before?.get(name);
    if (old !== undefined) return this.#known(old, name, virtualServer, keys);
    const { overrides } = this.#beginning;
    const isOverridden = (server: RealServer): boolean => overrides.of(name, server) !== undefined;
    const predecessor = left && Predecessor.of(virtualServer, keys, left, isOverridden);
    const service = new VirtualServerState(
      virtualServer,
      keys,
      virtualServer.realServers.map((server) => this.#newServer(name, { virtualServer, server }, { predecessor })),
      // A quorum is there when it is gained: what starts between loss and gain starts without.
      { quorum: predecessor?.quorum ?? "down", lastTransition: undefined },
    );
    if (before !== undefined) this.#output.event({ kind: "service-added", virtualServer });
    const { quorum } = service;
    service.settle(now);
    if (predecessor === undefined) this.#tellStart(service);
    else if (quorum === "down" && service.quorum === "up") {
      tellQuorum(service, "gained", "start", this.#output);
      tellSorry(service, "sorry-server-removed", this.#output);
    }
    return service;
  }

  #tellStart(service: VirtualServerState): void {
    const output = this.#output;
    const cause = this.#beginning.before === undefined ? "start" : "reload";
    for (const server of service.servers) this.#tellServerStart(service, server);
    tellQuorum(service, service.quorum === "up" ? "gained" : "starts-down", cause, output);
    if (service.isSorry) tellSorry(service, "sorry-server-added", output);
  }

  #tellServerStart(service: VirtualServerState, server: RealServerState): void {
    const { now, before, tellsStarts } = this.#beginning;
    const cause = before === undefined ? "start" : "reload";
    if (server.health.state === "down") {
      // A tracked file may say so at once.
      tellState(service, server, server.health, { now, cause, because: undefined }, this.#output);
    } else if (tellsStarts) tellStart(service, server, cause, this.#output);
  }

  /** A virtual server that was there before. */
  #known(
    old: VirtualServerState,
    name: string,
    virtualServer: VirtualServer,
    keys: readonly TableKey[],
  ): VirtualServerState {
    const { now } = this.#beginning;
    const output = this.#output;
    const oldServers = new Map(old.servers.map((server) => [printEndpoint(server.config), server]));
    const pairs = virtualServer.realServers.map((server) => {
      const known = oldServers.get(printEndpoint(server));
      oldServers.delete(printEndpoint(server));
      return { known, server: this.#newServer(name, { virtualServer, server }, { known }) };
    });
    const service = new VirtualServerState(
      virtualServer,
      keys,
      pairs.map(({ server }) => server),
      { quorum: old.quorum, lastTransition: old.lastTransition },
    );
    service.isSuspended = old.isSuspended;
    const isOtherQuorum = service.settle(now);
    const occasion: Occasion = { now, cause: "reload", because: undefined };
    for (const gone of oldServers.values()) {
      tellGone(old, gone, "reload", { tellsHealth: true, tellsTable: true }, output);
    }
    for (const { known, server } of pairs) {
      const cause = isOtherQuorum && known?.health.state === server.health.state ? "quorum" : undefined;
      if (known === undefined) this.#tellServerStart(service, server);
      else tellState(service, server, known.health, occasion, output);
      tellServing(service, server, known !== undefined && old.isServing(known), cause, output);
    }
    if (isOtherQuorum) tellQuorum(service, service.quorum === "up" ? "gained" : "lost", "reload", output);
    this.#tellSorryChange(old, service);
    return service;
  }

  #tellSorryChange(old: VirtualServerState, service: VirtualServerState): void {
    const before = old.isSorry ? old.config.sorryServer : undefined;
    const after = service.isSorry ? service.config.sorryServer : undefined;
    if (before !== undefined && after !== undefined && isSameEndpoint(before, after)) return;
    if (before !== undefined) tellSorry(old, "sorry-server-removed", this.#output);
    if (after !== undefined) tellSorry(service, "sorry-server-added", this.#output);
  }

  #newServer(
    service: string,
    member: Member,
    {
      known,
      predecessor,
    }: { readonly known?: RealServerState | undefined; readonly predecessor?: Predecessor | undefined },
  ): RealServerState {
    const { server } = member;
    const { matches } = matchCheckers(known?.checkers ?? [], server.checkers);
    const checkers = server.checkers.map((config, index) => {
      const match = matches[index];
      if (match?.kind === "kept") {
        match.before.reconfigure(config);
        return match.before;
      }
      const memory = match?.kind === "changed" ? match.before.memory : memoryOf(server, known, predecessor);
      const checker = this.#beginning.makeChecker(config, memory);
      this.#output.event({ ...member, kind: "checker-started", checker: config });
      return checker;
    });
    const before = known?.memory ?? predecessor?.memoryOf(server);
    return new RealServerState(server, checkers, { before, override: this.#beginning.overrides.of(service, server) });
  }
}

/** What an additional checker begins with; undefined: what `alpha` says. */
function memoryOf(
  server: RealServer,
  known: RealServerState | undefined,
  predecessor: Predecessor | undefined,
): CheckerMemory | undefined {
  if (known === undefined) return predecessor?.checkerMemoryOf(server);
  const { health, isKnown } = known;
  return { health: { state: health.state, isKnown }, askedWeight: undefined };
}
