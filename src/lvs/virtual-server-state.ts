import type { TableKey, TableServer, TableService } from "../base/lvs-table.ts";
import type { Instant } from "../base/time.ts";
import type { RealServer, VirtualServer } from "./config.ts";
import type { LvsOutput } from "./output.ts";
import { quorumAfter, type QuorumState } from "./quorum.ts";
import type { RealServerState } from "./real-server-state.ts";
import { ServiceTable } from "./service-table.ts";
import { type Occasion, tellQuorum, tellServing, tellSorry, tellState } from "./telling.ts";
import { isSameHealth, isSorry, type ServerHealth, tableWeight } from "./wanted-servers.ts";

/** One virtual server: its real servers, its quorum, and what the table has of them. */
export class VirtualServerState {
  readonly config: VirtualServer;
  /** In the table it is all of these. */
  readonly keys: readonly TableKey[];
  readonly servers: readonly RealServerState[];
  /** Checks rest (`ha_suspend`). */
  isSuspended = false;
  #quorum: QuorumState;
  #lastTransition: Instant | undefined;
  #live = 0;
  readonly #table: ServiceTable;

  /** To be settled before anything else. */
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
    this.#table = new ServiceTable(config, keys);
  }

  get quorum(): QuorumState {
    return this.#quorum;
  }

  /** Weight of the servers that are up. */
  get live(): number {
    return this.#live;
  }

  /** When the quorum came or went. */
  get lastTransition(): Instant | undefined {
    return this.#lastTransition;
  }

  get isSorry(): boolean {
    return isSorry(this.config, this.#quorum);
  }

  /** Whether connections may go to the server. */
  isServing({ config, health }: RealServerState): boolean {
    return health.state === "up" && !this.isSorry && !this.#table.hides(config);
  }

  entryOf({ config }: RealServerState): TableServer | undefined {
    return this.#table.entryOf(config);
  }

  tableServices(): readonly TableService[] {
    return this.#table.services();
  }

  /** The health of all its servers is taken as it is, without a word. True: the quorum has changed by that. */
  settle(now: Instant): boolean {
    this.#live = 0;
    const health = new Map<RealServer, ServerHealth>();
    for (const server of this.servers) {
      server.settle(server.evaluate(), now);
      health.set(server.config, server.health);
      this.#live += this.#weigh(server.config, server.health);
    }
    const before = this.#quorum;
    this.#quorum = quorumAfter(before, this.#live, this.config);
    if (before !== this.#quorum) this.#lastTransition = now;
    this.#table.rebuild(this.#quorum, (server) => health.get(server) ?? { state: "down", weight: 0 });
    return before !== this.#quorum;
  }

  /** A checker of the server, or what its weight comes from, may have changed. */
  update(server: RealServerState, occasion: Occasion, output: LvsOutput): void {
    const before = server.health;
    const after = server.evaluate();
    const wasServing = this.isServing(server);
    server.settle(after, occasion.now);
    tellState(this, server, before, occasion, output);
    if (isSameHealth(before, after)) return;
    this.#live += this.#weigh(server.config, after) - this.#weigh(server.config, before);
    const quorum = quorumAfter(this.#quorum, this.#live, this.config);
    if (quorum !== this.#quorum) this.#becomeQuorum(quorum, { server, wasServing }, occasion, output);
    else this.#place(server, wasServing, undefined, output);
  }

  /**
   * The quorum comes or goes because of that server. If it has died its entry goes first; apart from that those come
   * before others go, so that the service is never without any in between.
   */
  #becomeQuorum(
    quorum: QuorumState,
    because: { readonly server: RealServerState; readonly wasServing: boolean },
    occasion: Occasion,
    output: LvsOutput,
  ): void {
    const served = new Set(this.servers.filter((server) => this.isServing(server)));
    this.#quorum = quorum;
    this.#lastTransition = occasion.now;
    this.#place(because.server, because.wasServing, undefined, output);
    tellQuorum(this, quorum === "up" ? "gained" : "lost", occasion.cause, output);
    if (this.config.sorryServer === undefined) return;
    if (quorum === "down") this.#placeSorry("sorry-server-added", output);
    for (const server of this.servers) {
      if (server !== because.server) this.#place(server, served.has(server), "quorum", output);
    }
    if (quorum === "up") this.#placeSorry("sorry-server-removed", output);
  }

  #place(server: RealServerState, wasServing: boolean, cause: "quorum" | undefined, output: LvsOutput): void {
    output.change(this.#table.place(this.#quorum, server.config, server.health));
    tellServing(this, server, wasServing, cause, output);
  }

  #placeSorry(news: "sorry-server-added" | "sorry-server-removed", output: LvsOutput): void {
    output.change(this.#table.placeSorry(this.#quorum));
    tellSorry(this, news, output);
  }

  /** What a server adds to the live weight. */
  #weigh(server: RealServer, { state, weight }: ServerHealth): number {
    return state === "up" && !this.#table.hides(server) ? tableWeight(weight) : 0;
  }
}
