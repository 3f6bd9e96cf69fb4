import { printTableKey, type TableKey, type TableServer, type TableService } from "../base/lvs-table.ts";
import type { CheckerMemory } from "./checker-state.ts";
import type { RealServer, SorryServer, VirtualServer } from "./config.ts";
import type { QuorumState } from "./quorum.ts";
import type { ServerMemory } from "./real-server-state.ts";
import { placeOf } from "./server-key.ts";

/** What a process that has died knew, as far as the table tells. */
export class Predecessor {
  readonly #entries: ReadonlyMap<string, TableServer>;
  readonly #sorryServer: SorryServer | undefined;
  readonly #isOverridden: (server: RealServer) => boolean;

  private constructor(
    entries: ReadonlyMap<string, TableServer>,
    sorryServer: SorryServer | undefined,
    isOverridden: (server: RealServer) => boolean,
  ) {
    this.#entries = entries;
    this.#sorryServer = sorryServer;
    this.#isOverridden = isOverridden;
  }

  /**
   * `held`: by `printTableKey`. `isOverridden`: the weight of a server says nothing about it, as an operator has set
   * it. Undefined: the table has nothing of this service.
   */
  static of(
    { sorryServer, realServers }: VirtualServer,
    keys: readonly TableKey[],
    held: ReadonlyMap<string, TableService>,
    isOverridden: (server: RealServer) => boolean,
  ): Predecessor | undefined {
    const service = keys.map((key) => held.get(printTableKey(key))).find((found) => found !== undefined);
    // At the place of a real server it cannot be told who serves.
    const isTwin = realServers.some((server) => sorryServer !== undefined && placeOf(server) === placeOf(sorryServer));
    return (
      service &&
      new Predecessor(
        new Map(service.servers.map((entry) => [placeOf(entry), entry])),
        isTwin ? undefined : sorryServer,
        isOverridden,
      )
    );
  }

  /** While the sorry server serves, nothing of real servers is there. */
  get quorum(): QuorumState {
    const entry = this.#sorryServer && this.#entries.get(placeOf(this.#sorryServer));
    return entry === undefined || entry.weight === 0 ? "up" : "down";
  }

  /** A server was down that is missing, or that gets no connections where that stands for a failure. */
  stateOf(server: RealServer): "up" | "down" {
    const entry = this.#entries.get(placeOf(server));
    if (entry === undefined) return "down";
    return server.inhibitOnFailure && entry.weight === 0 && !this.#isOverridden(server) ? "down" : "up";
  }

  /** Its checkers say what it was: they have done so before. */
  checkerMemoryOf(server: RealServer): CheckerMemory {
    return { health: { state: this.stateOf(server), isKnown: true }, askedWeight: this.#askedWeight(server) };
  }

  memoryOf(server: RealServer): ServerMemory {
    const health = { state: this.stateOf(server), weight: server.weight };
    return { health, isAnnounced: true, lastTransition: undefined };
  }

  /** Where one script sets the weight, the table has what it asked for. */
  #askedWeight(server: RealServer): number | undefined {
    if (this.#isOverridden(server)) return undefined;
    const sources = server.checkers.filter(({ kind }) => kind === "misc" || kind === "file");
    const entry = this.#entries.get(placeOf(server));
    return sources.length === 1 && entry?.weight !== server.weight && this.stateOf(server) === "up"
      ? entry?.weight
      : undefined;
  }
}
