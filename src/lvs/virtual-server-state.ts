import type { TableChange, TableKey, TableServer, TableService } from "../base/lvs-table.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { VirtualServer } from "./config.ts";
import type { LvsEvent } from "./events.ts";
import type { LvsOutput } from "./output.ts";
import { quorumAfter, type QuorumState } from "./quorum.ts";
import type { RealServerState } from "./real-server-state.ts";
import { serverChange } from "./reconcile.ts";
import { printEndpoint } from "./server-key.ts";
import {
  isSorry,
  realServerEntry,
  type ServerHealth,
  sorryServerEntry,
  tableWeight,
  wantedServers,
} from "./wanted-servers.ts";

/** Why a server or a quorum is looked at again. */
export type Occasion = {
  readonly now: Instant;
  readonly cause: "start" | "check" | "reload";
  readonly because: { readonly checker: CheckerConfig; readonly reason: CheckFailure | undefined } | undefined;
};

type QuorumEvent = Extract<LvsEvent, { readonly kind: "quorum" }>;
type ServerStateEvent = Extract<LvsEvent, { readonly kind: "server-state" }>;

/** What is told of the end of a service or a server: that it was up, and that it was in the table. */
type EndTells = { readonly tellsHealth: boolean; readonly tellsTable: boolean };

/**
 * One virtual server: its real servers, its quorum, and what the table has of it. Whatever happens, that is what
 * `wantedServers` says; a change of one server costs no more than its own entry as long as the quorum stays.
 */
export class VirtualServerState {
  readonly config: VirtualServer;
  /** In the table it is all of these. */
  readonly keys: readonly TableKey[];
  readonly servers: readonly RealServerState[];
  isSuspended = false;
  #quorum: QuorumState;
  #lastTransition: Instant | undefined;
  /** Weight of the servers that are up. */
  #live = 0;
  /** Entries of the table, by `printEndpoint`. */
  readonly #entries = new Map<string, TableServer>();

  constructor(
    config: VirtualServer,
    keys: readonly TableKey[],
    servers: readonly RealServerState[],
    before: { readonly quorum: QuorumState; readonly lastTransition: Instant | undefined },
  ) {
    this.config = config;
    this.keys = keys;
    this.servers = servers;
    this.#quorum = before.quorum;
    this.#lastTransition = before.lastTransition;
    this.#recount();
  }

  get quorum(): QuorumState {
    return this.#quorum;
  }

  get live(): number {
    return this.#live;
  }

  get lastTransition(): Instant | undefined {
    return this.#lastTransition;
  }

  get isSorry(): boolean {
    return isSorry(this.config, this.#quorum);
  }

  /** Whether connections may go to the server. */
  isServing({ health }: RealServerState): boolean {
    return health.state === "up" && !this.isSorry;
  }

  entryOf({ config }: RealServerState): TableServer | undefined {
    return this.#entries.get(printEndpoint(config));
  }

  /** What the table is to have. */
  tableServices(): readonly TableService[] {
    const { scheduler, schedulerFlags, hashed, onePacket, persistence } = this.config;
    const settings = { scheduler, schedulerFlags, hashed, onePacket, persistence };
    const servers = Array.from(this.#entries.values());
    return this.keys.map((key) => ({ key, settings, servers }));
  }

  /** The health of all its servers is taken as it is, without a word; returns whether the quorum has changed by that. */
  settle(now: Instant): boolean {
    for (const server of this.servers) server.settle(server.evaluate(), now);
    this.#recount();
    const before = this.#quorum;
    this.#quorum = quorumAfter(before, this.#live, this.config);
    if (before !== this.#quorum) this.#lastTransition = now;
    this.#entries.clear();
    const health = new Map(this.servers.map((server) => [server.config, server.health]));
    const healthOf = (server: RealServerState["config"]): ServerHealth =>
      health.get(server) ?? { state: "down", weight: 0 };
    for (const entry of wantedServers(this.config, this.#quorum, healthOf)) {
      this.#entries.set(printEndpoint(entry), entry);
    }
    return before !== this.#quorum;
  }

  /** A checker of the server, or what its weight comes from, may have changed. */
  update(server: RealServerState, occasion: Occasion, output: LvsOutput): void {
    const before = server.health;
    const after = server.evaluate();
    const wasServing = this.isServing(server);
    server.settle(after, occasion.now);
    this.tellState(server, before, occasion, output);
    if (before.state === after.state && before.weight === after.weight) return;
    this.#live += liveWeight(after) - liveWeight(before);
    const quorum = quorumAfter(this.#quorum, this.#live, this.config);
    if (quorum !== this.#quorum) {
      this.#becomeQuorum(quorum, server, wasServing, occasion, output);
      return;
    }
    this.#place(server, output);
    this.tellServing(server, wasServing, undefined, output);
  }

  /** Tells of a change from `before`, or that a server which started down is down. */
  tellState(server: RealServerState, before: ServerHealth, occasion: Occasion, output: LvsOutput): void {
    const { state, weight } = server.health;
    const isFirst = !server.isAnnounced;
    if (server.isKnown) server.announce();
    if (state !== before.state || (isFirst && server.isKnown && state === "down")) {
      this.#tellServerState(server, state, { ...occasion, isFirst }, output);
    }
    const [from, to] = [tableWeight(before.weight), tableWeight(weight)];
    if (from === to) return;
    const member = { virtualServer: this.config, server: server.config };
    output.event({ ...member, kind: "weight-changed", from, to, active: state === "up" });
  }

  /** Tells of a server that starts up (`rs_init_notifies`). */
  tellStart(server: RealServerState, cause: "start" | "reload", output: LvsOutput): void {
    server.announce();
    this.#tellServerState(server, "up", { cause, because: undefined, isFirst: true }, output);
  }

  /** Tells whether connections may go to the server now, if that is news. `cause`: what it comes or goes with. */
  tellServing(
    server: RealServerState,
    wasServing: boolean,
    cause: "quorum" | "reload" | undefined,
    output: LvsOutput,
  ): void {
    const isServing = this.isServing(server);
    if (isServing === wasServing) return;
    const { config } = server;
    const [gone, come] = config.inhibitOnFailure
      ? (["server-disabled", "server-enabled"] as const)
      : (["server-removed", "server-added"] as const);
    const because = cause === undefined ? {} : { cause };
    output.event({ virtualServer: this.config, server: config, kind: isServing ? come : gone, ...because });
  }

  tellQuorum(state: QuorumEvent["state"], cause: QuorumEvent["cause"], output: LvsOutput): void {
    const { quorum, hysteresis } = this.config;
    output.event({ kind: "quorum", virtualServer: this.config, state, live: this.#live, quorum, hysteresis, cause });
  }

  /** Tells that a server of this service is no more, and what that means if it was up. */
  tellGone(server: RealServerState, cause: "reload" | "stop", tells: EndTells, output: LvsOutput): void {
    if (tells.tellsHealth && server.health.state === "up") {
      this.#tellServerState(server, "down", { cause, because: undefined, isFirst: false }, output);
    }
    if (!tells.tellsTable || !this.isServing(server)) return;
    output.event({ kind: "server-removed", virtualServer: this.config, server: server.config, cause });
  }

  /** Tells that the whole service is no more. */
  tellEnd({ cause, ...tells }: EndTells & { readonly cause: "reload" | "stop" }, output: LvsOutput): void {
    for (const server of this.servers) this.tellGone(server, cause, tells, output);
    if (tells.tellsHealth && this.#quorum === "up") {
      this.#live = 0;
      this.tellQuorum("lost", cause, output);
    }
    if (tells.tellsTable && this.isSorry) this.tellSorry("sorry-server-removed", output);
  }

  #tellServerState(
    server: RealServerState,
    state: "up" | "down",
    { cause, because, isFirst }: Pick<ServerStateEvent, "cause" | "because" | "isFirst">,
    output: LvsOutput,
  ): void {
    const member = { virtualServer: this.config, server: server.config };
    output.event({ ...member, kind: "server-state", state, because, isFirst, cause });
  }

  tellSorry(kind: "sorry-server-added" | "sorry-server-removed", output: LvsOutput): void {
    const { sorryServer } = this.config;
    if (sorryServer !== undefined) output.event({ kind, virtualServer: this.config, sorryServer });
  }

  /**
   * The quorum comes or goes because of that server. Of a server that has died the entry goes first; apart from that
   * those come before others go, so that the service is never without any in between.
   */
  #becomeQuorum(
    quorum: QuorumState,
    because: RealServerState,
    wasServing: boolean,
    occasion: Occasion,
    output: LvsOutput,
  ): void {
    const others = this.servers.filter((server) => server !== because);
    const servedBefore = new Set(others.filter((server) => this.isServing(server)));
    this.#quorum = quorum;
    this.#lastTransition = occasion.now;
    this.#place(because, output);
    this.tellServing(because, wasServing, undefined, output);
    this.tellQuorum(quorum === "up" ? "gained" : "lost", occasion.cause, output);
    if (this.config.sorryServer === undefined) return;
    if (quorum === "down") {
      this.#placeSorry(output);
      this.tellSorry("sorry-server-added", output);
    }
    for (const server of others) {
      this.#place(server, output);
      this.tellServing(server, servedBefore.has(server), "quorum", output);
    }
    if (quorum === "up") {
      this.#placeSorry(output);
      this.tellSorry("sorry-server-removed", output);
    }
  }

  #place({ config, health }: RealServerState, output: LvsOutput): void {
    this.#set(printEndpoint(config), realServerEntry(this.config, this.#quorum, config, health), output);
  }

  /** One that has the place of a real server goes in and out with it. */
  #placeSorry(output: LvsOutput): void {
    const { sorryServer } = this.config;
    if (sorryServer === undefined) return;
    const place = printEndpoint(sorryServer);
    if (this.servers.some(({ config }) => printEndpoint(config) === place)) return;
    this.#set(place, sorryServerEntry(this.config, this.#quorum, sorryServer), output);
  }

  #set(place: string, entry: TableServer | undefined, output: LvsOutput): void {
    const before = this.#entries.get(place);
    if (entry === undefined) this.#entries.delete(place);
    else this.#entries.set(place, entry);
    const changes: TableChange[] = [];
    for (const key of this.keys) {
      const change = serverChange(key, before, entry);
      if (change === undefined) break;
      changes.push(change);
    }
    output.change(changes);
  }

  #recount(): void {
    this.#live = this.servers.reduce((live, { health }) => live + liveWeight(health), 0);
  }
}

function liveWeight({ state, weight }: ServerHealth): number {
  return state === "up" ? tableWeight(weight) : 0;
}
