import type { TableChange, TableKey, TableServer, TableService } from "../base/lvs-table.ts";
import type { RealServer, VirtualServer } from "./config.ts";
import type { QuorumState } from "./quorum.ts";
import { serverChange } from "./reconcile.ts";
import { entryAt, placeOf } from "./server-key.ts";
import { realServerEntry, type ServerHealth, sorryServerEntry, wantedServers } from "./wanted-servers.ts";

/**
 * What the table has of one virtual server: always what `wantedServers` says, while a change of one server costs no
 * more than its own entry.
 */
export class ServiceTable {
  readonly #config: VirtualServer;
  readonly #keys: readonly TableKey[];
  /** Before `entryAt`, by `placeOf`. */
  readonly #entries = new Map<string, TableServer>();
  /** Servers whose place is that of an earlier one. */
  readonly #hidden = new Set<RealServer>();
  /** The place of the sorry server is that of a real server, with which it goes in and out. */
  readonly #hasTwin: boolean;

  constructor(config: VirtualServer, keys: readonly TableKey[]) {
    this.#config = config;
    this.#keys = keys;
    const places = new Set<string>();
    for (const server of config.realServers) {
      const place = placeOf(server);
      if (places.has(place)) this.#hidden.add(server);
      places.add(place);
    }
    this.#hasTwin = config.sorryServer !== undefined && places.has(placeOf(config.sorryServer));
  }

  /** Such a server has no entry. */
  hides(server: RealServer): boolean {
    return this.#hidden.has(server);
  }

  entryOf(server: RealServer): TableServer | undefined {
    return this.#hidden.has(server) ? undefined : this.#entries.get(placeOf(server));
  }

  services(): readonly TableService[] {
    const { scheduler, schedulerFlags, hashed, onePacket, persistence } = this.#config;
    const settings = { scheduler, schedulerFlags, hashed, onePacket, persistence };
    const servers = Array.from(this.#entries.values());
    return this.#keys.map((key) => ({ key, settings, servers: servers.map((server) => entryAt(key, server)) }));
  }

  /** All of it anew. */
  rebuild(quorum: QuorumState, healthOf: (server: RealServer) => ServerHealth): void {
    this.#entries.clear();
    for (const entry of wantedServers(this.#config, quorum, healthOf)) this.#entries.set(placeOf(entry), entry);
  }

  /** A real server has that health now. */
  place(quorum: QuorumState, server: RealServer, health: ServerHealth): readonly TableChange[] {
    if (this.#hidden.has(server)) return [];
    return this.#set(placeOf(server), realServerEntry(this.#config, quorum, server, health));
  }

  /** The sorry server comes or goes with the quorum. */
  placeSorry(quorum: QuorumState): readonly TableChange[] {
    const { sorryServer } = this.#config;
    if (sorryServer === undefined || this.#hasTwin) return [];
    return this.#set(placeOf(sorryServer), sorryServerEntry(this.#config, quorum, sorryServer));
  }

  #set(place: string, entry: TableServer | undefined): readonly TableChange[] {
    const before = this.#entries.get(place);
    if (entry === undefined) this.#entries.delete(place);
    else this.#entries.set(place, entry);
    const changes: TableChange[] = [];
    for (const key of this.#keys) {
      const change = serverChange(key, before && entryAt(key, before), entry && entryAt(key, entry));
      // What is equal for one key is equal for all.
      if (change === undefined) break;
      changes.push(change);
    }
    return changes;
  }
}
